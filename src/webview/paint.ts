import type { Point } from "../shared/result.ts";
import { textOn } from "./color.ts";
import { traceMask } from "./contour.ts";
import { type Mark, pathOf } from "./marks.ts";
import type { Tints } from "./tint.ts";

/** Where the picture lies on the canvas, in device pixels: canvas = picture × scale + (x, y). */
export interface Frame extends Point {
	scale: number;
	/** Device pixels per CSS pixel. */
	ratio: number;
}

/** How masks and outlines are drawn; those of the page's state. */
export interface ShapeStyle {
	masksShown: boolean;
	outlinesOnly: boolean;
	/** 0–100. */
	fill: number;
	maskCut: number;
}

const edgeColor = "rgba(0, 0, 0, 0.6)";
/** Radius of a point's ring and of its dot, in CSS pixels. */
export const pointRadius = 7;
const dotRadius = 2;
export const tagHeight = 20;
export const tagPadding = 6;

/** Fills what is inside a mask or an outline; `opacity` 0–1. */
export function fillShape(
	context: CanvasRenderingContext2D,
	mark: Mark,
	frame: Frame,
	opacity: number,
	maskCut: number,
	tints: Tints,
): void {
	if (opacity === 0) return;
	context.globalAlpha = opacity;
	if (mark.outline) {
		onPicture(context, frame);
		context.fillStyle = mark.color;
		context.fill(mark.outline, "evenodd");
		onCanvas(context);
	} else if (mark.mask) {
		const { x, y, width, height } = mark.mask.place;
		context.drawImage(
			tints.imageOf(mark.mask, mark.color, maskCut, width * frame.scale),
			frame.x + x * frame.scale,
			frame.y + y * frame.scale,
			width * frame.scale,
			height * frame.scale,
		);
	}
	context.globalAlpha = 1;
}

/** Draws along the edge of a mask or an outline, equally thick at any zoom; `line` in CSS pixels. */
export function strokeShape(
	context: CanvasRenderingContext2D,
	mark: Mark,
	frame: Frame,
	line: number,
	maskCut: number,
): void {
	const path = mark.outline ?? (mark.mask && pathOf(contourOf(mark, maskCut)));
	if (!path) return;
	const thin = frame.ratio / frame.scale;
	onPicture(context, frame);
	context.lineJoin = "round";
	context.strokeStyle = edgeColor;
	context.lineWidth = (line + 2) * thin;
	context.stroke(path);
	context.strokeStyle = mark.color;
	context.lineWidth = line * thin;
	context.stroke(path);
	onCanvas(context);
}

/** A line along the box with a thin dark edge, so that it shows on any picture. */
export function strokeBox(
	context: CanvasRenderingContext2D,
	{ box, color }: Mark,
	line: number,
	ratio: number,
): void {
	const { x, y, width, height } = box;
	context.lineJoin = "round";
	context.strokeStyle = edgeColor;
	context.lineWidth = (line + 2) * ratio;
	context.strokeRect(x, y, width, height);
	context.strokeStyle = color;
	context.lineWidth = line * ratio;
	context.strokeRect(x, y, width, height);
}

export function fillBox(
	context: CanvasRenderingContext2D,
	{ box, color }: Mark,
	opacity: number,
): void {
	context.globalAlpha = opacity;
	context.fillStyle = color;
	context.fillRect(box.x, box.y, box.width, box.height);
	context.globalAlpha = 1;
}

/** A ring around a dot, of the same size at any zoom. */
export function drawPoint(
	context: CanvasRenderingContext2D,
	{ object, color }: Mark,
	frame: Frame,
	line: number,
): void {
	if (!object.point) return;
	const { ratio } = frame;
	const x = frame.x + object.point.x * frame.scale;
	const y = frame.y + object.point.y * frame.scale;
	context.beginPath();
	context.arc(x, y, pointRadius * ratio, 0, 2 * Math.PI);
	context.strokeStyle = edgeColor;
	context.lineWidth = (line + 2) * ratio;
	context.stroke();
	context.strokeStyle = color;
	context.lineWidth = line * ratio;
	context.stroke();
	context.beginPath();
	context.arc(x, y, dotRadius * ratio, 0, 2 * Math.PI);
	context.lineWidth = 2 * ratio;
	context.strokeStyle = edgeColor;
	context.stroke();
	context.fillStyle = color;
	context.fill();
}

/** The label on its colour; `x` and `y` are its upper left corner. The context has the font. */
export function drawTag(
	context: CanvasRenderingContext2D,
	{ tag, color, text }: Mark,
	x: number,
	y: number,
	ratio: number,
): void {
	const edge = ratio / 2;
	context.fillStyle = edgeColor;
	context.beginPath();
	context.roundRect(x - edge, y - edge, tag.width + 2 * edge, tag.height + 2 * edge, 3 * ratio);
	context.fill();
	context.fillStyle = color;
	context.beginPath();
	context.roundRect(x, y, tag.width, tag.height, 3 * ratio);
	context.fill();
	context.fillStyle = textOn(color);
	context.fillText(text, x + tagPadding * ratio, y + (tagHeight / 2 + 0.5) * ratio);
}

function onPicture(context: CanvasRenderingContext2D, { x, y, scale }: Frame): void {
	context.setTransform(scale, 0, 0, scale, x, y);
}

function onCanvas(context: CanvasRenderingContext2D): void {
	context.setTransform(1, 0, 0, 1, 0, 0);
}

/** Traced once for each cut. */
function contourOf({ mask }: Mark, cut: number): Point[][] {
	if (!mask) return [];
	const known = contours.get(mask);
	if (known?.cut === cut) return known.lines;
	const lines = traceMask(mask, cut);
	contours.set(mask, { cut, lines });
	return lines;
}

const contours = new WeakMap<object, { cut: number; lines: Point[][] }>();
