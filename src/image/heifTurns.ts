/** One step from the stored picture to the upright one. */
export type Turn =
	/** So many quarters against the clock. */
	| { kind: "turn"; quarters: number }
	/** Left and right change places, or up and down. */
	| { kind: "mirror"; isUpDown: boolean };

/** Where a step to the right and a step down in the stored picture go in the upright one. */
type Axes = [rightX: number, rightY: number, downX: number, downY: number];

/** EXIF 2.32, tag 0x0112, from 1 on. */
const axesByOrientation: readonly Axes[] = [
	[1, 0, 0, 1],
	[-1, 0, 0, 1],
	[-1, 0, 0, -1],
	[1, 0, 0, -1],
	[0, 1, 1, 0],
	[0, 1, -1, 0],
	[0, -1, -1, 0],
	[0, -1, 1, 0],
];

/** The EXIF orientation, 1–8, that does what all the steps do one after another. */
export function turnedBy(turns: readonly Turn[]): number {
	const axes = turns.reduce<Axes>(apply, [1, 0, 0, 1]);
	return 1 + axesByOrientation.findIndex((known) => known.every((value, at) => value === axes[at]));
}

function apply(axes: Axes, turn: Turn): Axes {
	const [rightX, rightY, downX, downY] = axes;
	switch (turn.kind) {
		case "mirror":
			return turn.isUpDown ? [rightX, -rightY, downX, -downY] : [-rightX, rightY, -downX, downY];
		case "turn": {
			// A quarter against the clock takes right to up and down to right.
			let turned = axes;
			for (let quarter = 0; quarter < turn.quarters; quarter++) {
				turned = [turned[1], -turned[0], turned[3], -turned[2]];
			}
			return turned;
		}
	}
}
