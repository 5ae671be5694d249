import type { Uri } from "vscode";
import { LoupeError } from "../shared/errors.ts";
import type { Ask, Run } from "../shared/protocol.ts";
import { checkAsk } from "./checkAsk.ts";
import { type AskedFile, draftAsk, readFiles } from "./draftAsk.ts";
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
	readonly #pictures = new PreparedPictures();

	constructor(uploads: Uploads) {
		this.#uploads = uploads;
	}

	/** Throws `Unsupported` for what cannot be asked, and as `readFiles`, `prepare` and `planDraft`. */
	async make(
		uris: readonly Uri[],
		{ ask, earlier, settings }: Question,
		signal: AbortSignal,
	): Promise<PlannedAsk & { files: AskedFile[] }> {
		const read = await readFiles(uris, signal);
		const sound = await checkAsk(ask, uris);
		const question = { ask: sound, earlier, settings };
		const draft = await draftAsk(read, question, this.#pictures, signal);
		const planned = await planDraft(draft, this.uploadChoice(uris));
		return { ...planned, files: read.map(({ uri, hash, bytes }) => ({ uri, hash, bytes })) };
	}

	/** Makes ready what a question will take, while it is being written. */
	async ahead(uris: readonly Uri[], question: Question, signal: AbortSignal): Promise<void> {
		try {
			const read = await readFiles(uris, signal);
			await draftAsk(read, question, this.#pictures, signal);
		} catch (error) {
			// Whoever asks hears of it; nobody has asked yet.
			if (!(error instanceof LoupeError)) throw error;
		}
	}

	uploadChoice(uris: readonly Uri[]): UploadChoice {
		return { uploads: this.#uploads, setting: readUploadSetting(uris[0]) };
	}
}
