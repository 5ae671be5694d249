import type { Rect, Size } from "../shared/result.ts";

/** A box on the view that wants a tag of the given size; all in one unit. */
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
/** Side of a grid cell in CSS pixels: a tag lies over few of them, few tags over one. */
const cellSide = 40;
const none = -1;

/**
 * Where each tag goes, by the order of the wishes: outside its box above, else below, else inside;
 * nowhere where it would leave the view, cover a small object or another tag. What is taken is
 * looked up in a grid, and its memory is used again for the next frame.
 */
export class TagLayout {
	/** Left and top of each wish's tag; NaN where it has none. */
	x = new Float64Array(0);
	y = new Float64Array(0);
	/** Pixels that make one CSS pixel. */
	readonly ratio: number;
	readonly #cell: number;
	#columns = 0;
	#rows = 0;
	/** First entry of each cell. */
	#first = new Int32Array(0);
	#next = new Int32Array(256);
	#taker = new Int32Array(256);
	#entries = 0;
	/** Taken rectangles: left, top, right, bottom and the wish that may lie on it itself. */
	#taken = new Float64Array(5 * 64);
	#takers = 0;

	constructor(ratio = 1) {
		this.ratio = ratio;
		this.#cell = cellSide * ratio;
	}

	place(wishes: readonly TagWish[], view: Size): void {
		const count = wishes.length;
		this.#clear(count, view);
		const small = smallArea * this.ratio ** 2;
		for (let index = 0; index < count; index++) {
			const { x, y, width, height } = wishes[index]!.box;
			if (width * height < small) this.#take(x, y, x + width, y + height, index);
		}
		for (let index = 0; index < count; index++) {
			if (wishes[index]!.emphasised) this.#placeOne(wishes[index]!, index, view);
		}
		for (let index = 0; index < count; index++) {
			if (!wishes[index]!.emphasised) this.#placeOne(wishes[index]!, index, view);
		}
	}

	#placeOne({ box, tag, emphasised }: TagWish, index: number, view: Size): void {
		const inView =
			box.x < view.width && box.x + box.width > 0 && box.y < view.height && box.y + box.height > 0;
		if (!inView || tag.width > view.width || tag.height > view.height) return;
		const gap = this.ratio;
		const x = Math.max(0, Math.min(box.x - gap, view.width - tag.width));
		const above = box.y - tag.height - gap;
		const below = box.y + box.height + gap;
		const inside = Math.max(0, box.y) + gap;
		const roomy = tag.width * tag.height <= box.width * box.height * largestShareInside;
		const insideX = Math.max(x, Math.min(box.x + gap, view.width - tag.width));
		const placed =
			this.#tryAt(x, above, tag, index, view, false) ||
			this.#tryAt(x, below, tag, index, view, false) ||
			(roomy && this.#tryAt(insideX, inside, tag, index, view, false));
		if (placed || !emphasised) return;
		if (this.#tryAt(x, above, tag, index, view, true)) return;
		if (this.#tryAt(x, below, tag, index, view, true)) return;
		this.#tryAt(insideX, Math.min(inside, view.height - tag.height), tag, index, view, true);
	}

	#tryAt(x: number, y: number, tag: Size, index: number, view: Size, force: boolean): boolean {
		const right = x + tag.width;
		const bottom = y + tag.height;
		if (y < 0 || bottom > view.height || right > view.width) return false;
		if (!force && !this.#isFree(x, y, right, bottom, index)) return false;
		this.x[index] = x;
		this.y[index] = y;
		this.#take(x, y, right, bottom, none);
		return true;
	}

	#isFree(left: number, top: number, right: number, bottom: number, index: number): boolean {
		const lastRow = this.#row(bottom);
		const lastColumn = this.#column(right);
		const taken = this.#taken;
		for (let row = this.#row(top); row <= lastRow; row++) {
			for (let column = this.#column(left); column <= lastColumn; column++) {
				let entry = this.#first[row * this.#columns + column]!;
				for (; entry !== none; entry = this.#next[entry]!) {
					const at = this.#taker[entry]! * 5;
					const meets =
						left < taken[at + 2]! &&
						right > taken[at]! &&
						top < taken[at + 3]! &&
						bottom > taken[at + 1]!;
					if (meets && taken[at + 4] !== index) return false;
				}
			}
		}
		return true;
	}

	#take(left: number, top: number, right: number, bottom: number, owner: number): void {
		const taker = this.#takers++;
		if (this.#taken.length < this.#takers * 5) this.#taken = grown(this.#taken);
		this.#taken.set([left, top, right, bottom, owner], taker * 5);
		const lastRow = this.#row(bottom);
		const lastColumn = this.#column(right);
		for (let row = this.#row(top); row <= lastRow; row++) {
			for (let column = this.#column(left); column <= lastColumn; column++) {
				const entry = this.#entries++;
				if (this.#next.length < this.#entries) {
					this.#next = grown(this.#next);
					this.#taker = grown(this.#taker);
				}
				const cell = row * this.#columns + column;
				this.#taker[entry] = taker;
				this.#next[entry] = this.#first[cell]!;
				this.#first[cell] = entry;
			}
		}
	}

	/** What lies outside the view counts to the cells at its edge. */
	#column(x: number): number {
		return Math.max(0, Math.min(this.#columns - 1, Math.floor(x / this.#cell)));
	}

	#row(y: number): number {
		return Math.max(0, Math.min(this.#rows - 1, Math.floor(y / this.#cell)));
	}

	#clear(count: number, view: Size): void {
		this.#columns = Math.max(1, Math.ceil(view.width / this.#cell));
		this.#rows = Math.max(1, Math.ceil(view.height / this.#cell));
		const cells = this.#columns * this.#rows;
		if (this.#first.length < cells) this.#first = new Int32Array(cells);
		this.#first.fill(none);
		if (this.x.length < count) {
			this.x = new Float64Array(count);
			this.y = new Float64Array(count);
		}
		this.x.fill(Number.NaN);
		this.#entries = 0;
		this.#takers = 0;
	}
}

function grown<Numbers extends Int32Array | Float64Array>(numbers: Numbers): Numbers {
	const larger = new (numbers.constructor as new (length: number) => Numbers)(numbers.length * 2);
	larger.set(numbers);
	return larger;
}
