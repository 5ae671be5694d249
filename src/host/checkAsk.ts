import { l10n, type Uri } from "vscode";
import { LoupeError } from "../shared/errors.ts";
import type { Ask } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import { isPdf } from "./pdf/pdfFile.ts";

/** The question as it can be asked; throws `Unsupported` for what cannot be. */
export async function checkAsk(ask: Ask, uris: readonly Uri[]): Promise<Ask> {
	const refuse = (message: string, detail: string) =>
		new LoupeError("Unsupported", message, { detail });
	if (uris.length === 0) throw refuse("No picture", l10n.t("no picture was named"));
	refusePdfs(ask.task, uris);
	if (uris.length > 1 && ask.task !== "ask" && ask.task !== "compare") {
		const detail = l10n.t("this task takes one picture at a time");
		throw refuse(`${ask.task} takes one picture, not ${uris.length}`, detail);
	}
	switch (ask.task) {
		case "compare":
			if (uris.length > 1) return ask;
			throw refuse("One picture to compare", l10n.t("it takes two pictures to compare"));
		case "classify":
			if ((ask.labels?.length ?? 0) > 1) return ask;
			throw refuse("No labels", l10n.t("it takes at least two labels to choose from"));
		case "extract": {
			const { checkSchema } = await import("./readData.ts");
			return { ...ask, schema: await checkSchema(ask.schema) };
		}
		default:
			return ask;
	}
}

/** Throws `Unsupported` where a PDF is among them and the task is none for PDFs, or takes one alone. */
export function refusePdfs(task: Task, uris: readonly Uri[]): void {
	if (!uris.some(isPdf)) return;
	if (task !== "ask" && task !== "transcribe") {
		const detail = l10n.t("this task takes pictures; a PDF can be asked about and transcribed");
		throw new LoupeError("Unsupported", `${task} of a PDF`, { detail });
	}
	if (uris.length === 1) return;
	const detail = l10n.t("a PDF is asked about alone, without other files");
	throw new LoupeError("Unsupported", `${uris.length} files with a PDF`, { detail });
}
