import { clamp } from "../shared/geometry.ts";
import { fields, isSide, readPlacement } from "./keptPlacement.ts";
import { readOptions } from "./request/requestOptions.ts";
import { sorts } from "./sorting.ts";
import { freshState, type KeptState } from "./state.ts";
import type { KeptPlacement } from "./viewport.ts";

/** What `acquireVsCodeApi().setState` holds for one editor. */
export interface Kept {
	state: KeptState;
	view: KeptPlacement;
}

/** Reads what an earlier page wrote, perhaps an older version's; what does not fit is fresh. */
export function readKept(stored: unknown): Kept {
	const { state, view } = fields(stored);
	return { state: readState(fields(state)), view: readPlacement(view) };
}

function readState(stored: Record<string, unknown>): KeptState {
	const layers = Object.entries(fields(stored.layers)).filter(
		(entry): entry is [string, boolean] => typeof entry[1] === "boolean",
	);
	return {
		layers: Object.fromEntries(layers),
		panelOpen: flag(stored.panelOpen, freshState.panelOpen),
		overlaysShown: flag(stored.overlaysShown, freshState.overlaysShown),
		labelsShown: flag(stored.labelsShown, freshState.labelsShown),
		masksShown: flag(stored.masksShown, freshState.masksShown),
		outlinesOnly: flag(stored.outlinesOnly, freshState.outlinesOnly),
		fill: isSide(stored.fill) ? clamp(stored.fill, 0, 100) : freshState.fill,
		maskCut: isSide(stored.maskCut) ? clamp(stored.maskCut, 0, 255) : freshState.maskCut,
		sort: sorts.find((sort) => sort === stored.sort) ?? freshState.sort,
		filter: Array.isArray(stored.filter)
			? stored.filter.filter((label) => typeof label === "string")
			: freshState.filter,
		selected: text(stored.selected),
		subject: readSubject(fields(stored.subject)),
		region: readRegion(fields(stored.region)),
		branch: text(stored.branch),
		draft: text(stored.draft) ?? freshState.draft,
		options: readOptions(stored.options),
		frame: Number.isInteger(stored.frame) && isSide(stored.frame) ? stored.frame : undefined,
	};
}

function readSubject({ key, region }: Record<string, unknown>): KeptState["subject"] {
	if (typeof key === "string") return { key };
	const part = readRegion(fields(region));
	return part && { region: part };
}

function readRegion({ x, y, width, height }: Record<string, unknown>): KeptState["region"] {
	if (!isSide(x) || !isSide(y) || !isSide(width) || !isSide(height)) return undefined;
	const isWhole = [x, y, width, height].every(Number.isInteger) && width > 0 && height > 0;
	return isWhole ? { x, y, width, height } : undefined;
}

function text(value: unknown): string | undefined {
	return typeof value === "string" ? value : undefined;
}

function flag(value: unknown, otherwise: boolean): boolean {
	return typeof value === "boolean" ? value : otherwise;
}
