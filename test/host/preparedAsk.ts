import type { Uri } from "vscode";
import { contentHash } from "../../src/history/history.ts";
import { draftAsk } from "../../src/host/draftAsk.ts";
import { ShownFrames } from "../../src/host/editor/shownFrames.ts";
import { PreparedPictures } from "../../src/host/preparedPictures.ts";
import {
	type PreparedAsk,
	placeDraft,
	planDraft,
	type UploadChoice,
} from "../../src/host/sendDraft.ts";
import { readRequestSettings } from "../../src/host/settings.ts";
import type { Ask, Run } from "../../src/shared/protocol.ts";

/** A question as it goes out, with the settings of now. */
export async function preparedAsk(
	files: ReadonlyArray<{ uri: Uri; content: Uint8Array }>,
	ask: Ask,
	upload: UploadChoice,
	{ earlier = [], signal }: { earlier?: readonly Run[]; signal: AbortSignal },
): Promise<PreparedAsk> {
	const known = files.map(({ uri, content }) => ({
		...{ uri, content },
		hash: contentHash(content),
		bytes: content.length,
	}));
	const question = { ask, earlier, settings: readRequestSettings() };
	const draft = await draftAsk(known, question, new PreparedPictures(new ShownFrames()), signal);
	return placeDraft(await planDraft(draft, upload), signal, upload);
}
