import type { Uri } from "vscode";
import { LoupeError } from "../shared/errors.ts";
import type { Ask, Run } from "../shared/protocol.ts";
import type { AskDraft } from "./askDraft.ts";
import { checkAsk } from "./checkAsk.ts";
import { type AskedFile, draftAsk, readFiles, type SentPicture } from "./draftAsk.ts";
import type { ShownFrames } from "./editor/shownFrames.ts";
import { draftPages } from "./pdf/draftPages.ts";
import { isPdf } from "./pdf/pdfFile.ts";
import { worded } from "./pdf/pdfWords.ts";
import { PreparedPages } from "./pdf/preparedPages.ts";
import { PreparedPictures } from "./preparedPictures.ts";
import { type PlannedAsk, planDraft, type UploadChoice } from "./sendDraft.ts";
import { type RequestSettings, readUploadSetting } from "./settings.ts";
import type { Uploads } from "./uploads.ts";

/** What is asked, with the conversation so far, oldest first. */
export interface Question {
	ask: Ask;
	earlier: readonly Run[];
	settings: RequestSettings;
}

/** Turns questions into requests up to where something would be sent. */
export class AskDrafts {
	readonly #uploads: Uploads;
	readonly #pictures: PreparedPictures;
	readonly #pages = new PreparedPages();

	constructor(uploads: Uploads, frames: ShownFrames) {
		this.#uploads = uploads;
		this.#pictures = new PreparedPictures(frames);
	}

	/** Throws `Unsupported` for what cannot be asked, and as `readFiles`, `prepare` and `planDraft`. */
	async make(
		uris: readonly Uri[],
		{ ask, earlier, settings }: Question,
		signal: AbortSignal,
	): Promise<PlannedAsk & { files: AskedFile[] }> {
		const read = await readFiles(uris, signal);
		const sound = await checkAsk(ask, uris);
		const draft = await this.#draft(read, { ask: sound, earlier, settings }, signal);
		const planned = await planDraft(draft, this.uploadChoice(uris));
		return { ...planned, files: read.map(({ uri, hash, bytes }) => ({ uri, hash, bytes })) };
	}

	/** Makes ready what a question will take, while it is being written. */
	async ahead(uris: readonly Uri[], question: Question, signal: AbortSignal): Promise<void> {
		try {
			const read = await readFiles(uris, signal);
			await this.#draft(read, question, signal);
		} catch (error) {
			// Whoever asks hears of it; nobody has asked yet.
			if (!(error instanceof LoupeError)) throw error;
		}
	}

	async #draft(
		read: Awaited<ReturnType<typeof readFiles>>,
		question: Question,
		signal: AbortSignal,
	): Promise<AskDraft<SentPicture>> {
		const [first] = read;
		if (!first || !isPdf(first.uri)) return draftAsk(read, question, this.#pictures, signal);
		try {
			return await draftPages(first, question, this.#pages, signal);
		} catch (error) {
			throw worded(error);
		}
	}

	uploadChoice(uris: readonly Uri[]): UploadChoice {
		return { uploads: this.#uploads, setting: readUploadSetting(uris[0]) };
	}
}
