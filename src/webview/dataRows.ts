import type { InvalidField, JsonSchema } from "../shared/protocol.ts";
import { propertiesOf, requiredOf, resolveSchema } from "./schemaFields.ts";

/** A line of extracted data; `path` is a JSON Pointer (RFC 6901), `depth` counts what it is inside of. */
export type DataRow = { path: string; name: string; depth: number } & (
	| { kind: "value"; value: unknown }
	/** The lines behind it are inside of it. */
	| { kind: "group" }
	| { kind: "records"; records: Records }
	/** The schema asks for it and it did not come. */
	| { kind: "missing" }
);

/** A list of objects as a table. */
export interface Records {
	/** Those of all rows; fields of nested objects as "address.city". */
	columns: string[];
	rows: DataRow[][];
	/** How many rows there are besides, and how many columns. */
	more: number;
	moreColumns: number;
}

/** Beyond these, data is for copying and not for reading. */
const mostRows = 200;
const mostColumns = 40;
const mostDepth = 8;

/** Extracted data line by line: objects field by field, lists of objects as tables; `isCut` when there is more. */
export function dataRows(
	data: unknown,
	schema: JsonSchema | undefined,
): { rows: DataRow[]; isCut: boolean } {
	const rows: DataRow[] = [];
	addRows(rows, { path: "", name: "", depth: 0 }, data, schema, schema ?? {});
	const shown = rows.slice(0, mostRows);
	// What holds everything needs no line of its own.
	const isHeaded = rows[0]?.kind === "group";
	return {
		rows: isHeaded ? shown.slice(1).map((row) => ({ ...row, depth: row.depth - 1 })) : shown,
		isCut: rows.length > mostRows,
	};
}

/** The faults at a place, for a line that shows all that is in it also those further in. */
export function faultsAt(row: DataRow, invalid: readonly InvalidField[]): InvalidField[] {
	const isWhole = row.kind === "value";
	return invalid.filter(
		({ path }) => path === row.path || (isWhole && path.startsWith(`${row.path}/`)),
	);
}

/** Every line of the data, the cells of its tables too. */
export function allRows(rows: readonly DataRow[]): DataRow[] {
	return rows.flatMap((row) =>
		row.kind === "records" ? [row, ...row.records.rows.flat()] : [row],
	);
}

type Place = Pick<DataRow, "path" | "name" | "depth">;

function addRows(
	rows: DataRow[],
	place: Place,
	value: unknown,
	schema: unknown,
	root: JsonSchema,
): void {
	if (rows.length > mostRows) return;
	if (isRecords(value)) {
		rows.push({ ...place, kind: "records", records: recordsOf(place.path, value, schema, root) });
		return;
	}
	if (!isObject(value) || place.depth > mostDepth) {
		rows.push({ ...place, kind: "value", value });
		return;
	}
	rows.push({ ...place, kind: "group" });
	const { schema: own } = resolveSchema(root, schema);
	const properties = new Map(propertiesOf(own));
	for (const [name, inner] of Object.entries(value)) {
		addRows(rows, inside(place, name), inner, properties.get(name), root);
	}
	for (const name of requiredOf(own)) {
		if (!Object.hasOwn(value, name)) rows.push({ ...inside(place, name), kind: "missing" });
	}
}

function recordsOf(
	path: string,
	list: readonly Record<string, unknown>[],
	schema: unknown,
	root: JsonSchema,
): Records {
	const shown = list.slice(0, mostRows);
	const cells = shown.map((record, index) => {
		const found: DataRow[] = [];
		addCells(found, { path: `${path}/${index}`, name: "", depth: 0 }, record, schema, root);
		return found;
	});
	const columns = [...new Set(cells.flatMap((row) => row.map(({ name }) => name)))];
	return {
		columns: columns.slice(0, mostColumns),
		rows: cells,
		more: list.length - shown.length,
		moreColumns: Math.max(columns.length - mostColumns, 0),
	};
}

/** The fields of one object of a list; objects in it are spread out, lists stay whole. */
function addCells(
	cells: DataRow[],
	place: Place,
	value: unknown,
	schema: unknown,
	root: JsonSchema,
): void {
	if (!isObject(value) || Object.keys(value).length === 0 || place.depth > mostDepth) {
		cells.push({ ...place, kind: "value", value });
		return;
	}
	const { schema: own } = resolveSchema(root, schema);
	const properties = new Map(propertiesOf(own));
	const within = (name: string): Place => {
		const next = inside(place, name);
		return place.name === "" ? next : { ...next, name: `${place.name}.${name}` };
	};
	for (const [name, inner] of Object.entries(value)) {
		addCells(cells, within(name), inner, properties.get(name), root);
	}
	for (const name of requiredOf(own)) {
		if (!Object.hasOwn(value, name)) cells.push({ ...within(name), kind: "missing" });
	}
}

function inside(place: Place, name: string): Place {
	const step = name.replaceAll("~", "~0").replaceAll("/", "~1");
	return { path: `${place.path}/${step}`, name, depth: place.depth + 1 };
}

function isRecords(value: unknown): value is Record<string, unknown>[] {
	return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
