import stopIcon from "@vscode/codicons/src/icons/debug-stop.svg";
import moreIcon from "@vscode/codicons/src/icons/ellipsis.svg";
import * as l10n from "@vscode/l10n";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ShownRun } from "../shared/protocol.ts";
import type { Rect } from "../shared/result.ts";
import type { Actions } from "./actions.ts";
import { fitRow, leftOut } from "./fitRow.ts";
import { formId, toggleForm } from "./form.tsx";
import { Icon } from "./icon.tsx";
import type { MenuItem } from "./menu.tsx";
import { shortTitle, type ToolbarTask, toolbarTasks } from "./tasks.ts";
import { taskTitle } from "./text.ts";

interface TaskRowProps {
	/** Newest first. */
	running: readonly ShownRun[];
	disabled: boolean;
	actions: Actions;
}

/** A button for each task, and one for those that do not fit beside what else the toolbar holds. */
export function TaskRow({ running, disabled, actions }: TaskRowProps) {
	const row = useRef<HTMLDivElement>(null);
	// A command may run a task that has no button here; it is stopped here all the same.
	const others = running.filter(
		// A question is stopped where it was asked.
		({ task }) => task !== "ask" && !toolbarTasks.some((button) => button.task === task),
	);
	const runningIds = running.map(({ id }) => id).join(" ");

	useLayoutEffect(() => {
		if (row.current) fitRow(row.current);
	}, [runningIds, disabled]);
	useLayoutEffect(() => {
		const { current } = row;
		if (!current) return;
		// It hears of a new width before that is painted, so that nothing is seen to jump.
		const observer = new ResizeObserver(() => fitRow(current));
		observer.observe(current);
		return () => observer.disconnect();
	}, []);

	const showRest = (button: HTMLElement): void => {
		// A DOMRect's sides are not its own: a copy of it would be empty.
		const { x, y, width, height } = button.getBoundingClientRect();
		const anchor: Rect = { x, y, width, height };
		const rest = row.current ? leftOut(row.current) : [];
		const left = toolbarTasks.filter(({ task }) => rest.includes(task));
		actions.openMenu(
			l10n.t("More Tasks"),
			left.map((entry) => menuItem(entry, anchor, actions)),
			anchor,
		);
	};
	return (
		<div class="tasks" ref={row}>
			{toolbarTasks.map((entry) => (
				<TaskButton
					key={entry.task}
					entry={entry}
					runId={running.find((run) => run.task === entry.task)?.id}
					disabled={disabled}
					actions={actions}
				/>
			))}
			{others.map((run) => (
				<TaskButton
					key={run.id}
					entry={{ task: run.task, icon: stopIcon, form: undefined }}
					runId={run.id}
					disabled={disabled}
					actions={actions}
				/>
			))}
			<button
				type="button"
				class="tool more-tasks"
				aria-label={l10n.t("More Tasks")}
				aria-haspopup="menu"
				title={l10n.t("More Tasks")}
				disabled={disabled}
				onClick={({ currentTarget }) => showRest(currentTarget)}
			>
				<Icon svg={moreIcon} />
			</button>
		</div>
	);
}

function TaskButton(props: {
	entry: ToolbarTask;
	runId: string | undefined;
	disabled: boolean;
	actions: Actions;
}) {
	const { entry, runId, actions } = props;
	const { task, form } = entry;
	const title = taskTitle(task);
	const isRunning = runId !== undefined;
	const opens = form !== undefined && !isRunning;
	const click = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
		// The browser would open the form without placing it.
		event.preventDefault();
		// The second click of a double-click would stop what the first one started.
		if (event.detail > 1) return;
		if (isRunning) actions.stop(runId);
		else start(entry, event.currentTarget.getBoundingClientRect(), actions);
	};
	return (
		<button
			type="button"
			class={isRunning ? "tool task stop" : "tool task"}
			data-task={task}
			aria-label={isRunning ? l10n.t("Stop") : title}
			title={isRunning ? l10n.t("Stop: {0}", title) : title}
			disabled={props.disabled && !isRunning}
			aria-haspopup={opens ? "dialog" : undefined}
			popovertarget={opens ? formId(task) : undefined}
			onClick={click}
		>
			<Icon svg={isRunning ? stopIcon : entry.icon} />
			<span class="tool-text">{isRunning ? l10n.t("Stop") : shortTitle(task)}</span>
		</button>
	);
}

/** What runs has its button in the row, so that no entry of the menu stops anything. */
function menuItem(entry: ToolbarTask, anchor: Rect, actions: Actions): MenuItem {
	return { title: taskTitle(entry.task), run: () => start(entry, anchor, actions) };
}

function start({ task, form }: ToolbarTask, anchor: Rect, actions: Actions): void {
	if (form) toggleForm(task, anchor);
	else if (task === "compare") actions.compare();
	else actions.run({ task });
}
