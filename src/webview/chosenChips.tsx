import * as l10n from "@vscode/l10n";
import type { ChosenLabels } from "../shared/protocol.ts";
import { labelText, oneLine } from "./text.ts";

/** The labels that fit, each with the model's word for how sure it is where it gave one. */
export function ChosenChips({ data }: { data: unknown }) {
	const { labels, confidence } = chosenLabels(data);
	if (labels.length === 0) return <p>{l10n.t("None of the labels fits")}</p>;
	return (
		<ul class="chosen" aria-label={l10n.t("Labels that fit")}>
			{labels.map((label, index) => {
				const word = confidence.get(label);
				return (
					<li class="chosen-chip" key={`${index} ${label}`} title={oneLine(label, 400)}>
						<span class="words" dir="auto">
							{labelText(label)}
						</span>
						{word && (
							<span class="words detail" dir="auto">
								{oneLine(word, 40)}
							</span>
						)}
					</li>
				);
			})}
		</ul>
	);
}

/** Kept answers come from files: what is not as it should be says nothing. */
function chosenLabels(data: unknown): { labels: string[]; confidence: Map<string, string> } {
	const { labels, confidence } = (data ?? {}) as Partial<Record<keyof ChosenLabels, unknown>>;
	const words = Object.entries(confidence ?? {}).filter(
		(entry): entry is [string, string] => typeof entry[1] === "string",
	);
	return {
		labels: Array.isArray(labels) ? labels.filter((label) => typeof label === "string") : [],
		confidence: new Map(words),
	};
}
