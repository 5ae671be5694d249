import { signedArea } from "../image/contour.ts";
import type { Point } from "../shared/result.ts";

/** Every part costs a look at all corners before it; what has more of them is specks. */
const mostParts = 128;

/**
 * One polygon for several: from the largest on, each is tied to the nearest corner by a line there
 * and back, as Ultralytics joins the parts of an object. Even-odd it covers what they cover, holes
 * open. All but the 128 largest are left out.
 */
export function joinPolygons(polygons: readonly Point[][]): { polygon: Point[]; leftOut: number } {
	const [first = [], ...others] = polygons
		.map((polygon) => ({ polygon, area: Math.abs(signedArea(polygon)) }))
		.sort((a, b) => b.area - a.area)
		.slice(0, mostParts)
		.map(({ polygon }) => polygon);
	let joined = first;
	for (const other of others) {
		const { here, there } = nearest(joined, other);
		joined = [
			...joined.slice(0, here + 1),
			...other.slice(there),
			...other.slice(0, there + 1),
			...joined.slice(here),
		];
	}
	return { polygon: joined, leftOut: Math.max(polygons.length - mostParts, 0) };
}

/** Which corners of two polygons are the nearest to each other. */
function nearest(a: readonly Point[], b: readonly Point[]): { here: number; there: number } {
	const best = { here: 0, there: 0 };
	let least = Number.POSITIVE_INFINITY;
	for (let here = 0; here < a.length; here++) {
		const from = a[here]!;
		for (let there = 0; there < b.length; there++) {
			const to = b[there]!;
			const distance = (from.x - to.x) ** 2 + (from.y - to.y) ** 2;
			if (distance >= least) continue;
			least = distance;
			best.here = here;
			best.there = there;
		}
	}
	return best;
}
