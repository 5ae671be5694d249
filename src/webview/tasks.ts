import classifyIcon from "@vscode/codicons/src/icons/checklist.svg";
import captionIcon from "@vscode/codicons/src/icons/list-flat.svg";
import pointIcon from "@vscode/codicons/src/icons/location.svg";
import compareIcon from "@vscode/codicons/src/icons/split-horizontal.svg";
import extractIcon from "@vscode/codicons/src/icons/table.svg";
import detectIcon from "@vscode/codicons/src/icons/target.svg";
import transcribeIcon from "@vscode/codicons/src/icons/text-size.svg";
import segmentIcon from "@vscode/codicons/src/icons/wand.svg";
import * as l10n from "@vscode/l10n";
import type { Task } from "../shared/result.ts";
import { taskTitle } from "./text.ts";

/** A task with a button in the toolbar. */
export interface ToolbarTask {
	task: Task;
	icon: string;
	/** What is asked for before it runs: words, labels and words, fields and words, or nothing. */
	form: "words" | "labels" | "fields" | undefined;
}

/** As they stand in the toolbar. */
export const toolbarTasks: readonly ToolbarTask[] = [
	{ task: "caption", icon: captionIcon, form: "words" },
	{ task: "detect", icon: detectIcon, form: "words" },
	{ task: "segment", icon: segmentIcon, form: "words" },
	{ task: "point", icon: pointIcon, form: "words" },
	{ task: "classify", icon: classifyIcon, form: "labels" },
	{ task: "extract", icon: extractIcon, form: "fields" },
	{ task: "transcribe", icon: transcribeIcon, form: "words" },
	{ task: "compare", icon: compareIcon, form: undefined },
];

/** What a task's button reads: its title, or the part of it that is enough beside an icon. */
export function shortTitle(task: Task): string {
	return task === "detect" ? l10n.t("Detect") : taskTitle(task);
}
