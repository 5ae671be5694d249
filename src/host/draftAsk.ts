import { l10n, type Uri } from "vscode";
import { contentHash } from "../history/history.ts";
import { type Prepared, readingMaxSide, spatialMaxSide } from "../image/prepare.ts";
import { type SentSize, sideOf } from "../shared/choices.ts";
import { LoupeError } from "../shared/errors.ts";
import type { Ask, Run } from "../shared/protocol.ts";
import type { Rect, Task } from "../shared/result.ts";
import type { AskDraft } from "./askDraft.ts";
import { readPicture } from "./picture.ts";
import type { PreparedPictures } from "./preparedPictures.ts";
import type { RequestSettings } from "./settings.ts";

/** A picture of a request, whole or a part of one; or pages of a PDF. */
export interface SentPicture {
	uri: Uri;
	/** Of a PDF the sizes are its first page's, in points. */
	prepared: Prepared;
	/** Of a PDF: what its tokens are counted by. */
	medium?: { pages: number; text: string };
}

/** A picture that is asked about, as its file is now. */
export interface AskedFile {
	uri: Uri;
	/** Its content's. */
	hash: string;
	bytes: number;
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
 * Makes the pictures fit to send, with the words around them; `earlier` is the conversation so far,
 * oldest first. Throws as `prepare`.
 */
export async function draftAsk(
	files: ReadonlyArray<AskedFile & { content: Uint8Array }>,
	{ ask, earlier, settings }: { ask: Ask; earlier: readonly Run[]; settings: RequestSettings },
	pictures: PreparedPictures,
	signal: AbortSignal,
): Promise<AskDraft<SentPicture>> {
	const { task, prompt, region, labels, many, schema, frame } = ask;
	const { sentSize, ...said } = settings;
	const [only] = files;
	const reading = sideOf(sentSize, readingMaxSide);
	const cropOf = async (part: Rect, of?: number): Promise<SentPicture | undefined> => {
		if (!only) return undefined;
		const options = { maxSide: reading, region: part, ...atFrame(of), signal };
		return { uri: only.uri, prepared: await pictures.of(only, options) };
	};
	// Objects are looked for in the part alone: there the model sees most.
	const isPartAlone = findsObjects(task) && region !== undefined;
	const whole: SentPicture[] = [];
	for (const file of files) {
		const options = isPartAlone
			? { maxSide: sideOf(sentSize, spatialMaxSide), region, ...atFrame(frame), signal }
			: { maxSide: wholeMaxSide(earlier[0] ?? ask, sentSize), ...atFrame(frame), signal };
		whole.push({ uri: file.uri, prepared: await pictures.of(file, options) });
	}
	const turns: AskDraft<SentPicture>["turns"] = [];
	for (const run of earlier) {
		const crop = run.region && (await cropOf(run.region, run.frame));
		turns.push({
			task: run.task,
			...(run.prompt && { prompt: run.prompt }),
			...(crop && { crop }),
			answer: run.text,
		});
	}
	const crop = region && !isPartAlone ? await cropOf(region, frame) : undefined;
	const words = {
		...said,
		task,
		...(prompt && { prompt }),
		...(labels && { labels }),
		...(many !== undefined && { many }),
		...(schema && { schema }),
	};
	return { words, pictures: whole, turns, ...(crop && { crop }) };
}

function atFrame(frame: number | undefined): { frame?: number } {
	return frame === undefined ? {} : { frame };
}

/** Tasks whose whole answer is objects. */
export function findsObjects(task: Task): boolean {
	return task === "detect" || task === "segment" || task === "point";
}

/** By how the conversation began: what was sent the same way before can be cached. */
function wholeMaxSide({ task, region }: Ask, size: SentSize | undefined): number {
	if (findsObjects(task)) return sideOf(size, spatialMaxSide);
	return region ? besideMaxSide : sideOf(size, readingMaxSide);
}
