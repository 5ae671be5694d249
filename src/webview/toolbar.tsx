import "./toolbar.css";

import chevronIcon from "@vscode/codicons/src/icons/chevron-down.svg";
import stopIcon from "@vscode/codicons/src/icons/debug-stop.svg";
import drawerIcon from "@vscode/codicons/src/icons/layout-panel.svg";
import panelIcon from "@vscode/codicons/src/icons/layout-sidebar-right.svg";
import captionIcon from "@vscode/codicons/src/icons/list-flat.svg";
import pointIcon from "@vscode/codicons/src/icons/location.svg";
import detectIcon from "@vscode/codicons/src/icons/target.svg";
import segmentIcon from "@vscode/codicons/src/icons/wand.svg";
import * as l10n from "@vscode/l10n";
import { useLayoutEffect, useMemo } from "preact/hooks";
import type { PictureState } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import type { Actions } from "./actions.ts";
import { boundsOf } from "./bounds.ts";
import { Icon } from "./icon.tsx";
import { colorsOf, findObject } from "./listing.ts";
import { Prompt, promptId, togglePrompt } from "./prompt.tsx";
import type { PageState } from "./state.ts";
import { formatBytes, formatSize, oneLine, taskTitle } from "./text.ts";

/** The tasks with a button; `worded` ones ask for words first. */
const tasks: { task: Task; icon: string; worded: boolean }[] = [
	{ task: "caption", icon: captionIcon, worded: false },
	{ task: "detect", icon: detectIcon, worded: true },
	{ task: "segment", icon: segmentIcon, worded: true },
	{ task: "point", icon: pointIcon, worded: true },
];

export function Toolbar({ state, actions }: { state: PageState; actions: Actions }) {
	const running = state.runs.filter((run) => run.status === "running").reverse();
	const disabled = state.picture.kind !== "shown";
	// A command may run a task that has no button here; it is stopped here all the same.
	const others = running.filter((run) => !tasks.some(({ task }) => task === run.task));
	return (
		<>
			<div
				class="toolbar"
				role="toolbar"
				aria-label={l10n.t("Image tools")}
				onKeyDown={moveBetweenButtons}
			>
				<div class="tasks">
					{tasks.map(({ task, icon, worded }) => (
						<TaskButton
							key={task}
							task={task}
							icon={icon}
							worded={worded}
							runId={running.find((run) => run.task === task)?.id}
							disabled={disabled}
							actions={actions}
						/>
					))}
					{others.map((run) => (
						<TaskButton
							key={run.id}
							task={run.task}
							icon={stopIcon}
							worded={false}
							runId={run.id}
							disabled={disabled}
							actions={actions}
						/>
					))}
				</div>
				<PictureFacts picture={state.picture} />
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
			{tasks.map(
				({ task, worded }) =>
					worded && (
						<Prompt
							key={task}
							task={task}
							recent={state.recentPrompts[task] ?? []}
							run={actions.run}
						/>
					),
			)}
			<AskPrompt state={state} actions={actions} />
		</>
	);
}

/** The question about one object; it opens where it was asked for. */
function AskPrompt({ state, actions }: { state: PageState; actions: Actions }) {
	const { asking } = state;
	const object = asking && findObject(state, asking.key);
	const region = object && boundsOf(object);
	const color = object && colorsOf(state)(object.label);
	const subject = useMemo(
		() => (object && region && color ? { label: object.label, region, color } : undefined),
		[asking],
	);
	useLayoutEffect(() => {
		if (asking) togglePrompt("ask", asking.anchor);
	}, [asking]);
	return (
		<Prompt
			task="ask"
			recent={state.recentPrompts.ask ?? []}
			subject={subject}
			run={actions.run}
			onDidClose={() => actions.askAbout(undefined)}
		/>
	);
}

function TaskButton(props: {
	task: Task;
	icon: string;
	worded: boolean;
	runId: string | undefined;
	disabled: boolean;
	actions: Actions;
}) {
	const { task, worded, runId, actions } = props;
	const title = taskTitle(task);
	const label = runId === undefined ? title : l10n.t("Stop");
	const opens = worded && runId === undefined;
	const click = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
		// The browser would open the prompt without placing it.
		event.preventDefault();
		// The second click of a double-click would stop what the first one started.
		if (event.detail > 1) return;
		if (runId !== undefined) actions.stop(runId);
		else if (worded) togglePrompt(task, event.currentTarget.getBoundingClientRect());
		else actions.run({ task });
	};
	return (
		<button
			type="button"
			class={runId === undefined ? "tool task" : "tool task stop"}
			aria-label={label}
			title={runId === undefined ? title : l10n.t("Stop: {0}", title)}
			disabled={props.disabled && runId === undefined}
			aria-haspopup={opens ? "dialog" : undefined}
			popovertarget={opens ? promptId(task) : undefined}
			onClick={click}
		>
			<Icon svg={runId === undefined ? props.icon : stopIcon} />
			<span class="tool-text">{label}</span>
		</button>
	);
}

function PictureFacts({ picture }: { picture: PictureState }) {
	if (picture.kind !== "shown") return <span class="facts" />;
	const size = l10n.t("{0} px", formatSize(picture.size));
	const bytes = formatBytes(picture.bytes);
	return (
		<span class="facts" title={`${oneLine(picture.name, 300)}\n${size} · ${bytes}`}>
			<span>{size}</span>
			<span class="bytes"> · {bytes}</span>
		</span>
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
	const buttons = [...event.currentTarget.querySelectorAll("button")].filter((b) => !b.disabled);
	const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
	buttons[(index + step + buttons.length) % buttons.length]?.focus();
	event.preventDefault();
}
