import type { Size } from "../shared/result.ts";
import { type Heif, isHeifError } from "./loadHeif.ts";

/** 8 bits a channel, row-major, alpha not premultiplied, in the colours of the file. */
export interface HeifPixels extends Size {
	channels: 3 | 4;
	data: Uint8Array<ArrayBuffer>;
}

export type HeifAnswer =
	/** `heap`: bytes that libheif's memory has grown to. */
	| ({ kind: "pixels"; heap: number } & HeifPixels)
	/** libheif's number and words for what is wrong. */
	| { kind: "failed"; code: number; message: string };

/** Decodes the primary picture: cropped, turned and mirrored as the file says. */
export function decodeHeif(heif: Heif, bytes: Uint8Array): HeifAnswer {
	const context = heif.heif_context_alloc();
	let handle: object | undefined;
	try {
		const read = heif.heif_context_read_from_memory(context, bytes);
		if (read.code.value !== 0) return failed(read);
		const primary = heif.heif_js_context_get_primary_image_handle(context);
		if (isHeifError(primary)) return failed(primary);
		handle = primary;
		return pixelsOf(heif, handle);
	} catch (error) {
		// What stops WebAssembly: memory that runs out, or a defect that hostile bytes lay bare.
		return { kind: "failed", code: -1, message: String(error) };
	} finally {
		if (handle) heif.heif_image_handle_release(handle);
		heif.heif_context_free(context);
	}
}

function failed({ code, message }: { code: { value: number }; message: string }): HeifAnswer {
	return { kind: "failed", code: code.value, message };
}

function pixelsOf(heif: Heif, handle: object): HeifAnswer {
	const hasAlpha = heif.heif_image_handle_has_alpha_channel(handle) !== 0;
	const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } = heif.heif_chroma;
	const space = heif.heif_colorspace.heif_colorspace_RGB;
	const decoded = heif.heif_js_decode_image2(handle, space, hasAlpha ? rgba : rgb);
	if (isHeifError(decoded)) return failed(decoded);
	const channels = hasAlpha ? 4 : 3;
	const [{ width, height, stride, data: rows } = noChannel()] = decoded.channels;
	const data = new Uint8Array(width * height * channels);
	const row = width * channels;
	if (stride === row) data.set(rows.subarray(0, data.length));
	else
		for (let y = 0; y < height; y++) data.set(rows.subarray(y * stride, y * stride + row), y * row);
	heif.heif_image_release(decoded.image);
	if (hasAlpha && heif.heif_image_handle_is_premultiplied_alpha(handle) !== 0) straighten(data);
	return { kind: "pixels", width, height, channels, data, heap: heif.HEAPU8.length };
}

function noChannel(): never {
	throw new Error("libheif gave no pixels");
}

/** Divides the colours of RGBA by their alpha. */
function straighten(data: Uint8Array): void {
	for (let at = 0; at < data.length; at += 4) {
		const alpha = data[at + 3]!;
		if (alpha === 0 || alpha === 255) continue;
		for (let channel = at; channel < at + 3; channel++) {
			data[channel] = Math.min(255, Math.round((data[channel]! * 255) / alpha));
		}
	}
}
