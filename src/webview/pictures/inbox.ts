import type { PicturesPageApi } from "../../shared/picturesProtocol.ts";
import { addObjects, addRun, addText, changeRun, removeRun } from "./runs.ts";
import { changePicture, type PicturesPageState, showPictures } from "./state.ts";

/** What the host may call, as changes of the page's state. */
export function inbox(
	update: (reduce: (state: PicturesPageState) => PicturesPageState) => void,
): PicturesPageApi {
	const updateRuns = (
		reduce: (runs: PicturesPageState["runs"]) => PicturesPageState["runs"],
	): void => update((state) => ({ ...state, runs: reduce(state.runs) }));
	return {
		showPictures: async (shown) => update((state) => showPictures(state, shown)),
		changePicture: async (picture) => update((state) => changePicture(state, picture)),
		showRequest: async (request) => update((state) => ({ ...state, request })),
		showEngine: async (engine) => update((state) => ({ ...state, engine })),
		showRecentPrompts: async (recentPrompts) => update((state) => ({ ...state, recentPrompts })),
		addRun: async (run) => updateRuns((runs) => addRun(runs, run)),
		changeRun: async (runId, change) => updateRuns((runs) => changeRun(runs, runId, change)),
		addText: async (runId, piece) => updateRuns((runs) => addText(runs, runId, piece)),
		addObjects: async (runId, objects) => updateRuns((runs) => addObjects(runs, runId, objects)),
		removeRun: async (runId) => updateRuns((runs) => removeRun(runs, runId)),
	};
}
