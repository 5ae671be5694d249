import type { Actions } from "./actions.ts";
import { playByKey } from "./animation/frameKeys.ts";
import { arrowPan, commandOf } from "./keys.ts";
import { lastRemoved } from "./listing.ts";
import { stepOf } from "./neighbourKeys.ts";
import type { Stage } from "./stage.ts";

/** The page's keys; typing in a field and the open dialog keep theirs. */
export function listenToKeys(stage: Stage, actions: Actions): void {
	document.addEventListener("keydown", (event) => {
		if (event.defaultPrevented || isTextField(event.target)) return;
		// An open menu or prompt comes first: Escape closes it, and no key reaches past it.
		if (document.querySelector(":popover-open, dialog[open]")) return;
		if (isUndo(event) && isAmongObjects(event.target, stage) && lastRemoved(actions.now())) {
			actions.restoreObject();
			// VS Code would undo in whatever editor comes next.
			event.preventDefault();
			event.stopPropagation();
			return;
		}
		const command = commandOf(event);
		if (command === "clearSelection") {
			if (actions.now().selected !== undefined) actions.select(undefined);
			else if (actions.now().region) actions.setRegion(undefined);
			return;
		}
		if (command === "showRequest") {
			actions.showRequest(runAt(event.target));
			event.preventDefault();
			return;
		}
		if (command) {
			actions[command]();
			event.preventDefault();
			return;
		}
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		if (playByKey(event, stage.player)) {
			event.preventDefault();
			return;
		}
		// Space presses buttons; anywhere else it would scroll the page.
		if (event.key === " " && !isPressable(event.target)) event.preventDefault();
		const step = stepOf(event.key, actions.now(), stage);
		if (step && !event.shiftKey) {
			actions.goTo(step);
			event.preventDefault();
			return;
		}
		if (document.activeElement !== stage.surface) return;
		const { selected } = actions.now();
		if (selected !== undefined && (event.key === "Delete" || event.key === "Enter")) {
			if (event.key === "Delete") actions.removeObject(selected);
			else actions.zoomTo(selected);
			event.preventDefault();
			return;
		}
		const by = arrowPan(event.key);
		if (!by || (by.x !== 0 && !stage.overflowsSideways)) return;
		stage.panBy(by);
		event.preventDefault();
	});
}

/** Ctrl+Z, on macOS Cmd+Z. */
function isUndo({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
	return key.toLowerCase() === "z" && ctrlKey !== metaKey && !altKey && !shiftKey;
}

/** The run whose answer or layer has the focus. */
export function runAt(target: EventTarget | null): string | undefined {
	return target instanceof Element
		? target.closest<HTMLElement>("[data-run]")?.dataset.run
		: undefined;
}

/** In the picture or in what lists the objects on it. */
function isAmongObjects(target: EventTarget | null, stage: Stage): boolean {
	if (!(target instanceof Element)) return false;
	return target === stage.surface || target.closest(".objects") !== null;
}

function isTextField(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable ||
			target.matches("textarea, select, input:not([type=range], [type=checkbox])"))
	);
}

function isPressable(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.closest("button, input") !== null;
}
