import { dataCsv } from "../export/dataCsv.ts";

/** What a run extracted or chose, as text for the clipboard; of chosen labels CSV has one a row. */
export function dataText(data: unknown, format: "json" | "csv"): string {
	switch (format) {
		case "json":
			return JSON.stringify(data, undefined, 2);
		case "csv":
			return dataCsv(labelRows(data) ?? data);
	}
}

/** Chosen labels beside the model's word for each; undefined for all other data. */
function labelRows(data: unknown): unknown[] | undefined {
	if (typeof data !== "object" || data === null) return undefined;
	const { labels, confidence, ...others } = data as Record<string, unknown>;
	const isChosen = Array.isArray(labels) && typeof confidence === "object" && confidence !== null;
	if (!isChosen || Object.keys(others).length > 0) return undefined;
	const words = new Map<unknown, unknown>(Object.entries(confidence));
	return labels.map((label) => ({ label, confidence: words.get(label) }));
}
