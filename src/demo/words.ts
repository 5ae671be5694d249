import { type ColorName, colorNames } from "./colors.ts";
import { type ShapeName, shapeNames } from "./shapes.ts";
import type { Sight, Thing } from "./vision.ts";

/** Colours and shapes that go together; an empty list allows all. */
export interface Kind {
	colors: ColorName[];
	shapes: ShapeName[];
}

/** What a person's words pick out of a picture. */
export interface Selection {
	wanted: Kind[];
	unwanted: Kind[];
	place: Place[];
	rank: "largest" | "smallest" | undefined;
	/** There are words among them that say more than colour, shape, place and size. */
	hasUnknown: boolean;
	/** The words name things, and none that can be told from colour and shape. */
	isBeyond: boolean;
}

type Place = "left" | "right" | "top" | "bottom" | "middle";

const colorWords = new Map<string, ColorName>([
	...colorNames.map((name) => [name, name] as const),
	["gray", "grey"],
	["violet", "purple"],
	["lilac", "purple"],
	["turquoise", "cyan"],
	["teal", "cyan"],
	["aqua", "cyan"],
	["fuchsia", "magenta"],
	["navy", "blue"],
	["lime", "green"],
	["crimson", "red"],
]);

const shapeWords = new Map<string, ShapeName[]>([
	...shapeNames
		.filter((name) => name !== "shape" && name !== "area")
		.map((name) => [name, [name]] as [string, ShapeName[]]),
	["disc", ["circle"]],
	["disk", ["circle"]],
	["dot", ["circle"]],
	["oval", ["ellipse"]],
	["rhombus", ["diamond"]],
	["bar", ["rectangle", "line"]],
	["round", ["circle", "ellipse", "ring"]],
	["circular", ["circle", "ring"]],
	["triangular", ["triangle"]],
	["rectangular", ["rectangle", "square", "frame"]],
	["plus", ["cross"]],
]);

const placeWords = new Map<string, Place>([
	["left", "left"],
	["right", "right"],
	["top", "top"],
	["upper", "top"],
	["bottom", "bottom"],
	["lower", "bottom"],
	["middle", "middle"],
	["centre", "middle"],
	["center", "middle"],
]);

const rankWords = new Map<string, "largest" | "smallest">([
	["largest", "largest"],
	["biggest", "largest"],
	["smallest", "smallest"],
	["tiniest", "smallest"],
]);

const anything = new Set(
	"object item thing shape area everything something anything all one element part stuff".split(
		" ",
	),
);

const excluding = new Set(["except", "without", "excluding", "not", "but", "besides"]);

/** Words that pick nothing out. */
const filling = new Set(
	`a an the this that these those and or of in on at to for with from by as is are be do does did can
	could you i me my your we it its they them there here please find detect show give list name locate
	get mark select segment box boxes bounding mask outline point points label labels around every each
	any some only just other than image picture photo prominent visible main different color colour
	side half corner part what which where how many much number count see seen look looks like have has
	contain contains was were who why when tell about describe caption write short long sentence detail
	segmentation exactly out which's what's background position shapes objects items things color's alt
	text say big size kind type no yes if will would should most brief one two word words more less than least too also then total
	characters drawn sentences others rest he him`.split(/\s+/),
);

/** Reads which things English words mean: colours, shapes, places, sizes, and what to leave out. */
export function readWords(text: string): Selection {
	const selection: Selection = {
		wanted: [],
		unwanted: [],
		place: [],
		rank: undefined,
		hasUnknown: false,
		isBeyond: false,
	};
	let isLeavingOut = false;
	let kind: Kind | undefined;
	const open = (): Kind => {
		if (kind) return kind;
		kind = { colors: [], shapes: [] };
		(isLeavingOut ? selection.unwanted : selection.wanted).push(kind);
		return kind;
	};
	for (const word of text.toLowerCase().match(/[\p{L}']+|[,;.:?!&]/gu) ?? []) {
		const single = singular(word);
		const color = colorWords.get(word) ?? colorWords.get(single);
		const shapes = shapeWords.get(single);
		const place = placeWords.get(word);
		const rank = rankWords.get(word);
		if (color) {
			// "red circle, blue square" and "a circle red": a second colour begins another kind.
			if (kind && (kind.shapes.length > 0 || kind.colors.length > 0)) kind = undefined;
			open().colors.push(color);
		} else if (shapes) {
			addShapes(shapes);
		} else if (anything.has(single)) {
			kind = undefined;
		} else if (place) {
			selection.place.push(place);
		} else if (rank) {
			selection.rank = rank;
		} else if (excluding.has(word)) {
			isLeavingOut = true;
			kind = undefined;
		} else if (/^[,;&]$|^and$|^or$/.test(word)) {
			if (kind && kind.shapes.length > 0) kind = undefined;
		} else if (/^[.:?!]$/.test(word)) {
			isLeavingOut = false;
			kind = undefined;
		} else if (/^[a-z']+$/.test(word) && !filling.has(word) && !filling.has(single)) {
			selection.hasUnknown = true;
		}
	}
	const names = selection.wanted.length + selection.unwanted.length;
	selection.isBeyond = selection.hasUnknown && names === 0;
	return selection;

	/** "red and green circles": the shape holds for the colours before it that have none. */
	function addShapes(shapes: ShapeName[]): void {
		const list = isLeavingOut ? selection.unwanted : selection.wanted;
		if (!kind) {
			open().shapes.push(...shapes);
			return;
		}
		for (let index = list.length - 1; index >= 0 && list[index]!.shapes.length === 0; index--) {
			list[index]!.shapes.push(...shapes);
		}
		if (!kind.shapes.includes(shapes[0]!)) open().shapes.push(...shapes);
	}
}

function singular(word: string): string {
	if (/(?:xes|sses|shes)$/.test(word)) return word.slice(0, -2);
	return word.endsWith("s") && !word.endsWith("ss") && word !== "plus" ? word.slice(0, -1) : word;
}

/** Whether the words narrow down what is meant. */
export function isSelective({ wanted, unwanted, place }: Selection): boolean {
	return wanted.length + unwanted.length + place.length > 0;
}

/** The things that are meant, in the order of the picture. */
export function selectThings(sight: Sight, selection: Selection): Thing[] {
	if (selection.isBeyond) return [];
	const { wanted, unwanted, place, rank } = selection;
	const found = sight.things.filter(
		(thing) =>
			(wanted.length === 0 || wanted.some((kind) => isOf(thing, kind))) &&
			!unwanted.some((kind) => isOf(thing, kind)) &&
			place.every((where) => liesAt(thing, where, sight)),
	);
	if (!rank || found.length === 0) return found;
	const sign = rank === "largest" ? 1 : -1;
	return [found.reduce((best, thing) => ((thing.area - best.area) * sign > 0 ? thing : best))];
}

export function isOf({ color, shape }: Thing, { colors, shapes }: Kind): boolean {
	return (
		(colors.length === 0 || colors.includes(color)) &&
		(shapes.length === 0 || shapes.includes(shape))
	);
}

function liesAt({ box }: Thing, place: Place, { width, height }: Sight): boolean {
	const x = (box.x + box.width / 2) / width;
	const y = (box.y + box.height / 2) / height;
	switch (place) {
		case "left":
			return x < 0.5;
		case "right":
			return x > 0.5;
		case "top":
			return y < 0.5;
		case "bottom":
			return y > 0.5;
		case "middle":
			return Math.abs(x - 0.5) < 0.25 && Math.abs(y - 0.5) < 0.25;
	}
}
