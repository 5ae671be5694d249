import { encodeRle } from "../image/rle.ts";
import type { DetectedObject, Rect } from "../shared/result.ts";
import { classIds } from "./classes.ts";
import {
	type CocoAnnotation,
	type CocoCategory,
	type CocoFile,
	cocoPath,
	emptyCoco,
	readCoco,
} from "./cocoFile.ts";
import {
	type Exported,
	type ExportOptions,
	type ExportPicture,
	textFile,
} from "./exportPicture.ts";
import { labelName } from "./labelName.ts";
import { Notes } from "./notes.ts";
import { placeOf, rounded, type Shape } from "./shape.ts";

/**
 * COCO instances (cocodataset.org, "Data format"). Shapes with holes are compressed RLE, which
 * polygons cannot say; `segmentation: "rle"` or "polygon" chooses one for all. Boxes alone have an
 * empty segmentation. Points are one keypoint named "point". An earlier file in the folder is added
 * to: its ids stay, and a picture exported again replaces its own entry.
 */
export async function coco(
	pictures: readonly ExportPicture[],
	options: ExportOptions = {},
): Promise<Exported> {
	const notes = new Notes();
	const earlier = await readEarlier(options, notes);
	const names = fileNames(pictures);
	const again = new Set(earlier.images.filter(({ file_name }) => names.includes(file_name)));
	const dropped = new Set([...again].map(({ id }) => id));
	const imageIds = new Map([...again].map(({ file_name, id }) => [file_name, id]));
	const annotations = earlier.annotations.filter(({ image_id }) => !dropped.has(image_id));
	const images = earlier.images.filter((image) => !again.has(image));
	const ids = classIds(
		pictures.flatMap(({ objects }) => objects.map(({ label }) => label)),
		new Map(earlier.categories.map(({ name, id }) => [name, id])),
		1,
	);
	let nextImage = afterLast(earlier.images);
	let nextAnnotation = afterLast(earlier.annotations);
	const withPoints = new Set<number>();
	for (const [index, picture] of pictures.entries()) {
		const file_name = names[index]!;
		const id = imageIds.get(file_name) ?? nextImage++;
		images.push({ id, file_name, ...picture.size });
		for (const object of picture.objects) {
			const said = annotate(object, picture, options, notes);
			if (!said) continue;
			const category_id = ids.get(labelName(object.label))!;
			if (said.keypoints) withPoints.add(category_id);
			annotations.push({ id: nextAnnotation++, image_id: id, category_id, ...said, iscrowd: 0 });
		}
	}
	const file: CocoFile = {
		...earlier,
		images: images.sort((a, b) => a.id - b.id),
		annotations,
		categories: categories(ids, earlier.categories, withPoints),
	};
	return { files: [textFile(cocoPath, `${JSON.stringify(file)}\n`)], notes: notes.all };
}

async function readEarlier(options: ExportOptions, notes: Notes): Promise<CocoFile> {
	const text = await options.earlier?.(cocoPath);
	const read = text === undefined ? undefined : readCoco(text);
	if (text !== undefined && !read) notes.add("earlierUnread", cocoPath);
	return read ?? emptyCoco(options.date ?? new Date());
}

/** Names as they are; with their path where two pictures share one. */
function fileNames(pictures: readonly ExportPicture[]): string[] {
	return pictures.map(({ fileName, path }) => {
		const isShared = pictures.filter((other) => other.fileName === fileName).length > 1;
		return isShared ? (path ?? fileName) : fileName;
	});
}

function annotate(
	object: DetectedObject,
	picture: ExportPicture,
	options: ExportOptions,
	notes: Notes,
): Omit<CocoAnnotation, "id" | "image_id" | "category_id" | "iscrowd"> | undefined {
	const { fileName, size } = picture;
	const place = placeOf(object, picture, options, notes);
	if (!place) return undefined;
	const { shape, box, point } = place;
	if (point) notes.add("pointsAsKeypoints", fileName);
	const area = box ? box.width * box.height : 0;
	const isRle = shape !== undefined && saysRle(shape, options);
	if (shape && !isRle && shape.hasHoles) notes.add("holesFilled", fileName);
	return {
		bbox: bbox(box ?? { ...point!, width: 0, height: 0 }),
		area: shape?.area ?? rounded(area),
		segmentation: shape ? (isRle ? encodeRle(shape.mask, size) : polygons(shape)) : [],
		...(point && {
			// 2: labelled and visible.
			keypoints: [rounded(point.x), rounded(point.y), 2],
			num_keypoints: 1,
		}),
	};
}

function saysRle({ hasHoles }: Shape, { segmentation = "auto" }: ExportOptions): boolean {
	return segmentation === "rle" || (segmentation === "auto" && hasHoles);
}

function polygons({ outer }: Shape): number[][] {
	return outer().map((polygon) => polygon.flatMap(({ x, y }) => [rounded(x), rounded(y)]));
}

function bbox({ x, y, width, height }: Rect): CocoAnnotation["bbox"] {
	return [rounded(x), rounded(y), rounded(width), rounded(height)];
}

function categories(
	ids: ReadonlyMap<string, number>,
	earlier: readonly CocoCategory[],
	withPoints: ReadonlySet<number>,
): CocoCategory[] {
	const known = new Map(earlier.map((category) => [category.name, category]));
	return [...ids].map(([name, id]) => ({
		supercategory: "",
		...known.get(name),
		id,
		name,
		...(withPoints.has(id) && { keypoints: ["point"], skeleton: [] }),
	}));
}

function afterLast(entries: ReadonlyArray<{ id: number }>): number {
	return entries.reduce((next, { id }) => Math.max(next, id + 1), 1);
}
