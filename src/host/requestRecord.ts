import { buildRequest, pdfType } from "../gemini/request.ts";
import { prepare } from "../image/prepare.ts";
import type { RequestRecord, SentPictureRecord, ShownRequest } from "../shared/protocol.ts";
import { bareRequest } from "./askDraft.ts";
import type { SentPicture } from "./draftAsk.ts";
import { pictureName } from "./picture.ts";
import type { PlannedAsk } from "./sendDraft.ts";

/** Pixels; a glance is enough. */
const thumbnailSide = 320;

/** More would only make the page slow. */
const mostThumbnails = 24;

/** What is kept and shown of a request: all of it, but for the pictures' bytes and earlier turns. */
export function recordOf({ draft, sent, ways }: PlannedAsk): RequestRecord {
	const { model, contents, config } = buildRequest(bareRequest(draft));
	const mediaResolution = resolutionPerPicture(contents);
	return {
		model,
		pictures: sent.map((one, index) => ({
			...pictureRecord(one, ways[index] ?? "inline"),
			...(mediaResolution && { mediaResolution }),
		})),
		text: lastText(contents),
		earlierTurns: draft.turns.length,
		config: { ...config },
	};
}

/** Small pictures of what goes out. */
export async function thumbnailsOf(
	sent: readonly SentPicture[],
): Promise<ShownRequest["thumbnails"]> {
	// A PDF stands alone; who looks for its pages sees them beside.
	const pictures = sent.filter(({ prepared }) => prepared.mimeType !== pdfType);
	return Promise.all(
		pictures.slice(0, mostThumbnails).map(async ({ prepared }) => {
			const { mimeType, bytes } = await prepare(prepared.bytes, { maxSide: thumbnailSide });
			return { mimeType, bytes };
		}),
	);
}

function pictureRecord(
	{ uri, prepared }: SentPicture,
	way: SentPictureRecord["way"],
): SentPictureRecord {
	const { size, bytes, mimeType, asItWas, sent, upright } = prepared;
	const isPart = sent.width !== upright.width || sent.height !== upright.height;
	return {
		name: pictureName(uri),
		size,
		bytes: bytes.length,
		mimeType,
		way,
		asItWas,
		...(isPart && { part: sent }),
	};
}

/** All pictures of a request have the same. */
function resolutionPerPicture(
	contents: ReturnType<typeof buildRequest>["contents"],
): string | undefined {
	for (const content of [contents].flat()) {
		if (typeof content !== "object" || !("parts" in content)) continue;
		const level = content.parts?.find((part) => part.mediaResolution)?.mediaResolution?.level;
		if (level) return level;
	}
	return undefined;
}

/** The words of a turn are its last part. */
function lastText(contents: ReturnType<typeof buildRequest>["contents"]): string {
	const last = [contents].flat().at(-1);
	if (typeof last !== "object" || !("parts" in last)) return "";
	return last.parts?.at(-1)?.text ?? "";
}
