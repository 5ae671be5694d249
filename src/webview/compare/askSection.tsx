import stopIcon from "@vscode/codicons/src/icons/debug-stop.svg";
import askIcon from "@vscode/codicons/src/icons/sparkle.svg";
import * as l10n from "@vscode/l10n";
import { useState } from "preact/hooks";
import { Icon } from "../icon.tsx";
import { labelText } from "../text.ts";
import { ShownToggle } from "./changesSection.tsx";
import type { CompareActions } from "./compareActions.ts";
import { SpotList } from "./spotList.tsx";
import { findingColors, findingsOf } from "./spots.ts";
import type { ComparePageState } from "./state.ts";
import { findingTitle, sideName } from "./words.ts";

/** Asks the engine what changed, and lists what it points at. */
export function AskSection({
	state,
	actions,
}: {
	state: ComparePageState;
	actions: CompareActions;
}) {
	const [words, setWords] = useState("");
	const running = state.runs.findLast(
		({ task, status }) => task === "compare" && status === "running",
	);
	const findings = findingsOf(state);
	const colors = findingColors(state);
	const ask = (): void => {
		const prompt = words.trim();
		actions.run({ task: "compare", ...(prompt && { prompt }) });
	};
	return (
		<section class="section asking" aria-label={l10n.t("What changed?")}>
			<form
				class="ask-changes"
				onSubmit={(event) => {
					event.preventDefault();
					if (!running && state.layout) ask();
				}}
			>
				<input
					type="text"
					class="input"
					aria-label={l10n.t("What to look for")}
					placeholder={l10n.t("What to look for")}
					value={words}
					onInput={({ currentTarget }) => setWords(currentTarget.value)}
				/>
				{running ? (
					<button type="button" class="primary" onClick={() => actions.stop(running.id)}>
						<Icon svg={stopIcon} />
						{l10n.t("Stop")}
					</button>
				) : (
					<button type="submit" class="primary" disabled={!state.layout}>
						<Icon svg={askIcon} />
						{l10n.t("What changed?")}
					</button>
				)}
			</form>
			{findings.length > 0 && (
				<>
					<div class="section-head">
						<h2>{l10n.t("Found by the engine")}</h2>
						<span class="spring" />
						<ShownToggle
							isShown={state.findingsShown}
							title={l10n.t("Show Objects on the Pictures")}
							toggle={actions.toggleFindings}
						/>
					</div>
					<SpotList
						name={l10n.t("Objects")}
						selected={state.selected}
						hovered={state.hovered}
						actions={actions}
						rows={findings.map((finding) => ({
							key: finding.key,
							title: findingTitle(finding),
							words: labelText(finding.object.label),
							numbers: sideName(finding.side),
							mark: (
								<span class="swatch" style={{ backgroundColor: colors(finding.object.label) }} />
							),
						}))}
					/>
				</>
			)}
		</section>
	);
}
