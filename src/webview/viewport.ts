import { clamp } from "../shared/geometry.ts";
import type { Point, Rect, Size } from "../shared/result.ts";

/** Where the picture lies: view = picture × scale + (x, y), in CSS pixels of the view. */
export interface Viewport extends Point {
	/** CSS pixels per pixel of the picture. */
	scale: number;
}

/** Fitted placements follow the view's size; a free one stays until the person moves it. */
export type Placement = { kind: "fit"; enlarge: boolean } | ({ kind: "free" } & Viewport);

/** Where the picture lay in a view of that size. */
export interface KeptPlacement {
	placement: Placement;
	view: Size;
}

/** How a picture opens: whole, and small ones at their own size. */
export const openingPlacement: Placement = { kind: "fit", enlarge: false };

export const smallestScale = 0.02;
export const largestScale = 64;
/** From here on a pixel of the picture is drawn as a square. */
export const pixelatedFrom = 3;
export const keyZoomFactor = 1.25;

/** Share of the view that an object takes after zooming to it. */
const objectShare = 0.6;
/** The same for all objects together. */
export const allObjectsShare = 0.9;
/** CSS pixels of the picture that panning leaves in view. */
const keptInView = 48;
const largestObjectScale = 8;

/** CSS pixels at the bottom of the view that belong to the controls. */
export const controlsRoom = 48;

/** The room for a fitted picture: a margin, and the controls at the bottom stay clear of it. */
function fitRoom(view: Size): Rect {
	const margin = Math.min(view.width, view.height) < 360 ? 8 : 20;
	return {
		x: margin,
		y: margin,
		width: Math.max(1, view.width - 2 * margin),
		height: Math.max(1, view.height - margin - controlsRoom),
	};
}

/** The whole picture, centred; `enlarge` lets a small one fill the view. */
export function fit(picture: Size, view: Size, enlarge: boolean): Viewport {
	const room = fitRoom(view);
	const whole = Math.min(room.width / picture.width, room.height / picture.height, largestScale);
	const scale = enlarge ? whole : Math.min(1, whole);
	const x = room.x + (room.width - picture.width * scale) / 2;
	const y = room.y + (room.height - picture.height * scale) / 2;
	return { scale, x, y };
}

/**
 * Where the picture is drawn: where its pixels are whole ones of the screen, on those, because a
 * browser mixes each pixel with its neighbours in between. `density`: pixels of the screen per CSS pixel.
 */
export function onWholePixels({ scale, x, y }: Viewport, density: number): Viewport {
	const side = scale * density;
	if (side < 0.5 || Math.abs(side - Math.round(side)) > 1e-6) return { scale, x, y };
	const snap = (at: number): number => Math.round(at * density) / density;
	return { scale, x: snap(x), y: snap(y) };
}

export function resolve(placement: Placement, picture: Size, view: Size): Viewport {
	if (placement.kind === "fit") return fit(picture, view, placement.enlarge);
	return { scale: placement.scale, x: placement.x, y: placement.y };
}

/** 0.02 to 64; huge pictures may go as far down as they need to be seen whole. */
export function clampScale(scale: number, picture: Size, view: Size): number {
	const lowest = Math.min(smallestScale, fit(picture, view, false).scale);
	return clamp(scale, lowest, largestScale);
}

/**
 * Zooms to `scale` and keeps what lies under `at` (view coordinates) where it is; outside the
 * picture the nearest point of it stays, so that zooming never loses it.
 */
export function zoomAt(
	viewport: Viewport,
	scale: number,
	at: Point,
	picture: Size,
	view: Size,
): Viewport {
	const next = clampScale(scale, picture, view);
	const anchor = {
		x: clamp(at.x, viewport.x, viewport.x + picture.width * viewport.scale),
		y: clamp(at.y, viewport.y, viewport.y + picture.height * viewport.scale),
	};
	const ratio = next / viewport.scale;
	return {
		scale: next,
		x: anchor.x - (anchor.x - viewport.x) * ratio,
		y: anchor.y - (anchor.y - viewport.y) * ratio,
	};
}

/** Moves the picture; some of it always stays in view. */
export function pan(viewport: Viewport, by: Point, picture: Size, view: Size): Viewport {
	return {
		scale: viewport.scale,
		x: panSide(viewport.x + by.x, picture.width * viewport.scale, view.width),
		y: panSide(viewport.y + by.y, picture.height * viewport.scale, view.height),
	};
}

function panSide(offset: number, length: number, room: number): number {
	const kept = Math.min(keptInView, length, room);
	return clamp(offset, kept - length, room - kept);
}

/** True when the picture is wider than the view. */
export function overflowsSideways(viewport: Viewport, picture: Size, view: Size): boolean {
	return picture.width * viewport.scale > view.width;
}

/** Keeps the middle of the view in the middle when the view's size changes. */
export function recentre(viewport: Viewport, from: Size, to: Size): Viewport {
	return {
		scale: viewport.scale,
		x: viewport.x + (to.width - from.width) / 2,
		y: viewport.y + (to.height - from.height) / 2,
	};
}

/** `rect` (pixels of the picture) in the middle of the view, of which it takes `share`. */
export function zoomToRect(
	rect: Rect,
	picture: Size,
	view: Size,
	share: number = objectShare,
): Viewport {
	const wanted = Math.min(
		(view.width * share) / Math.max(rect.width, 1),
		(view.height * share) / Math.max(rect.height, 1),
		largestObjectScale,
	);
	return centreOn(rect, clampScale(wanted, picture, view), view);
}

export function centreOn(rect: Rect, scale: number, view: Size): Viewport {
	return {
		scale,
		x: view.width / 2 - (rect.x + rect.width / 2) * scale,
		y: view.height / 2 - (rect.y + rect.height / 2) * scale,
	};
}

/** View coordinates → pixels of the picture, not rounded. */
export function toPicture(viewport: Viewport, at: Point): Point {
	return { x: (at.x - viewport.x) / viewport.scale, y: (at.y - viewport.y) / viewport.scale };
}

/** Pixels of the picture → view coordinates. */
export function toView(viewport: Viewport, rect: Rect): Rect {
	return {
		x: viewport.x + rect.x * viewport.scale,
		y: viewport.y + rect.y * viewport.scale,
		width: rect.width * viewport.scale,
		height: rect.height * viewport.scale,
	};
}

export function intersects(a: Rect, b: Rect): boolean {
	return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
