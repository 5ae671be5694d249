import type { ComparePageApi } from "../../shared/compareProtocol.ts";
import {
	addObjects,
	addRun,
	addText,
	type ComparePageState,
	changeRun,
	removeRun,
	showComparison,
	showPair,
	showPicture,
} from "./state.ts";

/** What the host may call, as changes of the page's state. */
export function compareInbox(
	update: (reduce: (state: ComparePageState) => ComparePageState) => void,
): ComparePageApi {
	return {
		showPair: async (shown) => update((state) => showPair(state, shown)),
		showPicture: async (side, picture) => update((state) => showPicture(state, side, picture)),
		showComparison: async (comparison) => update((state) => showComparison(state, comparison)),
		showEngine: async (engine) => update((state) => ({ ...state, engine })),
		showViewer: async (viewer) => update((state) => ({ ...state, viewer })),
		showRecentPrompts: async (recentPrompts) => update((state) => ({ ...state, recentPrompts })),
		addRun: async (run) => update((state) => addRun(state, run)),
		changeRun: async (runId, change) => update((state) => changeRun(state, runId, change)),
		addText: async (runId, piece) => update((state) => addText(state, runId, piece)),
		addObjects: async (runId, objects) => update((state) => addObjects(state, runId, objects)),
		removeRun: async (runId) => update((state) => removeRun(state, runId)),
	};
}
