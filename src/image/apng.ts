import { badImage, fromSharp } from "./badImage.ts";
import { loadSharp } from "./loadSharp.ts";
import type { Pixels } from "./pixels.ts";
import { chunksOf, type PngChunk, writeChunk } from "./pngChunks.ts";

/** One frame of an animated PNG, as its chunk fcTL says (PNG specification, third edition, 11.3.6). */
interface Frame {
	width: number;
	height: number;
	x: number;
	y: number;
	/** What becomes of its place afterwards: 0 stays, 1 is cleared, 2 is as it was before. */
	dispose: number;
	/** 0: replaces what is under it; 1: lies over it. */
	blend: number;
	/** The compressed rows, in pieces. */
	pieces: Uint8Array[];
}

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** How many frames a PNG has: 1 for a still one. */
export function countPngFrames(bytes: Uint8Array): number {
	for (const { type, content } of chunksOf(bytes)) {
		if (type === "acTL" && content.length >= 8) return Math.max(1, view(content).getUint32(0));
		// It stands before the first rows, or means nothing.
		if (type === "IDAT") return 1;
	}
	return 1;
}

/** Its own picture, for those who cannot animate, is none of its frames. */
export function hasAnotherStill(bytes: Uint8Array): boolean {
	if (countPngFrames(bytes) === 1) return false;
	for (const { type } of chunksOf(bytes)) {
		if (type === "fcTL") return false;
		if (type === "IDAT") return true;
	}
	return false;
}

/**
 * A frame as a person sees it, with what the frames before left under it; libvips reads the first
 * picture alone. Throws `BadImage`.
 */
export async function decodePngFrame(bytes: Uint8Array, index: number): Promise<Pixels> {
	const { width, height, shared, frames } = readApng(bytes);
	const canvas = new Uint8Array(width * height * 4);
	for (const [number, frame] of frames.slice(0, index + 1).entries()) {
		const isInside = frame.x + frame.width <= width && frame.y + frame.height <= height;
		if (!isInside) throw badImage("damaged");
		const before = frame.dispose === 2 && number < index ? canvas.slice() : undefined;
		draw(await decode(frame, shared), frame, canvas, width);
		if (number === index) return { width, height, data: canvas };
		// The first has nothing before it to go back to.
		if (before && number > 0) canvas.set(before);
		else if (frame.dispose !== 0) clear(frame, canvas, width);
	}
	throw badImage("frame");
}

function readApng(bytes: Uint8Array) {
	const shared: PngChunk[] = [];
	const frames: Frame[] = [];
	let [width, height] = [0, 0];
	for (const chunk of chunksOf(bytes)) {
		const { type, content } = chunk;
		const frame = frames.at(-1);
		if (type === "IHDR") {
			width = view(content).getUint32(0);
			height = view(content).getUint32(4);
			shared.push(chunk);
		} else if (type === "fcTL") frames.push(readControl(content));
		// Rows before the first control are a picture for those who cannot animate.
		else if (type === "IDAT") frame?.pieces.push(content);
		else if (type === "fdAT") frame?.pieces.push(content.subarray(4));
		else if (["PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT"].includes(type)) {
			shared.push(chunk);
		}
	}
	return { width, height, shared, frames };
}

function readControl(content: Uint8Array): Frame {
	if (content.length < 26) throw badImage("damaged");
	const numbers = view(content);
	const [width, height] = [numbers.getUint32(4), numbers.getUint32(8)];
	const [x, y] = [numbers.getUint32(12), numbers.getUint32(16)];
	return { width, height, x, y, dispose: content[24]!, blend: content[25]!, pieces: [] };
}

/** RGBA of the frame alone: a PNG of its own is made of it. */
async function decode(frame: Frame, shared: readonly PngChunk[]): Promise<Uint8Array> {
	const sharp = await loadSharp();
	const chunks = shared.map((chunk) => {
		if (chunk.type !== "IHDR") return chunk;
		const content = new Uint8Array(chunk.content);
		view(content).setUint32(0, frame.width);
		view(content).setUint32(4, frame.height);
		return { type: "IHDR", content };
	});
	const rows = frame.pieces.map((content) => ({ type: "IDAT", content }));
	const end = { type: "IEND", content: new Uint8Array() };
	const png = Buffer.concat([signature, ...[...chunks, ...rows, end].map(writeChunk)]);
	try {
		const pipeline = sharp(png, { failOn: "truncated", limitInputPixels: false });
		return await pipeline.toColourspace("srgb").ensureAlpha().raw({ depth: "uchar" }).toBuffer();
	} catch (error) {
		throw fromSharp(error);
	}
}

function draw(pixels: Uint8Array, frame: Frame, canvas: Uint8Array, width: number): void {
	for (let row = 0; row < frame.height; row++) {
		let from = row * frame.width * 4;
		let to = ((frame.y + row) * width + frame.x) * 4;
		if (frame.blend === 0) {
			canvas.set(pixels.subarray(from, from + frame.width * 4), to);
			continue;
		}
		for (let column = 0; column < frame.width; column++, from += 4, to += 4) {
			layOver(pixels, from, canvas, to);
		}
	}
}

/** "Over" of two colours whose alpha is not premultiplied. */
function layOver(pixels: Uint8Array, from: number, canvas: Uint8Array, to: number): void {
	const above = pixels[from + 3]! / 255;
	const below = (canvas[to + 3]! / 255) * (1 - above);
	const alpha = above + below;
	if (alpha === 0) return;
	for (let channel = 0; channel < 3; channel++) {
		const mixed = pixels[from + channel]! * above + canvas[to + channel]! * below;
		canvas[to + channel] = Math.round(mixed / alpha);
	}
	canvas[to + 3] = Math.round(alpha * 255);
}

function clear(frame: Frame, canvas: Uint8Array, width: number): void {
	for (let row = frame.y; row < frame.y + frame.height; row++) {
		const start = (row * width + frame.x) * 4;
		canvas.fill(0, start, start + frame.width * 4);
	}
}

function view(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
