import { csvCell } from "./csvCell.ts";

type Row = Map<string, unknown>;

/**
 * Any JSON as CSV (RFC 4180): a row for each entry of a list, else one row, under the columns of all
 * of them in the order they come. An object with nothing but one list is that list. Objects inside are
 * spread over columns such as "address.city"; lists inside stay JSON. What is null stays empty.
 */
export function dataCsv(data: unknown): string {
	const rows = entriesOf(data).map(rowOf);
	const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
	const lines = [
		columns.map(csvCell),
		...rows.map((row) => columns.map((column) => cellOf(row.get(column)))),
	];
	return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
}

function entriesOf(data: unknown): unknown[] {
	if (Array.isArray(data)) return data;
	const [only, ...others] = isObject(data) ? Object.entries(data) : [];
	if (!only || others.length > 0 || !Array.isArray(only[1])) return [data];
	const [name, list] = only;
	return list.map((entry) => (isObject(entry) ? entry : { [name]: entry }));
}

function rowOf(entry: unknown): Row {
	const row: Row = new Map();
	if (isObject(entry)) spread(row, "", entry);
	else row.set("value", entry);
	return row;
}

function spread(row: Row, before: string, object: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(object)) {
		const column = before === "" ? name : `${before}.${name}`;
		const isSpread = isObject(value) && Object.keys(value).length > 0;
		if (isSpread) spread(row, column, value);
		else row.set(column, value);
	}
}

function cellOf(value: unknown): string {
	if (value === null || value === undefined) return "";
	if (typeof value === "string" || typeof value === "boolean") return csvCell(value);
	// Numbers as JSON writes them.
	if (typeof value === "number") return JSON.stringify(value);
	return csvCell(JSON.stringify(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
