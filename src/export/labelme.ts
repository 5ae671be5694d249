import { maskCut } from "../image/mask.ts";
import { encodeMask } from "../image/png.ts";
import { wholePixels } from "../shared/geometry.ts";
import type { DetectedObject, Mask, Point, Rect } from "../shared/result.ts";
import {
	type Exported,
	type ExportOptions,
	type ExportPicture,
	textFile,
} from "./exportPicture.ts";
import { uniqueStems } from "./fileNames.ts";
import { labelName } from "./labelName.ts";
import { Notes } from "./notes.ts";
import { placeOf, rounded, type Shape } from "./shape.ts";

/** The oldest labelme whose files have all that is written here: `mask` came with 5.3. */
const version = "5.5.0";

interface LabelmeShape {
	label: string;
	points: Array<[x: number, y: number]>;
	/** Shapes with the same number are one object. */
	group_id: number | null;
	description: string;
	shape_type: "rectangle" | "polygon" | "point" | "mask";
	flags: Record<string, boolean>;
	/** A PNG in base64: what is not 0 belongs to the object. */
	mask: string | null;
}

type Drawn = Pick<LabelmeShape, "shape_type" | "points"> & { mask?: string };

/**
 * One JSON file a picture, as labelme's LabelFile loads them: a shape with holes is a mask, one
 * without is polygons, which labelme can edit; else the box as a rectangle, and the point.
 */
export async function labelme(
	pictures: readonly ExportPicture[],
	options: ExportOptions = {},
): Promise<Exported> {
	const notes = new Notes();
	const stems = uniqueStems(pictures.map(({ fileName }) => fileName));
	const files = pictures.map(async (picture, index) => {
		const { fileName, path = fileName, size } = picture;
		const file = {
			version,
			flags: {},
			shapes: await shapesOf(picture, options, notes),
			imagePath: path,
			imageData: null,
			imageHeight: size.height,
			imageWidth: size.width,
		};
		return textFile(`${stems[index]}.json`, `${JSON.stringify(file, undefined, 2)}\n`);
	});
	return { files: await Promise.all(files), notes: notes.all };
}

async function shapesOf(
	picture: ExportPicture,
	options: ExportOptions,
	notes: Notes,
): Promise<LabelmeShape[]> {
	const shapes = picture.objects.map(async (object, index) => {
		const drawn = await draw(object, picture, options, notes);
		return drawn.map(
			({ shape_type, points, mask = null }): LabelmeShape => ({
				label: labelName(object.label),
				points,
				group_id: drawn.length > 1 ? index : null,
				description: "",
				shape_type,
				flags: {},
				mask,
			}),
		);
	});
	return (await Promise.all(shapes)).flat();
}

async function draw(
	object: DetectedObject,
	picture: ExportPicture,
	options: ExportOptions,
	notes: Notes,
): Promise<Drawn[]> {
	const place = placeOf(object, picture, options, notes);
	if (!place) return [];
	const { shape, box, point } = place;
	const drawn: Drawn[] = [];
	if (shape?.hasHoles) drawn.push(await drawMask(shape, picture));
	else if (shape) drawn.push(...shape.outer().map(drawPolygon));
	else if (box) drawn.push(drawBox(box));
	if (point) drawn.push({ shape_type: "point", points: [pair(point)] });
	return drawn;
}

/** labelme places a mask by its first and its last pixel. */
async function drawMask({ mask }: Shape, { size }: ExportPicture): Promise<Drawn> {
	const { x, y, width, height } = wholePixels(mask, size);
	const png = await encodeMask(cutHard(mask));
	return {
		shape_type: "mask",
		points: [
			[x, y],
			[x + width - 1, y + height - 1],
		],
		mask: Buffer.from(png).toString("base64"),
	};
}

/** labelme takes the least probability for certain. */
function cutHard(mask: Mask): Mask {
	return { ...mask, data: mask.data.map((value) => (value > maskCut ? 255 : 0)) };
}

function drawPolygon(polygon: readonly Point[]): Drawn {
	return { shape_type: "polygon", points: polygon.map(pair) };
}

function drawBox({ x, y, width, height }: Rect): Drawn {
	return {
		shape_type: "rectangle",
		points: [pair({ x, y }), pair({ x: x + width, y: y + height })],
	};
}

function pair({ x, y }: Point): [x: number, y: number] {
	return [rounded(x), rounded(y)];
}
