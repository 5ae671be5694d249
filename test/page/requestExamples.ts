import type { RequestRecord, SentPictureRecord, ShownRequest } from "../../src/shared/protocol.ts";
import { drawPlain } from "./scene.ts";

/** A picture as it went out, changed by `change`. */
export function sentPicture(change: Partial<SentPictureRecord> = {}): SentPictureRecord {
	return {
		name: "still life.png",
		size: { width: 1024, height: 731 },
		bytes: 214_000,
		mimeType: "image/jpeg",
		way: "inline",
		asItWas: false,
		...change,
	};
}

/** A question as it went out, changed by `change`. */
export function requestRecord(change: Partial<RequestRecord> = {}): RequestRecord {
	return {
		model: "gemini-3.8-flash",
		pictures: [sentPicture()],
		text: "What stands on the table?\nAnswer in Korean, unless the question asks for another language.",
		earlierTurns: 2,
		config: {
			systemInstruction: "You look at pictures for a museum.",
			safetySettings: [
				{ category: "HARM_CATEGORY_HATE_SPEECH", threshold: "BLOCK_ONLY_HIGH" },
				{ category: "HARM_CATEGORY_HARASSMENT", threshold: "BLOCK_NONE" },
			],
			mediaResolution: "MEDIA_RESOLUTION_HIGH",
			thinkingConfig: { thinkingLevel: "LOW" },
			responseMimeType: "application/json",
			responseJsonSchema: { type: "object", properties: { name: { type: "string" } } },
		},
		...change,
	};
}

/** What the host shows of a request. */
export async function shownRequest(change: Partial<ShownRequest> = {}): Promise<ShownRequest> {
	const { record = requestRecord() } = change;
	const bytes = new Uint8Array(await drawPlain({ width: 96, height: 64 }, "#d25a48"));
	return {
		record,
		thumbnails: record.pictures.slice(0, 1).map(() => ({ mimeType: "image/png", bytes })),
		...change,
	};
}
