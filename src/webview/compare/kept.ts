import type { Align, Pair } from "../../shared/compareProtocol.ts";
import { clamp } from "../../shared/geometry.ts";
import { readOptions } from "../request/requestOptions.ts";
import { type KeptPlacement, openingPlacement } from "../viewport.ts";
import {
	type ComparePageState,
	freshView,
	type KeptView,
	keptViewOf,
	longestInterval,
	modes,
	shortestInterval,
} from "./state.ts";

/** What `acquireVsCodeApi().setState` holds; the host opens the panel again from it. */
export interface Kept {
	uris: string[];
	chosen: Pair<number>;
	align: Align;
	view: KeptView;
	placement: KeptPlacement;
}

export function keptOf(state: ComparePageState, placement: KeptPlacement): Kept {
	const { choices, chosen, align } = state;
	return {
		uris: choices.map(({ uri }) => uri),
		chosen,
		align,
		view: keptViewOf(state),
		placement,
	};
}

/** Reads what an earlier page wrote, perhaps an older version's; what does not fit is fresh. */
export function readKept(stored: unknown): Pick<Kept, "view" | "placement"> {
	const { view, placement } = fields(stored);
	return { view: readView(fields(view)), placement: readPlacement(fields(placement)) };
}

function readView(stored: Record<string, unknown>): KeptView {
	const { divider, interval } = stored;
	return {
		mode: modes.find((mode) => mode === stored.mode) ?? freshView.mode,
		divider: isNumber(divider) ? clamp(divider, 0, 1) : freshView.divider,
		interval: isNumber(interval)
			? clamp(interval, shortestInterval, longestInterval)
			: freshView.interval,
		panelOpen: flag(stored.panelOpen, freshView.panelOpen),
		changesShown: flag(stored.changesShown, freshView.changesShown),
		findingsShown: flag(stored.findingsShown, freshView.findingsShown),
		draft: typeof stored.draft === "string" ? stored.draft : freshView.draft,
		options: readOptions(stored.options),
	};
}

function readPlacement(stored: Record<string, unknown>): KeptPlacement {
	const { width, height } = fields(stored.view);
	const view = isNumber(width) && isNumber(height) ? { width, height } : { width: 0, height: 0 };
	const { kind, enlarge, scale, x, y } = fields(stored.placement);
	if (kind === "fit") return { placement: { kind, enlarge: enlarge === true }, view };
	if (kind === "free" && isNumber(scale) && scale > 0 && isNumber(x) && isNumber(y)) {
		return { placement: { kind, scale, x, y }, view };
	}
	return { placement: openingPlacement, view };
}

function isNumber(value: unknown): value is number {
	return typeof value === "number" && Number.isFinite(value);
}

function flag(value: unknown, otherwise: boolean): boolean {
	return typeof value === "boolean" ? value : otherwise;
}

function fields(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
