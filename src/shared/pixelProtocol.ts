import type { Point, Rect } from "./result.ts";

/** What the page asks of the host about pixels as the file has them. */
export interface PixelHostApi {
	/** The pixels in this part of the upright picture, whole pixels, at most `mostWindowSide` a side. */
	pixels(part: Rect, frame?: number): Promise<PixelWindow>;
	/** What is under the pointer, for the status bar; it stays there until something else is. */
	showPixel(pixel: PointedPixel): Promise<void>;
	/** What the file says of itself. */
	facts(): Promise<FactSheet>;
	/** How often each brightness occurs. */
	histogram(frame?: number): Promise<Histogram>;
	/** The picture, or a part of it, as a PNG of all its pixels. */
	pictureAsPng(what: PicturePart): Promise<Uint8Array>;
	/** Saves the same where the person says. */
	savePng(what: PicturePart): Promise<void>;
}

/** What is taken of a picture. */
export interface PicturePart {
	/** In whole pixels; absent: all of it. */
	part?: Rect;
	/** Of an animation, or a page of a file that has several, from 0; absent: the first. */
	frame?: number;
}

/** What menus and the palette have the page do. */
export type PictureAction =
	| "copyPicture"
	| "copyRegion"
	| "savePicture"
	| "saveRegion"
	| "showFacts";

/** The longest side of a part whose pixels are asked for. */
export const mostWindowSide = 128;

/** Pixels as the file has them: a part of the upright picture, row-major. */
export interface PixelWindow extends Rect {
	/** Grey, grey and alpha, RGB, or RGB and alpha. */
	channels: 1 | 2 | 3 | 4;
	/** Bits of a channel; 32 are floating-point numbers. */
	depth: 8 | 16 | 32;
	/** In the file's own colours, but for CMYK and Lab, which come as sRGB. */
	values: Uint8Array | Uint16Array | Float32Array;
	/** The same in sRGB, three bytes a pixel; absent where `values` are that. */
	srgb?: Uint8Array;
}

/** A pixel as it is written in the status bar. */
export interface PointedPixel extends Point {
	/** "R 51234 G 0 B 12". */
	values: string;
	/** "#c8452d", in sRGB, with alpha where it is not opaque. */
	hex: string;
	/** What a click copies. */
	copied: string;
}

/** How often each of 256 brightnesses occurs in each channel, darkest first. */
export interface Histogram {
	channels: Array<{ name: "red" | "green" | "blue" | "grey" | "alpha"; counts: number[] }>;
	/** Pixels that were counted; fewer than the picture has where it is huge. */
	pixels: number;
	/** The values that the first and the last of the 256 stand for, as the file has them. */
	range: [number, number];
}

/** What a file says of itself. */
export interface FactSheet {
	/** By content: "JPEG". */
	format: string;
	/** Bits of a channel. */
	bitDepth: number;
	/** As people say it: "RGB", "CMYK". */
	colorSpace: string;
	hasAlpha: boolean;
	frames: number;
	/** EXIF's 1–8. */
	orientation: number;
	/** The colour profile's own name. */
	profile?: string;
	/** Dots to the inch, where the file says so. */
	density?: number;
	/** "4:2:0". */
	chroma?: string;
	isProgressive?: boolean;
	groups: FactGroup[];
	/** Where it was taken; in no group, so that it is not shown by accident. */
	place?: FactGroup;
	/** Degrees, north and east positive. */
	coordinates?: { latitude: number; longitude: number };
	/** Gemini gets the file byte for byte with all of this, if it is small enough. */
	goesAsItIs: boolean;
}

export interface FactGroup {
	/** Names in the standards' own words. */
	kind: "camera" | "exif" | "iptc" | "profile" | "file" | "gps";
	facts: Fact[];
	/** Facts that were left out: there were too many. */
	omitted: number;
}

/** Both in the file's own words: any text at all. */
export interface Fact {
	name: string;
	value: string;
}
