import * as l10n from "@vscode/l10n";
import type { ShownRun } from "../shared/protocol.ts";
import { sentLines, sentWords } from "./request/requestWords.ts";
import {
	formatBytes,
	formatDollars,
	formatNumber,
	formatSeconds,
	oneLine,
	taskTitle,
} from "./text.ts";

/** What was asked, in at most `length` letters. */
export function askedWords(run: ShownRun, length: number): string {
	if (!run.prompt) return taskTitle(run.task);
	const words = oneLine(run.prompt, length);
	return run.task === "ask" ? words : `${taskTitle(run.task)} · ${words}`;
}

/** Of a PDF, which pages: "Pages 2–3, 9". */
export function pagesWords(pages: string): string {
	const range = oneLine(pages.replaceAll("-", "–"), 80);
	return /^\d+$/.test(pages) ? l10n.t("Page {0}", range) : l10n.t("Pages {0}", range);
}

export function waitingWords(run: ShownRun): string {
	if (run.progress) {
		const { sent, of } = run.progress;
		return l10n.t("Uploading {0} of {1}…", formatBytes(sent), formatBytes(of));
	}
	return l10n.t("Waiting for {0}…", oneLine(run.model.asked, 80));
}

/** What answered, what it took: "gemini-3.8-flash · 1,204 tokens · $0.0010 · 0.9 s". */
export function metaOf(run: ShownRun): string {
	const parts: string[] = [];
	if (run.engine === "demo") parts.push(l10n.t("Demo engine, not Gemini"));
	if (run.frame !== undefined) parts.push(l10n.t("frame {0}", formatNumber(run.frame + 1)));
	const failed = run.status === "failed";
	if (!failed) parts.push(oneLine(run.model.answered ?? run.model.asked, 80));
	if (run.usage) parts.push(l10n.t("{0} tokens", formatNumber(run.usage.totalTokens)));
	if (run.cost !== undefined) parts.push(formatDollars(run.cost));
	if (run.took !== undefined && !failed) parts.push(formatSeconds(run.took));
	const sent = run.request && sentWords(run.request);
	// A line ends before it or after it.
	if (sent) parts.push(sent.replaceAll(" ", "\u00a0"));
	if (run.status === "stopped") parts.push(l10n.t("stopped"));
	return parts.join(" · ");
}

/** What `metaOf` has no room for: the tokens one by one, and each picture as it was sent. */
export function metaLines(run: ShownRun): string | undefined {
	const lines = [tokensOf(run), ...(run.request ? sentLines(run.request) : [])];
	return lines.filter(Boolean).join("\n") || undefined;
}

/** The tokens one by one: "1,100 tokens sent, 104 answered"; undefined where none were counted. */
function tokensOf({ usage }: ShownRun): string | undefined {
	if (!usage) return undefined;
	const { promptTokens, cachedTokens, outputTokens, thoughtTokens } = usage;
	const sent = l10n.t("{0} tokens in", formatNumber(promptTokens));
	const cached = l10n.t("{0} of them cached", formatNumber(cachedTokens));
	const answered = l10n.t("{0} tokens out", formatNumber(outputTokens));
	const thought = l10n.t("{0} tokens of thought", formatNumber(thoughtTokens));
	return [sent, cachedTokens > 0 && cached, answered, thoughtTokens > 0 && thought]
		.filter((part) => part !== false)
		.join("\n");
}
