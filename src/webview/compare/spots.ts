import type { Side } from "../../shared/compareProtocol.ts";
import type { ShownObject, ShownRun } from "../../shared/protocol.ts";
import type { Point, Rect, Size } from "../../shared/result.ts";
import { areaOf, boundsOf } from "../bounds.ts";
import { colorLabels, type LabelColors } from "../color.ts";
import { keyOf } from "../listing.ts";
import { remember } from "../remember.ts";
import type { Viewport } from "../viewport.ts";
import type { ComparePageState } from "./state.ts";

/** Names one thing that can be listed, selected and zoomed to. */
export type SpotKey = string;

/** A place where pixels differ. */
export interface Change {
	key: SpotKey;
	/** From 1, as it is listed and marked. */
	number: number;
	/** Pixels of the canvas. */
	place: Rect;
	share: number;
	/** Where only one of the pictures is. */
	only: Side | undefined;
}

/** Something that the engine found, on one of the pictures. */
export interface Finding {
	key: SpotKey;
	object: ShownObject;
	side: Side;
	/** Pixels of the canvas. */
	place: Rect;
}

export const changesOf = remember(
	({ comparison }: ComparePageState) => [comparison],
	({ comparison }): readonly Change[] => {
		if (comparison.kind !== "compared") return [];
		const { regions, regionsA, regionsB } = comparison;
		return regions.map(({ share, ...place }, index) => ({
			key: `change-${index + 1}`,
			number: index + 1,
			place,
			share,
			only: regionsB[index] === undefined ? "a" : regionsA[index] === undefined ? "b" : undefined,
		}));
	},
);

/** What the answer found whose places are shown. */
export const findingsOf = remember(
	(state: ComparePageState) => [foundBy(state), state.layout, state.pictures],
	(state): readonly Finding[] => {
		const { id, objects = [], removed = [] } = foundBy(state) ?? { id: "" };
		return objects.flatMap((object, index) => {
			const side = object.picture === 1 ? "b" : "a";
			const bounds = boundsOf(object);
			const place = bounds && onCanvas(state, side, bounds);
			if (!place || removed.includes(index)) return [];
			return [{ key: keyOf(id, index), object, side, place }];
		});
	},
);

export const findingColors = remember(
	(state: ComparePageState) => [findingsOf(state)],
	(state): LabelColors => colorLabels(findingsOf(state).map(({ object }) => object.label)),
);

export function placeOf(state: ComparePageState, key: SpotKey | undefined): Rect | undefined {
	const named = (spot: { key: SpotKey }): boolean => spot.key === key;
	return (changesOf(state).find(named) ?? findingsOf(state).find(named))?.place;
}

/** The smallest change under a point of the canvas. */
export function changeAt(state: ComparePageState, at: Point, slop: number): Change | undefined {
	if (!state.changesShown) return undefined;
	return changesOf(state)
		.filter(
			({ place }) =>
				at.x >= place.x - slop &&
				at.y >= place.y - slop &&
				at.x <= place.x + place.width + slop &&
				at.y <= place.y + place.height + slop,
		)
		.sort((one, other) => sizeOf(one.place) - sizeOf(other.place))[0];
}

/** The smallest finding under a point of the canvas, on one side. */
export function findingAt(
	state: ComparePageState,
	side: Side,
	at: Point,
	slop: number,
): Finding | undefined {
	if (!state.findingsShown) return undefined;
	return findingsOf(state)
		.filter(
			({ side: own, place }) =>
				own === side &&
				at.x >= place.x - slop &&
				at.y >= place.y - slop &&
				at.x <= place.x + place.width + slop &&
				at.y <= place.y + place.height + slop,
		)
		.sort((one, other) => areaOf(one.object) - areaOf(other.object))[0];
}

/** The spot after the selected one, or before it, around the end; changes go first. */
export function spotBeside(state: ComparePageState, step: 1 | -1): SpotKey | undefined {
	const changes = changesOf(state);
	const keys = (changes.length > 0 ? changes : findingsOf(state)).map(({ key }) => key);
	const at = keys.indexOf(state.selected ?? "");
	if (at < 0) return step > 0 ? keys[0] : keys.at(-1);
	return keys[(at + step + keys.length) % keys.length];
}

/** Where a picture lies on the canvas; alone, it is the canvas. */
export function placeOnCanvas(
	{ layout, pictures }: ComparePageState,
	side: Side,
): Rect | undefined {
	if (layout) return layout[side];
	const picture = pictures[side];
	return picture.kind === "shown" ? { x: 0, y: 0, ...picture.size } : undefined;
}

/** What both pictures lie on; undefined when neither is shown. */
export function canvasOf(state: ComparePageState): Size | undefined {
	const { layout, pictures } = state;
	if (layout) return layout.canvas;
	const shown = [pictures.a, pictures.b].find(({ kind }) => kind === "shown");
	return shown?.kind === "shown" ? shown.size : undefined;
}

/** Where a picture's own pixels lie in the view, from where the canvas does. */
export function viewportOf(viewport: Viewport, place: Rect, size: Size): Viewport {
	return {
		scale: (viewport.scale * place.width) / size.width,
		x: viewport.x + place.x * viewport.scale,
		y: viewport.y + place.y * viewport.scale,
	};
}

function onCanvas(state: ComparePageState, side: Side, box: Rect): Rect | undefined {
	const place = placeOnCanvas(state, side);
	const picture = state.pictures[side];
	if (!place || picture.kind !== "shown") return undefined;
	const across = place.width / picture.size.width;
	const down = place.height / picture.size.height;
	return {
		x: place.x + box.x * across,
		y: place.y + box.y * down,
		width: box.width * across,
		height: box.height * down,
	};
}

function foundBy({ runs, placesFrom }: ComparePageState): ShownRun | undefined {
	const chosen = runs.find(({ id }) => id === placesFrom);
	return chosen ?? runs.findLast(({ objects }) => (objects?.length ?? 0) > 0);
}

function sizeOf({ width, height }: Size): number {
	return width * height;
}
