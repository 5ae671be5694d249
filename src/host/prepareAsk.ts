import { l10n, type Uri } from "vscode";
import type { EarlierTurn, Picture, RequestInput } from "../gemini/request.ts";
import { contentHash } from "../history/history.ts";
import { type Prepared, prepare, readingMaxSide, spatialMaxSide } from "../image/prepare.ts";
import { LoupeError } from "../shared/errors.ts";
import type { Ask, Run } from "../shared/protocol.ts";
import type { Rect, Task } from "../shared/result.ts";
import { readPicture } from "./picture.ts";
import type { RequestSettings } from "./settings.ts";

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
}

/** Beside a part at full resolution the whole is only there to say where the part is. */
const besideMaxSide = 768;

/** Google's safe limit for a request with everything in it, base64 counted (ai.google.dev, "Image understanding"). */
export const mostInlineBytes = 20_000_000;

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

/** Makes the pictures fit to send, and the request of them; `earlier` is the conversation so far, oldest first. */
export async function prepareAsk(
	files: ReadonlyArray<{ uri: Uri; content: Uint8Array }>,
	ask: Ask,
	earlier: readonly Run[],
	settings: RequestSettings,
	signal: AbortSignal,
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
	const sent = [...pictures];
	const turns: EarlierTurn[] = [];
	for (const run of earlier) {
		const crop = run.region && (await cropOf(run.region));
		if (crop) sent.push(crop);
		turns.push({
			task: run.task,
			...(run.prompt && { prompt: run.prompt }),
			...(crop && { crop: inline(crop) }),
			answer: run.text,
		});
	}
	const crop = region && !isPartAlone ? await cropOf(region) : undefined;
	if (crop) sent.push(crop);
	refuseTooMuch(sent);
	const request: RequestInput = {
		...settings,
		task,
		pictures: pictures.map(inline),
		...(prompt && { prompt }),
		...(turns.length > 0 && { earlier: turns }),
		...(crop && { crop: inline(crop) }),
		...(labels && { labels }),
		...(many !== undefined && { many }),
		...(schema && { schema }),
	};
	return { request, pictures, sent };
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

function inline({ prepared: { mimeType, bytes } }: SentPicture): Picture {
	return { mimeType, base64: Buffer.from(bytes).toString("base64") };
}

/** One picture may try its luck: newer models take more than the safe limit. */
function refuseTooMuch(sent: readonly SentPicture[]): void {
	const bytes = sent.reduce(
		(sum, { prepared }) => sum + Math.ceil(prepared.bytes.length / 3) * 4,
		0,
	);
	if (sent.length < 2 || bytes <= mostInlineBytes) return;
	const detail = l10n.t(
		"{0} MB in one request, of at most {1} MB: ask about fewer pictures at once",
		Math.ceil(bytes / 1e6),
		mostInlineBytes / 1e6,
	);
	throw new LoupeError("TooLarge", `A request of ${bytes} bytes`, { detail });
}
