/** Widths and gaps of a row's buttons, in CSS pixels. */
export interface RowFit {
	widths: readonly number[];
	gap: number;
	/** What the row has in all. */
	room: number;
	/** The width of the button for the rest. */
	more: number;
	/** Indexes of buttons that stand in the row whatever else must go. */
	kept: readonly number[];
}

/** Which buttons stand in the row: all, or as many from the start as leave room for the one for the rest. */
export function fittingButtons({ widths, gap, room, more, kept }: RowFit): boolean[] {
	const sum = (indexes: readonly number[]): number =>
		indexes.reduce((total, index) => total + (widths[index] ?? 0) + gap, 0);
	const all = widths.map((_, index) => index);
	if (sum(all) - gap <= room) return all.map(() => true);
	let left = room - more - sum(kept);
	let isFull = false;
	return all.map((index) => {
		if (kept.includes(index)) return true;
		left -= (widths[index] ?? 0) + gap;
		isFull ||= left < 0;
		return !isFull;
	});
}
