import "./form.css";

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Rect, Task } from "../shared/result.ts";
import { moveFocus } from "./moveFocus.ts";
import { placeBeside } from "./placeBeside.ts";
import { taskTitle } from "./text.ts";

/** Names a task's form for the button that opens it. */
export function formId(task: Task): string {
	return `form-${task}`;
}

/** Opens the form of a task beside a rectangle of the window; closes it where it is open. */
export function toggleForm(task: Task, anchor: Rect): void {
	if (togglePopover(formId(task), anchor)) focusForm(task);
}

/** Opens a popover beside a rectangle of the window and returns true; closes it where it is open. */
export function togglePopover(id: string, anchor: Rect): boolean {
	const popover = document.getElementById(id);
	if (!popover?.togglePopover()) return false;
	placeBeside(popover, anchor);
	// It may grow while it is open: then it scrolls inside itself.
	const { top } = popover.getBoundingClientRect();
	popover.style.maxHeight = `calc(100vh - ${Math.ceil(top) + 4}px)`;
	return true;
}

/** Puts the cursor into the first text field of a form. */
export function focusForm(task: Task): void {
	document.getElementById(formId(task))?.querySelector<HTMLElement>(fields)?.focus();
}

/** Opens the form of a task where its button is; false for a task without a form. */
export function openForm(task: Task): boolean {
	const popover = document.getElementById(formId(task));
	if (!popover) return false;
	if (popover.matches(":popover-open")) return true;
	const buttons = [...document.querySelectorAll(`[popovertarget="${popover.id}"], .more-tasks`)];
	const button = buttons.find((one) => one.checkVisibility()) ?? document.body;
	toggleForm(task, button.getBoundingClientRect());
	return true;
}

export function closeForm(task: Task): void {
	document.getElementById(formId(task))?.hidePopover();
}

/**
 * What a task needs before it runs, in a popover: ↑ and ↓ go through its text fields and suggestions,
 * Enter in a field runs, Escape closes.
 */
export function Form(props: { task: Task; submit(): void; children: ComponentChildren }) {
	const { task, submit, children } = props;
	const popover = useRef<HTMLDivElement>(null);
	const keyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		// Letters typed here are words; the browser itself closes on Escape.
		event.stopPropagation();
		if (event.defaultPrevented || event.isComposing) return;
		const field = event.target instanceof HTMLElement && isField(event.target) && event.target;
		if (field && event.key === "Enter" && !event.shiftKey) {
			submit();
			event.preventDefault();
			return;
		}
		if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
		if (event.target instanceof HTMLInputElement && event.target.type === "radio") return;
		if (field && movesCaret(field, event.key)) return;
		const stops = popover.current?.querySelectorAll<HTMLElement>(`${fields}, .suggestion`) ?? [];
		if (moveFocus([...stops], event.key)) event.preventDefault();
	};
	return (
		<div
			id={formId(task)}
			class="form"
			popover="auto"
			role="dialog"
			aria-label={taskTitle(task)}
			ref={popover}
			onKeyDown={keyDown}
		>
			{children}
		</div>
	);
}

const fields = "textarea, input:not([type=radio])";

function isField(element: HTMLElement): boolean {
	return element.matches(fields);
}

/** In text of several lines ↑ and ↓ go through them first. */
function movesCaret(field: HTMLElement, key: string): boolean {
	if (!(field instanceof HTMLTextAreaElement)) return false;
	const lineHeight = Number.parseFloat(getComputedStyle(field).lineHeight);
	if (field.clientHeight < 2 * lineHeight) return false;
	const { selectionStart, selectionEnd, value } = field;
	return key === "ArrowUp" ? selectionStart > 0 : selectionEnd < value.length;
}
