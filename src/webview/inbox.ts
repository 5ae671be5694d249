import * as l10n from "@vscode/l10n";
import type { WebviewApi } from "../shared/protocol.ts";
import {
	addObjects,
	addRun,
	addText,
	changeRun,
	type PageState,
	removeRun,
	showRuns,
} from "./state.ts";

/** What the host may call: changes of the page's state, and what the page does itself. */
export function inbox(
	update: (reduce: (state: PageState) => PageState) => void,
	page: Pick<WebviewApi, "zoomTo" | "holdFrame" | "readFrame" | "doAction">,
): WebviewApi {
	return {
		showPicture: async (picture) =>
			update((state) => {
				const isBack = state.picture.kind === "missing" && picture.kind === "shown";
				const said = isBack ? l10n.t("{0} is back", picture.name) : state.said;
				return { ...state, picture, said };
			}),
		showEngine: async (engine) => update((state) => ({ ...state, engine })),
		showViewer: async (viewer) => update((state) => ({ ...state, viewer })),
		showRuns: async (runs) => update((state) => showRuns(state, runs)),
		addRun: async (run) => update((state) => addRun(state, run)),
		changeRun: async (runId, change) => update((state) => changeRun(state, runId, change)),
		addText: async (runId, piece) => update((state) => addText(state, runId, piece)),
		addObjects: async (runId, objects) => update((state) => addObjects(state, runId, objects)),
		showRecentPrompts: async (recentPrompts) => update((state) => ({ ...state, recentPrompts })),
		openForm: async (task) => update((state) => ({ ...state, wanted: task })),
		showSaved: async (saved) => update((state) => ({ ...state, saved })),
		removeRun: async (runId) => update((state) => removeRun(state, runId)),
		...page,
		// Messages turn what is undefined into null.
		showPlace: async (place) => update((state) => ({ ...state, place: place ?? undefined })),
	};
}
