import * as l10n from "@vscode/l10n";
import type { RequestChoices, Resolution, SentSize, ThinkingLevel } from "../../shared/choices.ts";
import { oneLine } from "../text.ts";
import type { ChoiceKey } from "./requestOptions.ts";

export function choiceTitle(key: ChoiceKey): string {
	switch (key) {
		case "model":
			return l10n.t("Model");
		case "thinking":
			return l10n.t("Thinking");
		case "mediaResolution":
			return l10n.t("Resolution");
		case "sentSize":
			return l10n.t("Sent size");
	}
}

export function thinkingWords(level: ThinkingLevel | "auto" | undefined): string {
	switch (level) {
		case "minimal":
			return l10n.t("Minimal");
		case "low":
			return l10n.t("Low");
		case "medium":
			return l10n.t("Medium");
		case "high":
			return l10n.t("High");
		default:
			return l10n.t("Auto");
	}
}

export function resolutionWords(resolution: Resolution | "auto" | undefined): string {
	switch (resolution) {
		case "low":
			return l10n.t("Low");
		case "medium":
			return l10n.t("Medium");
		case "high":
			return l10n.t("High");
		case "ultra_high":
			return l10n.t("Ultra high");
		default:
			return l10n.t("Auto");
	}
}

export function sentSizeWords(size: SentSize | "auto" | undefined): string {
	if (typeof size === "number") return l10n.t("At most {0} px", size);
	return size === "original" ? l10n.t("Original") : l10n.t("Auto");
}

/** One line for each choice: "Sent size: At most 768 px". */
export function choicesLines(choices: RequestChoices): string[] {
	const { model, thinking, mediaResolution, sentSize } = choices;
	const line = (key: ChoiceKey, words: string) => l10n.t("{0}: {1}", choiceTitle(key), words);
	return [
		...(model ? [line("model", oneLine(model, 80))] : []),
		...(thinking ? [line("thinking", thinkingWords(thinking))] : []),
		...(mediaResolution ? [line("mediaResolution", resolutionWords(mediaResolution))] : []),
		...(sentSize ? [line("sentSize", sentSizeWords(sentSize))] : []),
	];
}
