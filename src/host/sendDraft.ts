import { l10n } from "vscode";
import type { RequestInput } from "../gemini/request.ts";
import { LoupeError } from "../shared/errors.ts";
import { type AskDraft, draftedPictures, requestOf, wordsBytes } from "./askDraft.ts";
import type { SentPicture } from "./draftAsk.ts";
import { pictureName } from "./picture.ts";
import { type PlacedPicture, placePictures } from "./placePictures.ts";
import {
	base64Length,
	mostInlineBytes,
	type SendWay,
	sendWays,
	type UploadSetting,
} from "./sendWays.ts";
import type { UploadListener } from "./sharedUpload.ts";
import { type UploadPicture, type Uploads, uploadPicture } from "./uploads.ts";

/** How pictures may go out other than inside the request. */
export interface UploadChoice extends UploadListener {
	uploads: Uploads;
	setting: UploadSetting;
}

/** A draft of which it is known how each picture is to go out; nothing has been sent. */
export interface PlannedAsk {
	draft: AskDraft<SentPicture>;
	/** Every picture of the request, in the order they stand in it. */
	sent: SentPicture[];
	/** How each of `sent` goes out. */
	ways: SendWay[];
	/** Each of `sent`, ready to upload; empty where nothing may be. */
	parts: UploadPicture[];
}

/** A request that can go out: what is to be uploaded lies on the server. */
export interface PreparedAsk extends PlannedAsk {
	request: RequestInput;
	/** The files on the server that the request names ("files/…"). */
	files: string[];
}

/** Says how each picture goes out; throws `TooLarge`. */
export async function planDraft(
	draft: AskDraft<SentPicture>,
	{ uploads, setting }: UploadChoice,
): Promise<PlannedAsk> {
	const sent = draftedPictures(draft);
	if (setting === "inline") {
		refuseTooMuch(sent);
		return { draft, sent, ways: sent.map(() => "inline"), parts: [] };
	}
	const parts: UploadPicture[] = sent.map(({ uri, prepared: { bytes, mimeType } }) =>
		uploadPicture({ bytes, mimeType, picture: { uri: uri.toString(), name: pictureName(uri) } }),
	);
	const sizes = parts.map(({ hash, bytes }) => ({ hash, bytes: bytes.length }));
	const known = await uploads.known(parts.map(({ hash }) => hash));
	const ways = sendWays(sizes, setting, known, wordsBytes(draft));
	refuseTooMuch(sent.filter((_, index) => ways[index] === "inline"));
	return { draft, sent, ways, parts };
}

/** Uploads what is to be uploaded and has not been; throws as `Uploads.file`. */
export async function placeDraft(
	planned: PlannedAsk,
	signal: AbortSignal,
	{ uploads, setting: _, ...listener }: UploadChoice,
): Promise<PreparedAsk> {
	const { draft, sent, ways, parts } = planned;
	const placed =
		parts.length > 0
			? await placePictures(parts, ways, uploads, { signal, ...listener })
			: sent.map(inline);
	const places = new Map(sent.map((one, index) => [one, placed[index]!.picture]));
	return {
		...planned,
		request: requestOf(draft, (one) => places.get(one)!),
		files: [...new Set(placed.flatMap(({ file }) => file ?? []))],
	};
}

function inline({ prepared: { mimeType, bytes } }: SentPicture): PlacedPicture {
	return { picture: { mimeType, base64: Buffer.from(bytes).toString("base64") } };
}

/** One picture may try its luck: newer models take more than the safe limit. */
function refuseTooMuch(inlined: readonly SentPicture[]): void {
	const bytes = inlined.reduce((sum, { prepared }) => sum + base64Length(prepared.bytes.length), 0);
	if (inlined.length < 2 || bytes <= mostInlineBytes) return;
	const detail = l10n.t(
		"{0} MB in one request, of at most {1} MB: ask about fewer pictures at once",
		Math.ceil(bytes / 1e6),
		mostInlineBytes / 1e6,
	);
	throw new LoupeError("TooLarge", `A request of ${bytes} bytes`, { detail });
}
