import type { FolderStep } from "../shared/protocol.ts";
import type { Stage } from "./stage.ts";
import type { PageState } from "./state.ts";

/**
 * Where a key leads in the folder; undefined for what means something else here: ← and → move a
 * picture that is wider than the view, and belong to the object that is selected.
 */
export function stepOf(
	key: string,
	{ selected, place }: PageState,
	stage: Pick<Stage, "surface" | "overflowsSideways">,
): FolderStep | undefined {
	const focused = document.activeElement;
	if (focused !== stage.surface && focused !== document.body) return undefined;
	if (!place) return undefined;
	const areArrowsFree = selected === undefined && !stage.overflowsSideways;
	switch (key) {
		case "ArrowLeft":
			return areArrowsFree ? "previous" : undefined;
		case "ArrowRight":
			return areArrowsFree ? "next" : undefined;
		case "PageUp":
			return "previous";
		case "PageDown":
			return "next";
		case "Home":
			return "first";
		case "End":
			return "last";
		default:
			return undefined;
	}
}
