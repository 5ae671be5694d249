import "../toolbar.css";

import chevronIcon from "@vscode/codicons/src/icons/chevron-down.svg";
import transcribeIcon from "@vscode/codicons/src/icons/whole-word.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "../icon.tsx";
import { RequestOptionsButton, RequestOptionsForm } from "../request/requestOptionsForm.tsx";
import { oneLine } from "../text.ts";
import type { PdfActions } from "./actions.ts";
import { writePages } from "./pageChoice.ts";
import { obstacleOf, type PdfPageState, pageCount } from "./state.ts";
import { factsOf, faultText, transcribeHint } from "./words.ts";

export function PdfToolbar(props: { state: PdfPageState; actions: PdfActions }) {
	const { state, actions } = props;
	const { engine, choice, runs } = state;
	const count = pageCount(state);
	const fault = count > 0 && choice.fault ? faultText(choice.fault) : undefined;
	const isRunning = runs.some(({ status }) => status === "running");
	const model = l10n.t("Model: {0}", oneLine(engine.model, 80));
	return (
		<header class="toolbar-holder">
			<h1 class="unseen">{oneLine(state.pdf.name, 300)}</h1>
			<div class="toolbar" role="toolbar" aria-label={l10n.t("Pages to ask about")}>
				<div class="tasks">
					<label class="pages-box">
						<span class="pages-label">{l10n.t("Pages")}</span>
						<input
							type="text"
							value={choice.written}
							placeholder={l10n.t("All, or 1-3, 7")}
							title={l10n.t("Which pages: 1-3, 7, 12-. Nothing means all of them.")}
							aria-invalid={fault !== undefined}
							aria-describedby={fault === undefined ? undefined : "pages-fault"}
							autocomplete="off"
							spellcheck={false}
							maxLength={2000}
							disabled={count === 0}
							onInput={({ currentTarget: { value } }) =>
								actions.choose((before, all) => writePages(before, value, all))
							}
						/>
					</label>
					<button
						type="button"
						class="tool task"
						aria-label={l10n.t("Transcribe")}
						title={transcribeHint(state)}
						disabled={obstacleOf(state) !== undefined}
						onClick={() => actions.transcribe()}
					>
						<Icon svg={transcribeIcon} />
						<span class="tool-text">{l10n.t("Transcribe")}</span>
					</button>
				</div>
				{fault === undefined ? (
					<div class="facts" dir="auto">
						{factsOf(state)}
					</div>
				) : (
					<div class="facts fault" id="pages-fault" role="alert" dir="auto">
						{fault}
					</div>
				)}
				<RequestOptionsButton state={state} />
				<button
					type="button"
					class="tool model"
					aria-label={model}
					title={model}
					onClick={() => actions.selectModel()}
				>
					<span class="tool-text">{oneLine(engine.model, 80)}</span>
					<Icon svg={chevronIcon} />
				</button>
				{isRunning && <div class="progress" role="progressbar" aria-label={l10n.t("Running")} />}
			</div>
			<RequestOptionsForm state={state} actions={actions} />
		</header>
	);
}
