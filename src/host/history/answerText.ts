import { l10n } from "vscode";
import type { Run } from "../../shared/protocol.ts";
import type { DetectedObject } from "../../shared/result.ts";
import { oneLine } from "./oneLine.ts";
import { formatTime, objectsFound, taskTitle } from "./words.ts";

/** An answer as Markdown to read and to copy from; `title` is what its picture is called. */
export function answerText(run: Run, title: string): string {
	const { engine, model, prompt, pages, complete, warnings } = run;
	const by =
		engine === "demo"
			? l10n.t("Demo engine: colours and shapes only, not Gemini")
			: oneLine(model.answered ?? model.asked);
	const which = pages === undefined ? [] : [l10n.t("Pages {0}", pages)];
	const facts = [taskTitle(run.task), ...which, by, formatTime(run.startedAt)].map(escaped);
	const cut = complete ? [] : [l10n.t("This answer is not whole.")];
	return `${[
		`# ${escaped(title)}`,
		facts.join(" · "),
		...(prompt ? [prompt.replace(/^/gm, "> ")] : []),
		...[...cut, ...warnings].map((warning) => `- ${escaped(oneLine(warning, 300))}`),
		body(run),
	].join("\n\n")}\n`;
}

function body({ objects, data, text, removed }: Run): string {
	if (objects) {
		const left = new Set(removed);
		return objectTable(objects.filter((_, index) => !left.has(index)));
	}
	return data === undefined ? text : fenced(JSON.stringify(data, null, "\t"), "json");
}

function objectTable(objects: readonly DetectedObject[]): string {
	const count = objectsFound(objects.length);
	if (objects.length === 0) return count;
	const head = ["", l10n.t("Label"), "x", "y", l10n.t("Width"), l10n.t("Height")];
	const rows = objects.map(({ label, box, point, mask }, index) => {
		const place = box ?? mask;
		const { x, y } = place ?? point ?? {};
		const numbers = [x, y, place?.width, place?.height].map((value) =>
			value === undefined ? "" : String(Math.round(value)),
		);
		return [String(index + 1), escaped(oneLine(label, 200)), ...numbers];
	});
	const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
	return [`${count}\n`, line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** In a code block that nothing in the text ends. */
function fenced(text: string, language: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = "`".repeat(longest + 1);
	return `${fence}${language}\n${text}\n${fence}`;
}

/** Text that Markdown shows as it is. */
function escaped(text: string): string {
	return text.replace(/[\\`*[\]<>|]/g, "\\$&");
}
