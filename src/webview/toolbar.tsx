import "./toolbar.css";

import chevronIcon from "@vscode/codicons/src/icons/chevron-down.svg";
import factsIcon from "@vscode/codicons/src/icons/info.svg";
import drawerIcon from "@vscode/codicons/src/icons/layout-panel.svg";
import panelIcon from "@vscode/codicons/src/icons/layout-sidebar-right.svg";
import * as l10n from "@vscode/l10n";
import { useLayoutEffect } from "preact/hooks";
import type { PictureState, ShownRun } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import type { Actions } from "./actions.ts";
import { ClassifyForm } from "./classifyForm.tsx";
import { ExtractForm } from "./extractForm.tsx";
import { openForm } from "./form.tsx";
import { Icon } from "./icon.tsx";
import { Prompt } from "./prompt.tsx";
import { RequestOptionsButton, RequestOptionsForm } from "./request/requestOptionsForm.tsx";
import type { PageState } from "./state.ts";
import { TaskRow } from "./taskRow.tsx";
import { toolbarTasks } from "./tasks.ts";
import { estimateWords, formatBytes, formatSize, oneLine, taskTitle } from "./text.ts";

export function Toolbar({ state, actions }: { state: PageState; actions: Actions }) {
	const running = state.runs.filter((run) => run.status === "running").reverse();
	// After the buttons were laid out: the form opens where its task's is.
	useLayoutEffect(() => {
		if (state.wanted) openForm(state.wanted);
	}, [state.wanted]);
	return (
		<>
			<div
				class="toolbar"
				role="toolbar"
				aria-label={l10n.t("Image tools")}
				onKeyDown={moveBetweenButtons}
			>
				<TaskRow running={running} disabled={state.picture.kind !== "shown"} actions={actions} />
				<PictureFacts picture={state.picture} actions={actions} />
				<RequestOptionsButton state={state} />
				<ModelButton model={state.engine.model} actions={actions} />
				<button
					type="button"
					class="tool panel-toggle"
					aria-label={state.panelOpen ? l10n.t("Hide Panel") : l10n.t("Show Panel")}
					aria-expanded={state.panelOpen}
					title={state.panelOpen ? l10n.t("Hide Panel (P)") : l10n.t("Show Panel (P)")}
					onClick={() => actions.togglePanel()}
				>
					<Icon svg={panelIcon} />
					<Icon svg={drawerIcon} />
				</button>
				{running.length > 0 && (
					<div class="progress" role="progressbar" aria-label={progressText(running[0]?.task)} />
				)}
			</div>
			<Forms state={state} actions={actions} />
			<RequestOptionsForm state={state} actions={actions} />
		</>
	);
}

/** What the tasks ask for first; each opens at its button. */
function Forms({ state, actions }: { state: PageState; actions: Actions }) {
	const { runs, saved, recentPrompts } = state;
	return toolbarTasks.map(({ task, form }) => {
		switch (form) {
			case "words":
				return (
					<Prompt
						key={task}
						task={task}
						presets={saved.presets}
						recent={recentPrompts[task] ?? nothing}
						actions={actions}
					/>
				);
			case "labels": {
				const recent = lastWith(runs, ({ labels }) => labels);
				return <ClassifyForm key={task} saved={saved} recent={recent} actions={actions} />;
			}
			case "fields": {
				const recent = lastWith(runs, ({ schema }) => schema);
				return <ExtractForm key={task} saved={saved} recent={recent} actions={actions} />;
			}
			case undefined:
				return null;
			default:
				return form satisfies never;
		}
	});
}

/** One and the same, so that what got it is not drawn anew. */
const nothing: readonly never[] = [];

/** What the newest run that has it was given. */
function lastWith<Given>(
	runs: readonly ShownRun[],
	given: (run: ShownRun) => Given | undefined,
): Given | undefined {
	const last = runs.findLast((run) => given(run) !== undefined);
	return last && given(last);
}

function PictureFacts({ picture, actions }: { picture: PictureState; actions: Actions }) {
	if (picture.kind !== "shown") return <span class="facts" />;
	const size = l10n.t("{0} px", formatSize(picture.size));
	const bytes = formatBytes(picture.bytes);
	const sends = picture.estimate && estimateWords(picture.estimate);
	const title = [
		oneLine(picture.name, 300),
		`${size} · ${bytes}`,
		sends && l10n.t("{0} to detect objects; the answer comes on top", sends),
	];
	const words = [size, bytes, sends].filter(Boolean).join(" · ");
	return (
		<button
			type="button"
			class="tool facts"
			aria-label={l10n.t("Picture Facts: {0}", words)}
			aria-haspopup="dialog"
			title={[...title, l10n.t("Click for more (I)")].filter(Boolean).join("\n")}
			onClick={() => actions.showFacts()}
		>
			<Icon svg={factsIcon} />
			<span>{size}</span>
			<span class="bytes"> · {bytes}</span>
			{sends && <span class="bytes estimate"> · {sends}</span>}
		</button>
	);
}

function ModelButton({ model, actions }: { model: string; actions: Actions }) {
	const name = oneLine(model, 80);
	return (
		<button
			type="button"
			class="tool model"
			aria-label={l10n.t("Model: {0}", name)}
			title={l10n.t("Model: {0}", name)}
			onClick={() => actions.selectModel()}
		>
			<span class="tool-text">{name}</span>
			<Icon svg={chevronIcon} />
		</button>
	);
}

function progressText(task: Task | undefined): string {
	return task ? l10n.t("Running: {0}", taskTitle(task)) : l10n.t("Running");
}

/** ← and → go from button to button, as toolbars do (ARIA practices, "Toolbar"). */
function moveBetweenButtons(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
	const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
	if (step === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
	const buttons = [...event.currentTarget.querySelectorAll("button")].filter(
		(button) => !button.disabled && button.checkVisibility(),
	);
	const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
	buttons[(index + step + buttons.length) % buttons.length]?.focus();
	event.preventDefault();
}
