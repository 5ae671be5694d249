import type { Point } from "../shared/result.ts";

interface Line {
	middle: Point;
	/** Unit length. */
	along: Point;
}

/** A cut where the outline turns less than this, in radians, is no corner. */
const leastTurn = 0.26;

/** The corners of an outline that was cut into sides at `cuts`; cuts on straight sides are left out. */
export function cornersOf(outline: readonly Point[], cuts: readonly number[]): Point[] {
	const left = [...cuts];
	for (;;) {
		const corners = meetings(outline, left);
		if (corners.length <= 3) return corners;
		const turns = corners.map((_, index) => turnAt(corners, index));
		const least = Math.min(...turns);
		if (least >= leastTurn) return corners;
		left.splice(turns.indexOf(least), 1);
	}
}

function turnAt(corners: readonly Point[], index: number): number {
	const before = corners.at(index - 1)!;
	const at = corners[index]!;
	const after = corners[(index + 1) % corners.length]!;
	const change =
		Math.atan2(after.y - at.y, after.x - at.x) - Math.atan2(at.y - before.y, at.x - before.x);
	return Math.abs(Math.atan2(Math.sin(change), Math.cos(change)));
}

/**
 * Where the sides meet: each is fitted through its points without the ends, which pixels blunt.
 */
function meetings(outline: readonly Point[], cuts: readonly number[]): Point[] {
	const sides = cuts.map((from, index) => {
		const to = cuts[(index + 1) % cuts.length]!;
		return fitSide(outline, from, to > from ? to : to + outline.length);
	});
	return cuts.map((cut, index) => {
		const blunt = outline[cut]!;
		const meeting = intersection(sides.at(index - 1), sides[index]);
		if (!meeting) return blunt;
		const off = Math.hypot(meeting.x - blunt.x, meeting.y - blunt.y);
		return off < 4 ? meeting : blunt;
	});
}

/** Least squares across the side; undefined for a side too short to have a direction. */
function fitSide(outline: readonly Point[], from: number, to: number): Line | undefined {
	const trim = Math.max(2, Math.round((to - from) * 0.12));
	const points: Point[] = [];
	for (let index = from + trim; index <= to - trim; index++) {
		points.push(outline[index % outline.length]!);
	}
	if (points.length < 3) return undefined;
	const middle = { x: 0, y: 0 };
	for (const { x, y } of points) {
		middle.x += x / points.length;
		middle.y += y / points.length;
	}
	let xx = 0;
	let yy = 0;
	let xy = 0;
	for (const { x, y } of points) {
		xx += (x - middle.x) ** 2;
		yy += (y - middle.y) ** 2;
		xy += (x - middle.x) * (y - middle.y);
	}
	const angle = Math.atan2(2 * xy, xx - yy) / 2;
	return { middle, along: { x: Math.cos(angle), y: Math.sin(angle) } };
}

function intersection(one: Line | undefined, other: Line | undefined): Point | undefined {
	if (!one || !other) return undefined;
	const cross = one.along.x * other.along.y - one.along.y * other.along.x;
	if (Math.abs(cross) < 0.1) return undefined;
	const dx = other.middle.x - one.middle.x;
	const dy = other.middle.y - one.middle.y;
	const distance = (dx * other.along.y - dy * other.along.x) / cross;
	return { x: one.middle.x + distance * one.along.x, y: one.middle.y + distance * one.along.y };
}
