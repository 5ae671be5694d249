import { formatPages } from "../../shared/pageRanges.ts";
import type { Ask, Run } from "../../shared/protocol.ts";
import type { AskDraft } from "../askDraft.ts";
import type { AskedFile, SentPicture } from "../draftAsk.ts";
import type { RequestSettings } from "../settings.ts";
import type { PreparedPages } from "./preparedPages.ts";

/**
 * A question about pages of a PDF. They open the conversation and go along with every turn of it, so
 * turns about other pages are none of this conversation. Throws as `PreparedPages.of`.
 */
export async function draftPages(
	file: AskedFile & { content: Uint8Array },
	{ ask, earlier, settings }: { ask: Ask; earlier: readonly Run[]; settings: RequestSettings },
	prepared: PreparedPages,
	signal: AbortSignal,
): Promise<AskDraft<SentPicture>> {
	const { task, prompt } = ask;
	const { sentSize: _, ...said } = settings;
	const made = await prepared.of(file, ask.pages ?? earlier[0]?.pages ?? "", signal);
	const { pages } = made;
	const about = formatPages(pages);
	const turns = earlier
		.filter((run) => run.pages === about)
		.map((run) => ({
			task: run.task,
			...(run.prompt && { prompt: run.prompt }),
			answer: run.text,
		}));
	const sent: SentPicture = {
		uri: file.uri,
		prepared: made.prepared,
		medium: { pages: pages.length, text: made.text },
	};
	return { words: { ...said, task, ...(prompt && { prompt }), pages }, pictures: [sent], turns };
}
