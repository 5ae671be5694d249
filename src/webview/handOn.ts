import type { Kept } from "./kept.ts";
import { openingPlacement } from "./viewport.ts";

/**
 * What the page of the next picture takes over: how things are shown, and a picture that is fitted
 * stays so. What was asked, selected or written is about this picture.
 */
export function handOn({ state, view }: Kept): object {
	const { panelOpen, overlaysShown, labelsShown, masksShown, outlinesOnly } = state;
	const { fill, maskCut, sort, options } = state;
	const placement = view.placement.kind === "fit" ? view.placement : openingPlacement;
	return {
		state: {
			...{ panelOpen, overlaysShown, labelsShown, masksShown, outlinesOnly },
			...{ fill, maskCut, sort, options },
		},
		view: { placement, view: view.view },
	};
}
