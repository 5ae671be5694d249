import type { Size } from "../shared/result.ts";
import type { GenerateRequest } from "./request.ts";

/** Tokens of one picture by Google's rules ("Media resolution" and "Understand and count tokens"). */
export function pictureTokens(model: string, size: Size, resolution: string | undefined): number {
	const level = resolution?.replace("MEDIA_RESOLUTION_", "");
	if (/^gemini-2\./.test(model)) {
		if (level === "LOW") return 64;
		if (level === "MEDIUM") return 256;
		if (size.width <= 384 && size.height <= 384) return 258;
		const unit = Math.max(1, Math.floor(Math.min(size.width, size.height) / 1.5));
		return 258 * Math.ceil(size.width / unit) * Math.ceil(size.height / unit);
	}
	switch (level) {
		case "LOW":
			return 280;
		case "MEDIUM":
			return 560;
		case "ULTRA_HIGH":
			return 2240;
		default:
			return 1120;
	}
}

/** About four characters of English a token. */
export function textTokens(length: number): number {
	return Math.ceil(length / charactersPerToken);
}

export const charactersPerToken = 4;

/** Tokens of a PDF's page as it is looked at, by the same pages; its own text comes on top. */
function pageTokens(model: string, resolution: string | undefined): number {
	const level = resolution?.replace("MEDIA_RESOLUTION_", "");
	if (/^gemini-2\./.test(model)) return level === "LOW" ? 64 : level === "MEDIUM" ? 256 : 258;
	return level === "LOW" ? 280 : level === "HIGH" ? 1120 : 560;
}

/** Tokens of a request, apart for pictures and text; `pages` are the texts of PDFs' pages. */
export function promptTokens(
	model: string,
	{ textLength, mediaResolution }: GenerateRequest,
	sizes: readonly Size[],
	pages: readonly string[] = [],
): { image: number; text: number } {
	const pictures = sizes.reduce(
		(sum, size) => sum + pictureTokens(model, size, mediaResolution),
		0,
	);
	const image = pictures + pages.length * pageTokens(model, mediaResolution);
	const pageText = pages.reduce((sum, text) => sum + text.length, 0);
	return { image, text: textTokens(textLength + pageText) };
}
