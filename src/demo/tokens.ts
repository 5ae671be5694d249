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

/** Tokens of a request, apart for pictures and text. */
export function promptTokens(
	model: string,
	{ textLength, mediaResolution }: GenerateRequest,
	sizes: readonly Size[],
): { image: number; text: number } {
	const image = sizes.reduce((sum, size) => sum + pictureTokens(model, size, mediaResolution), 0);
	return { image, text: textTokens(textLength) };
}
