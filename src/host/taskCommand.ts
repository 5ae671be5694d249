import type { Uri } from "vscode";
import type { Ask } from "../shared/protocol.ts";
import type { InspectResult, Task } from "../shared/result.ts";
import type { ShownFrames } from "./editor/shownFrames.ts";
import { openInLoupe } from "./editors.ts";
import type { Inspector } from "./inspect.ts";
import { openMarkdown } from "./lastEditor.ts";
import { isPdf } from "./pdf/pdfFile.ts";
import type { TaskOptions } from "./target.ts";
import type { WantedForms } from "./wantedForms.ts";

export interface TaskParts {
	inspector: Inspector;
	forms: WantedForms;
	frames: ShownFrames;
	/** Opens the panel in which several pictures are asked about. */
	openPictures(uris: Uri[]): Promise<void>;
}

/**
 * Does a task where the person sees it: progress, answer and failure show in the picture's editor. What
 * needs words first opens its form there. Resolves with the last result.
 */
export async function showTask(
	task: Exclude<Task, "compare">,
	uris: Uri[],
	parts: TaskParts,
): Promise<InspectResult | undefined> {
	const [first] = uris;
	if (!first) return undefined;
	switch (task) {
		case "ask":
			if (uris.length > 1) await parts.openPictures(uris);
			else await openForm(first, task, parts.forms);
			return undefined;
		case "classify":
		case "extract":
			await openForm(first, task, parts.forms);
			return undefined;
		default:
			return runEach(task, uris, parts);
	}
}

/** Called with options: shows nothing; resolves with the result, rejects with the error. */
export function runSilently(
	task: Task,
	uris: Uri[],
	options: TaskOptions,
	inspector: Inspector,
): Promise<InspectResult> {
	const { question, prompt, region, labels, schema, pages, model, signal, many = true } = options;
	const words = task === "ask" ? (question ?? prompt) : prompt;
	const ask: Ask = {
		task,
		...(words && { prompt: words }),
		...(region && { region }),
		...(labels && { labels, many }),
		...(pages && uris.some(isPdf) && { pages }),
		...(schema !== undefined && { schema: schema as NonNullable<Ask["schema"]> }),
	};
	return inspector.inspect(uris, ask, {
		...(model && { model }),
		...(signal && { signal }),
		isSilent: true,
	});
}

async function openForm(uri: Uri, task: Task, forms: WantedForms): Promise<void> {
	// First: a page that is not up yet asks for it when it is.
	forms.want(uri, task);
	await openInLoupe(uri);
}

async function runEach(
	task: Task,
	uris: Uri[],
	{ inspector, frames }: TaskParts,
): Promise<InspectResult | undefined> {
	let last: InspectResult | undefined;
	for (const uri of uris) {
		await openInLoupe(uri);
		const frame = await frames.hold(uri);
		const ask = { task, ...(frame !== undefined && { frame }) };
		// Its failure shows in the editor; the next picture is still inspected.
		last = await inspector.inspect([uri], ask).catch(() => undefined);
		if (last && task === "transcribe") await openMarkdown(last.text);
	}
	return last;
}
