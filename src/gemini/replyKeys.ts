/** What the value under a key says about an object, whatever the model called the key. */
export type KeyRole = "label" | "box" | "point" | "mask" | "holes";

/** Spellings without case, underscores, hyphens and blanks: `bounding_box` and `boundingBox` are one. */
const spellings: Record<KeyRole, string[]> = {
	// The order is the preference when an object has several.
	label: [
		"label",
		"name",
		"class",
		"classname",
		"category",
		"categoryname",
		"title",
		"text",
		"textlabel",
		"textcontent",
		"object",
		"objectname",
		"objectlabel",
		"tag",
		"caption",
		"description",
		"type",
	],
	box: [
		"box2d",
		"box",
		"bbox",
		"boundingbox",
		"bbox2d",
		"boundingbox2d",
		"box2dnormalized",
		"boxes",
		"boxes2d",
		"bboxes",
		"boundingboxes",
		"boundingpoly",
		"bounds",
		"rect",
		"rectangle",
		"coordinates",
		"coords",
	],
	point: ["point", "points", "point2d", "points2d", "position", "location", "center", "centre"],
	mask: [
		"mask",
		"masks",
		"segmentation",
		"segmentations",
		"segmentationmask",
		"segmask",
		"segment",
		"polygon",
		"polygons",
		"contour",
		"contours",
		"outline",
		"outlines",
	],
	holes: ["holes", "hole", "cutouts"],
};

const roles = new Map<string, KeyRole>(
	Object.entries(spellings).flatMap(([role, keys]) =>
		keys.map((key): [string, KeyRole] => [key, role as KeyRole]),
	),
);
/** The keys as the prompt names them, so that most need no respelling. */
roles.set("box_2d", "box");
const labelRanks = new Map(spellings.label.map((key, rank) => [key, rank]));

/** `Bounding_Box` → `boundingbox`. */
export function plainKey(key: string): string {
	return key.replace(/[\s_-]+/g, "").toLowerCase();
}

export function roleOf(key: string): KeyRole | undefined {
	return roles.get(key) ?? roles.get(plainKey(key));
}

/** Spellings of the key for which of several pictures an object is in. */
const pictureKeys = new Set([
	"picture",
	"image",
	"pictureindex",
	"imageindex",
	"picturenumber",
	"imagenumber",
	"pictureid",
	"imageid",
]);

export function namesPicture(key: string): boolean {
	return pictureKeys.has(plainKey(key));
}

/** Lower is preferred: an object's `label` goes before its `description`. */
export function labelRank(key: string): number {
	return labelRanks.get(key) ?? labelRanks.get(plainKey(key)) ?? labelRanks.size;
}

/** True for keys that may hold one object's place or a list of objects: `points`, `boxes`, `masks`. */
export function isPlural(key: string): boolean {
	const plain = plainKey(key);
	return plain.endsWith("s") || plain.endsWith("s2d");
}
