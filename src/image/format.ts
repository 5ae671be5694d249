import { svgRoot } from "./svg.ts";

export type Format =
	| "png"
	| "jpeg"
	| "webp"
	| "gif"
	| "avif"
	| "bmp"
	| "svg"
	| "ico"
	| "heic"
	| "tiff";

export interface FormatFacts {
	/** As people write it. */
	name: string;
	mimeType: string;
	/** Lower case, without the dot, the usual one first. */
	extensions: readonly string[];
	/** Gemini takes it as it is (ai.google.dev, "Image understanding"). */
	sendable: boolean;
}

export const formats: Readonly<Record<Format, FormatFacts>> = {
	png: { name: "PNG", mimeType: "image/png", extensions: ["png"], sendable: true },
	jpeg: { name: "JPEG", mimeType: "image/jpeg", extensions: ["jpg", "jpeg"], sendable: true },
	webp: { name: "WebP", mimeType: "image/webp", extensions: ["webp"], sendable: true },
	gif: { name: "GIF", mimeType: "image/gif", extensions: ["gif"], sendable: false },
	avif: { name: "AVIF", mimeType: "image/avif", extensions: ["avif"], sendable: false },
	bmp: { name: "BMP", mimeType: "image/bmp", extensions: ["bmp"], sendable: false },
	svg: { name: "SVG", mimeType: "image/svg+xml", extensions: ["svg"], sendable: false },
	ico: { name: "ICO", mimeType: "image/x-icon", extensions: ["ico"], sendable: false },
	heic: { name: "HEIC", mimeType: "image/heic", extensions: ["heic", "heif"], sendable: true },
	tiff: { name: "TIFF", mimeType: "image/tiff", extensions: ["tif", "tiff"], sendable: false },
};

/** The format by content; a file's extension is never asked. */
export function sniffFormat(bytes: Uint8Array): Format | undefined {
	if (starts(bytes, "\x89PNG\r\n\x1a\n")) return "png";
	if (starts(bytes, "\xff\xd8\xff")) return "jpeg";
	if (starts(bytes, "RIFF") && has(bytes, 8, "WEBP")) return "webp";
	if (starts(bytes, "GIF87a") || starts(bytes, "GIF89a")) return "gif";
	if (has(bytes, 4, "ftyp")) return sniffBrands(bytes);
	if (starts(bytes, "BM") && bmpHeaderSizes.has(bytes[14] ?? 0)) return "bmp";
	if (starts(bytes, "\0\0\x01\0") && bytes.length >= 22 && (bytes[4] || bytes[5])) return "ico";
	if (["II*\0", "MM\0*", "II+\0", "MM\0+"].some((magic) => starts(bytes, magic))) return "tiff";
	if (svgRoot(bytes)) return "svg";
	return undefined;
}

/** From OS/2 1 to Windows 5 (Microsoft, "Bitmap Header Types"): "BM" alone may begin any text. */
const bmpHeaderSizes: ReadonlySet<number> = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

const avifBrands = ["avif", "avis"];
const heicBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"];

/**
 * AVIF and HEIC share a container; what is inside is told by the brands of its first box, the major
 * one first (ISO/IEC 14496-12, 4.3). mif1 and msf1 say HEIF without a codec: HEIC, unless AVIF is
 * named beside it.
 */
function sniffBrands(bytes: Uint8Array): Format | undefined {
	const end = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.length);
	const brands: string[] = [];
	for (let at = 8; at + 4 <= end; at += 4) {
		// Between the major brand and the compatible ones stands a version.
		if (at !== 12) brands.push(String.fromCharCode(...bytes.subarray(at, at + 4)));
	}
	const [major = ""] = brands;
	if (avifBrands.includes(major)) return "avif";
	if (heicBrands.slice(0, -2).includes(major)) return "heic";
	if (brands.some((brand) => avifBrands.includes(brand))) return "avif";
	if (brands.some((brand) => heicBrands.includes(brand))) return "heic";
	return undefined;
}

function starts(bytes: Uint8Array, latin1: string): boolean {
	return has(bytes, 0, latin1);
}

function has(bytes: Uint8Array, at: number, latin1: string): boolean {
	if (bytes.length < at + latin1.length) return false;
	for (let index = 0; index < latin1.length; index++) {
		if (bytes[at + index] !== latin1.charCodeAt(index)) return false;
	}
	return true;
}
