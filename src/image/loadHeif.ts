import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** More than this and the pixels, twice over, would not fit WebAssembly's 2 GB. */
export const mostHeifPixels = 2 ** 27;

const mostHeifBytes = 3n * 2n ** 29n;

/** A place in libheif's memory. */
type Pointer = number;

interface HeifError {
	code: { value: number };
	subcode: { value: number };
	message: string;
}

/** What libheif-js gives that is used here; objects are handles that must be given back. */
export interface Heif {
	readonly HEAPU8: Uint8Array;
	heif_context_alloc(): object;
	heif_context_free(context: object): void;
	heif_context_read_from_memory(context: object, bytes: Uint8Array): HeifError;
	heif_js_context_get_primary_image_handle(context: object): object | HeifError;
	heif_image_handle_get_width(handle: object): number;
	heif_image_handle_get_height(handle: object): number;
	heif_image_handle_has_alpha_channel(handle: object): number;
	heif_image_handle_is_premultiplied_alpha(handle: object): number;
	heif_image_handle_release(handle: object): void;
	heif_js_decode_image2(handle: object, space: unknown, chroma: unknown): HeifImage | HeifError;
	heif_image_release(image: object): void;
	heif_colorspace: { heif_colorspace_RGB: unknown };
	heif_chroma: { heif_chroma_interleaved_RGB: unknown; heif_chroma_interleaved_RGBA: unknown };
	_heif_get_global_security_limits(): Pointer;
}

interface HeifImage {
	image: object;
	/** One, for interleaved pixels; its bytes lie in libheif's memory until the image is released. */
	channels: Array<{ width: number; height: number; stride: number; data: Uint8Array }>;
}

type MakeHeif = (options: { wasmBinary: Uint8Array; print(): void; printErr(): void }) => Heif;

/**
 * libheif (LGPL-3, WebAssembly), for a thread of its own. It is no part of the bundle: the extension
 * ships its files beside it, as they are, so that a person can put their own in their place.
 */
export function loadHeif(): Heif {
	const requireFrom = createRequire(import.meta.url);
	// Tests and the demo engine run the TypeScript as it is, the extension what was built of it.
	const script = import.meta.url.endsWith(".ts")
		? requireFrom.resolve("libheif-js/libheif-wasm/libheif.js")
		: fileURLToPath(new URL("./libheif/libheif.cjs", import.meta.url));
	const make = requireFrom(script) as MakeHeif;
	const wasm = script.replace(/[^/\\]+$/, "libheif.wasm");
	// What it prints about a file is in the errors it returns.
	const quiet = () => {};
	const heif = make({ wasmBinary: readFileSync(wasm), print: quiet, printErr: quiet });
	limit(heif);
	return heif;
}

/**
 * What a stream of pixels claims to be may differ from what the boxes said, which were checked:
 * `heif_security_limits` of libheif 1.23 (heif_security.h) holds two 64-bit fields at these offsets,
 * the most pixels of a picture and, from version 2 on, the most bytes in all.
 */
function limit(heif: Heif): void {
	const limits = new DataView(heif.HEAPU8.buffer, heif._heif_get_global_security_limits());
	limits.setBigUint64(8, BigInt(mostHeifPixels), true);
	if (limits.getUint8(0) >= 2) limits.setBigUint64(64, mostHeifBytes, true);
}

export function isHeifError(result: object): result is HeifError {
	return "code" in result;
}
