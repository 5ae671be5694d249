import type { Rect, Size } from "../shared/result.ts";
import { intersects } from "./viewport.ts";

/** A box on the view that wants a tag of the given size. */
export interface TagWish {
	box: Rect;
	tag: Size;
	/** Hovered or selected: placed first, and never hidden while its box is in view. */
	emphasised: boolean;
}

/** Boxes below this area (CSS pixels) must not be covered by somebody else's tag. */
const smallArea = 48 * 48;
/** A tag inside its own box may take at most this share of it. */
const largestShareInside = 0.2;

/**
 * Where each tag goes, by the order of `wishes`: outside its box above, else below, else inside;
 * undefined where it would leave the view, cover a small object or another tag.
 */
export function placeTags(wishes: readonly TagWish[], view: Size): (Rect | undefined)[] {
	const placed: (Rect | undefined)[] = wishes.map(() => undefined);
	const taken: Rect[] = [];
	const small = wishes.map(({ box }) => box).filter((box) => box.width * box.height < smallArea);
	const whole: Rect = { x: 0, y: 0, ...view };
	const order = wishes
		.map((_, index) => index)
		.sort((a, b) => Number(wishes[b]?.emphasised) - Number(wishes[a]?.emphasised));
	for (const index of order) {
		const wish = wishes[index];
		if (!wish || !intersects(wish.box, whole)) continue;
		const candidates = spots(wish, view);
		const free = candidates.find(
			(spot) =>
				!taken.some((other) => intersects(spot, other)) &&
				!small.some((box) => box !== wish.box && intersects(spot, box)),
		);
		const spot = free ?? (wish.emphasised ? candidates[0] : undefined);
		if (!spot) continue;
		placed[index] = spot;
		taken.push(spot);
	}
	return placed;
}

/** The places inside the view that suit a tag, best first. */
function spots({ box, tag }: TagWish, view: Size): Rect[] {
	const x = Math.max(0, Math.min(box.x - 1, view.width - tag.width));
	const top = Math.max(0, box.y);
	const all: Rect[] = [
		{ x, y: box.y - tag.height - 1, ...tag },
		{ x, y: box.y + box.height + 1, ...tag },
	];
	const roomy = tag.width * tag.height <= box.width * box.height * largestShareInside;
	if (roomy) all.push({ x: Math.max(x, box.x + 1), y: top + 1, ...tag });
	return all.filter(
		(spot) =>
			spot.y >= 0 &&
			spot.y + spot.height <= view.height &&
			spot.x + spot.width <= view.width &&
			tag.width <= view.width,
	);
}
