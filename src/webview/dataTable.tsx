import faultIcon from "@vscode/codicons/src/icons/error.svg";
import missingIcon from "@vscode/codicons/src/icons/question.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import type { InvalidField, JsonSchema } from "../shared/protocol.ts";
import { allRows, type DataRow, dataRows, faultsAt } from "./dataRows.ts";
import { placeText, valueText } from "./dataText.ts";
import { Icon } from "./icon.tsx";
import { formatNumber, oneLine } from "./text.ts";

interface DataTableProps {
	data: unknown;
	schema: JsonSchema | undefined;
	invalid: readonly InvalidField[];
}

/** Extracted data to read: a line a field, a table a list, and a mark where the schema is not kept to. */
export const DataTable = memo(({ data, schema, invalid }: DataTableProps) => {
	const { rows, isCut } = dataRows(data, schema);
	const marked = new Set(allRows(rows).flatMap((row) => faultsAt(row, invalid)));
	const elsewhere = invalid.filter((fault) => !marked.has(fault));
	return (
		<>
			{elsewhere.slice(0, mostFaults).map(({ path, message }, index) => (
				<Fault key={`${index} ${path}`} place={placeText(path)} message={message} />
			))}
			<table class="data-table fields" aria-label={l10n.t("Extracted data")}>
				<colgroup>
					<col class="names" />
					<col />
				</colgroup>
				<tbody>
					{rows.map((row) => (
						<Line key={row.path} row={row} invalid={invalid} />
					))}
				</tbody>
			</table>
			{rows.length === 0 && <p class="detail">{l10n.t("nothing")}</p>}
			{isCut && <p class="detail">{l10n.t("The rest is in what you copy.")}</p>}
		</>
	);
});

/** More faults than this with no line to stand in help nobody. */
const mostFaults = 20;

function Line({ row, invalid }: { row: DataRow; invalid: readonly InvalidField[] }) {
	const { name, depth } = row;
	const title = (
		<span class={`depth-${Math.min(depth, 4)}`} dir="auto" title={oneLine(name, 400)}>
			{oneLine(name, 80)}
		</span>
	);
	switch (row.kind) {
		case "group":
			return (
				<tr>
					<th scope="rowgroup" colSpan={2}>
						{title}
						<Faults row={row} invalid={invalid} />
					</th>
				</tr>
			);
		case "records":
			return (
				<tr>
					<td colSpan={2}>
						{name !== "" && <span class="records-name">{title}</span>}
						<Faults row={row} invalid={invalid} />
						<RecordTable row={row} invalid={invalid} />
					</td>
				</tr>
			);
		case "value":
		case "missing":
			return (
				<tr>
					{name !== "" && <th scope="row">{title}</th>}
					<Cell row={row} invalid={invalid} columns={name === "" ? 2 : 1} />
				</tr>
			);
		default:
			return row satisfies never;
	}
}

function RecordTable(props: {
	row: DataRow & { kind: "records" };
	invalid: readonly InvalidField[];
}) {
	const { name, records } = props.row;
	const { columns, rows, more, moreColumns } = records;
	return (
		<section
			class="records"
			aria-label={name === "" ? l10n.t("Extracted list") : oneLine(name, 80)}
		>
			<table class="data-table">
				<thead>
					<tr>
						{columns.map((column) => (
							<th key={column} scope="col" dir="auto" title={oneLine(column, 400)}>
								{oneLine(column, 40)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((cells, index) => {
						const byName = new Map(cells.map((cell) => [cell.name, cell]));
						return (
							<tr key={`row-${index}`}>
								{columns.map((column) => (
									<Cell key={column} row={byName.get(column)} invalid={props.invalid} />
								))}
							</tr>
						);
					})}
				</tbody>
			</table>
			{more > 0 && <p class="detail">{l10n.t("and {0} more", formatNumber(more))}</p>}
			{moreColumns > 0 && (
				<p class="detail">{l10n.t("and {0} more columns", formatNumber(moreColumns))}</p>
			)}
		</section>
	);
}

function Cell(props: {
	row: DataRow | undefined;
	invalid: readonly InvalidField[];
	/** How many it is wide. */
	columns?: number;
}) {
	const { row, invalid, columns = 1 } = props;
	if (!row) return <td />;
	if (row.kind === "missing") {
		return (
			<td class="missing">
				<Icon svg={missingIcon} />
				{l10n.t("missing")}
			</td>
		);
	}
	const value = row.kind === "value" ? row.value : undefined;
	const text = valueText(value);
	const isAtFault = faultsAt(row, invalid).length > 0;
	const kind = typeof value === "number" ? "value number" : "value";
	return (
		<td colSpan={columns} class={isAtFault ? `${kind} at-fault` : kind}>
			{text === undefined ? (
				<span class="detail">{l10n.t("nothing")}</span>
			) : (
				<span class="value-text" dir="auto">
					{text}
				</span>
			)}
			<Faults row={row} invalid={invalid} />
		</td>
	);
}

function Faults({ row, invalid }: { row: DataRow; invalid: readonly InvalidField[] }) {
	return faultsAt(row, invalid)
		.slice(0, mostFaults)
		.map(({ path, message }, index) => {
			const place = path === row.path ? "" : placeText(path.slice(row.path.length));
			return <Fault key={`${index} ${path}`} place={place} message={message} />;
		});
}

function Fault({ place, message }: { place: string; message: string }) {
	const words = oneLine(message, 300);
	return (
		<p class="fault">
			<Icon svg={faultIcon} />
			<span dir="auto">
				{place === "" ? words : l10n.t("{0}: {1}", oneLine(place, 120), words)}
			</span>
		</p>
	);
}
