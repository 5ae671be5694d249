import type { PdfPageApi } from "../../shared/pdfProtocol.ts";
import { addObjects, addRun, addText, changeRun, removeRun } from "../pictures/runs.ts";
import { type PdfPageState, showPdf } from "./state.ts";

/** What the host may call, as changes of the page's state. */
export function inbox(update: (reduce: (state: PdfPageState) => PdfPageState) => void): PdfPageApi {
	const updateRuns = (reduce: (runs: PdfPageState["runs"]) => PdfPageState["runs"]): void =>
		update((state) => ({ ...state, runs: reduce(state.runs) }));
	return {
		showPdf: async (pdf) => update((state) => showPdf(state, pdf)),
		// What pages take depends on the model and the settings.
		showEngine: async (engine) => update((state) => ({ ...state, engine, estimate: undefined })),
		showRecentPrompts: async (recentPrompts) => update((state) => ({ ...state, recentPrompts })),
		addRun: async (run) => updateRuns((runs) => addRun(runs, run)),
		changeRun: async (runId, change) => updateRuns((runs) => changeRun(runs, runId, change)),
		addText: async (runId, piece) => updateRuns((runs) => addText(runs, runId, piece)),
		addObjects: async (runId, objects) => updateRuns((runs) => addObjects(runs, runId, objects)),
		removeRun: async (runId) => updateRuns((runs) => removeRun(runs, runId)),
	};
}
