import { l10n, type Uri } from "vscode";
import type { RequestInput } from "../gemini/request.ts";
import { contentHash } from "../history/history.ts";
import { type Prepared, prepare, readingMaxSide, spatialMaxSide } from "../image/prepare.ts";
import { LoupeError } from "../shared/errors.ts";
import type { Ask, Run } from "../shared/protocol.ts";
import type { Rect, Task } from "../shared/result.ts";
import { type AskDraft, draftedPictures, requestOf, wordsBytes } from "./askDraft.ts";
import { pictureName, readPicture } from "./picture.ts";
import { type PlacedPicture, placePictures } from "./placePictures.ts";
import {
	base64Length,
	mostInlineBytes,
	type SendWay,
	sendWays,
	type UploadSetting,
} from "./sendWays.ts";
import type { RequestSettings } from "./settings.ts";
import type { OnProgress } from "./sharedUpload.ts";
import { type UploadPicture, type Uploads, uploadPicture } from "./uploads.ts";

// Others weigh requests by it, too.
export { mostInlineBytes } from "./sendWays.ts";

/** A picture of a request, whole or a part of one. */
export interface SentPicture {
	uri: Uri;
	prepared: Prepared;
}

/** A picture that is asked about, as its file is now. */
export interface AskedFile {
	uri: Uri;
	/** Its content's. */
	hash: string;
	bytes: number;
}

export interface PreparedAsk {
	request: RequestInput;
	/** The pictures asked about, in order; coordinates of the answer count in these. */
	pictures: SentPicture[];
	/** Every picture of the request, in the order they stand in it. */
	sent: SentPicture[];
	/** The files on the server that the request names ("files/…"). */
	files: string[];
	/** What was asked, before it was said how each picture goes out. */
	draft: AskDraft<SentPicture>;
}

/** How pictures may go out other than inside the request. */
export interface UploadChoice {
	uploads: Uploads;
	setting: UploadSetting;
	/** Bytes of all that is uploaded for the request. */
	onProgress?: OnProgress;
}

/** Beside a part at full resolution the whole is only there to say where the part is. */
const besideMaxSide = 768;

/** ai.google.dev, "Image understanding". */
export const mostPictures = 3600;

/** Reads the files; throws as `readPicture`, and `TooLarge` for more than a request takes. */
export async function readFiles(
	uris: readonly Uri[],
	signal: AbortSignal,
): Promise<Array<AskedFile & { content: Uint8Array }>> {
	if (uris.length > mostPictures) {
		const detail = l10n.t("at most {0} pictures at once", mostPictures);
		throw new LoupeError("TooLarge", `${uris.length} pictures`, { detail });
	}
	const files = [];
	for (const uri of uris) {
		signal.throwIfAborted();
		const content = await readPicture(uri);
		files.push({ uri, hash: contentHash(content), bytes: content.length, content });
	}
	return files;
}

/**
 * Makes the pictures fit to send, and the request of them; `earlier` is the conversation so far,
 * oldest first. Without an `upload` every picture goes inside the request. Throws as `prepare` and
 * `Uploads.file`, and `TooLarge`.
 */
export async function prepareAsk(
	files: ReadonlyArray<{ uri: Uri; content: Uint8Array }>,
	ask: Ask,
	earlier: readonly Run[],
	settings: RequestSettings,
	signal: AbortSignal,
	upload?: UploadChoice,
): Promise<PreparedAsk> {
	const { task, prompt, region, labels, many, schema } = ask;
	const [only] = files;
	const cropOf = async (part: Rect): Promise<SentPicture | undefined> =>
		only && {
			uri: only.uri,
			prepared: await prepare(only.content, { maxSide: readingMaxSide, region: part, signal }),
		};
	// Objects are looked for in the part alone: there the model sees most.
	const isPartAlone = findsObjects(task) && region !== undefined;
	const pictures: SentPicture[] = [];
	for (const { uri, content } of files) {
		const options = isPartAlone
			? { maxSide: spatialMaxSide, region, signal }
			: { maxSide: wholeMaxSide(ask, earlier), signal };
		pictures.push({ uri, prepared: await prepare(content, options) });
	}
	const turns: AskDraft<SentPicture>["turns"] = [];
	for (const run of earlier) {
		const crop = run.region && (await cropOf(run.region));
		turns.push({
			task: run.task,
			...(run.prompt && { prompt: run.prompt }),
			...(crop && { crop }),
			answer: run.text,
		});
	}
	const crop = region && !isPartAlone ? await cropOf(region) : undefined;
	const words = {
		...settings,
		task,
		...(prompt && { prompt }),
		...(labels && { labels }),
		...(many !== undefined && { many }),
		...(schema && { schema }),
	};
	return sendDraft({ words, pictures, turns, ...(crop && { crop }) }, signal, upload);
}

/** The same request once more, with what is not on the server any more uploaded anew. */
export function sendAgain(
	{ draft }: PreparedAsk,
	signal: AbortSignal,
	upload: UploadChoice,
): Promise<PreparedAsk> {
	return sendDraft(draft, signal, upload);
}

async function sendDraft(
	draft: AskDraft<SentPicture>,
	signal: AbortSignal,
	upload: UploadChoice | undefined,
): Promise<PreparedAsk> {
	const sent = draftedPictures(draft);
	const placed = upload
		? await placeSome(sent, wordsBytes(draft), signal, upload)
		: placeInline(sent);
	const places = new Map(sent.map((one, index) => [one, placed[index]!.picture]));
	return {
		request: requestOf(draft, (one) => places.get(one)!),
		pictures: [...draft.pictures],
		sent,
		files: [...new Set(placed.flatMap(({ file }) => file ?? []))],
		draft,
	};
}

function placeInline(sent: readonly SentPicture[]): PlacedPicture[] {
	refuseTooMuch(sent);
	return sent.map(({ prepared: { mimeType, bytes } }) => ({
		picture: { mimeType, base64: Buffer.from(bytes).toString("base64") },
	}));
}

async function placeSome(
	sent: readonly SentPicture[],
	words: number,
	signal: AbortSignal,
	{ uploads, setting, onProgress }: UploadChoice,
): Promise<PlacedPicture[]> {
	const parts: UploadPicture[] = sent.map(({ uri, prepared: { bytes, mimeType } }) =>
		uploadPicture({ bytes, mimeType, picture: { uri: uri.toString(), name: pictureName(uri) } }),
	);
	const sizes = parts.map(({ hash, bytes }) => ({ hash, bytes: bytes.length }));
	const known = await uploads.known(parts.map(({ hash }) => hash));
	const ways: SendWay[] = sendWays(sizes, setting, known, words);
	refuseTooMuch(sent.filter((_, index) => ways[index] === "inline"));
	return placePictures(parts, ways, uploads, { signal, onProgress });
}

/** Tasks whose whole answer is objects. */
export function findsObjects(task: Task): boolean {
	return task === "detect" || task === "segment" || task === "point";
}

/** As it was when the conversation began: what was sent the same way before can be cached. */
function wholeMaxSide(ask: Ask, earlier: readonly Run[]): number {
	const first = earlier[0] ?? ask;
	if (findsObjects(first.task)) return spatialMaxSide;
	return first.region ? besideMaxSide : readingMaxSide;
}

/** One picture may try its luck: newer models take more than the safe limit. */
function refuseTooMuch(inline: readonly SentPicture[]): void {
	const bytes = inline.reduce((sum, { prepared }) => sum + base64Length(prepared.bytes.length), 0);
	if (inline.length < 2 || bytes <= mostInlineBytes) return;
	const detail = l10n.t(
		"{0} MB in one request, of at most {1} MB: ask about fewer pictures at once",
		Math.ceil(bytes / 1e6),
		mostInlineBytes / 1e6,
	);
	throw new LoupeError("TooLarge", `A request of ${bytes} bytes`, { detail });
}
