import { fullScale } from "../shared/geometry.ts";
import type { Point } from "../shared/result.ts";
import { half } from "./coverage.ts";
import { encodeGreyPng } from "./pngGrey.ts";
import { simplify } from "./polygon.ts";
import type { Sight, Thing } from "./vision.ts";

/** `[ymin, xmin, ymax, xmax]`, whole numbers 0–1000 of the picture. */
export type WireBox = [number, number, number, number];

/** How a model family writes masks: 2.5, 3, robotics. */
export type MaskFormat = "png" | "polygons" | "flat";

/** The nearest whole numbers. */
export function boxOf({ box }: Thing, { width, height }: Sight): WireBox {
	return [
		Math.round((box.y / height) * fullScale),
		Math.round((box.x / width) * fullScale),
		Math.round(((box.y + box.height) / height) * fullScale),
		Math.round(((box.x + box.width) / width) * fullScale),
	];
}

/** Rounded outwards: what a mask shows must not be cut by its own box. */
export function boxAround({ box }: Thing, { width, height }: Sight): WireBox {
	// A hair inside, so that 200.0000001 does not become 201.
	const hair = 0.02;
	return [
		Math.max(0, Math.floor((box.y / height) * fullScale + hair)),
		Math.max(0, Math.floor((box.x / width) * fullScale + hair)),
		Math.min(fullScale, Math.ceil(((box.y + box.height) / height) * fullScale - hair)),
		Math.min(fullScale, Math.ceil(((box.x + box.width) / width) * fullScale - hair)),
	];
}

/** `[y, x]`: the pixel of the thing that lies deepest inside it, nearest its middle where several do. */
export function pointOn({ coverage, box }: Thing, { width, height }: Sight): [number, number] {
	const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	const depth = depthsOf(coverage.data, coverage.width, coverage.height);
	let best = middle;
	let most = Number.NEGATIVE_INFINITY;
	for (let at = 0; at < depth.length; at++) {
		if (depth[at]! < 1) continue;
		const x = coverage.x + (at % coverage.width) + 0.5;
		const y = coverage.y + Math.floor(at / coverage.width) + 0.5;
		const worth = depth[at]! - Math.hypot(x - middle.x, y - middle.y);
		if (worth <= most) continue;
		most = worth;
		best = { x, y };
	}
	return [Math.round((best.y / height) * fullScale), Math.round((best.x / width) * fullScale)];
}

/** Steps to the nearest pixel outside, diagonals counting as one and a third. */
function depthsOf(cover: Uint8Array, width: number, height: number): Float32Array {
	const depth = new Float32Array(cover.length);
	const diagonal = 4 / 3;
	// The outermost ring is never covered.
	for (let y = 1; y < height - 1; y++) {
		for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
			if (cover[at]! < half) continue;
			const up = at - width;
			const straight = Math.min(depth[at - 1]!, depth[up]!) + 1;
			const slanted = Math.min(depth[up - 1]!, depth[up + 1]!) + diagonal;
			depth[at] = Math.min(straight, slanted);
		}
	}
	for (let y = height - 2; y > 0; y--) {
		for (let at = (y + 1) * width - 2; at > y * width; at--) {
			if (depth[at] === 0) continue;
			const down = at + width;
			const straight = Math.min(depth[at + 1]!, depth[down]!) + 1;
			const slanted = Math.min(depth[down - 1]!, depth[down + 1]!) + diagonal;
			depth[at] = Math.min(depth[at]!, straight, slanted);
		}
	}
	return depth;
}

const pngSide = 256;

/** 256×256 8-bit grey, probability 0–255, to be stretched over `box`; as a data URI. */
export function pngMask({ coverage }: Thing, { width, height }: Sight, box: WireBox): string {
	const [top, left, bottom, right] = box;
	const cells = new Uint8Array(pngSide * pngSide);
	const stepX = ((right - left) / fullScale / pngSide) * width;
	const stepY = ((bottom - top) / fullScale / pngSide) * height;
	const startX = (left / fullScale) * width - coverage.x - 0.5;
	const startY = (top / fullScale) * height - coverage.y - 0.5;
	for (let row = 0; row < pngSide; row++) {
		const y = startY + (row + 0.5) * stepY;
		const y0 = Math.floor(y);
		for (let column = 0; column < pngSide; column++) {
			const x = startX + (column + 0.5) * stepX;
			const x0 = Math.floor(x);
			const upper = between(at(x0, y0), at(x0 + 1, y0), x - x0);
			const lower = between(at(x0, y0 + 1), at(x0 + 1, y0 + 1), x - x0);
			cells[row * pngSide + column] = Math.round(between(upper, lower, y - y0));
		}
	}
	return `data:image/png;base64,${encodeGreyPng(cells, pngSide, pngSide).toString("base64")}`;

	function at(x: number, y: number): number {
		if (x < 0 || y < 0 || x >= coverage.width || y >= coverage.height) return 0;
		return coverage.data[y * coverage.width + x]!;
	}
}

function between(from: number, to: number, share: number): number {
	return from + (to - from) * share;
}

/** As many points as the prompts ask for at most; straight sides need far fewer. */
const mostPoints = 150;
/** Polygons of `[y, x]`, whole numbers 0–1000 of the whole picture. */
export function polygonsOf(thing: Thing, sight: Sight): { outer: number[][]; holes: number[][][] } {
	const [outer, ...holes] = thing.outline.map((outline) => polygonOf(outline, sight));
	return { outer: outer ?? [], holes: holes.filter((hole) => hole.length >= 3) };
}

function polygonOf(outline: readonly Point[], sight: Sight): number[][] {
	let tolerance = 0.3;
	let kept = simplify(outline, tolerance);
	while (kept.length > mostPoints) {
		tolerance *= 1.3;
		kept = simplify(outline, tolerance);
	}
	const round = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * fullScale);
	const points = kept.map((index) => {
		const { x, y } = outline[index]!;
		return [round(y / sight.height), round(x / sight.width)];
	});
	return points.filter((point, index) => {
		const before = points.at(index - 1)!;
		return point[0] !== before[0] || point[1] !== before[1];
	});
}
