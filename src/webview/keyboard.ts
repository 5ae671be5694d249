import type { Actions } from "./actions.ts";
import { arrowPan, commandOf } from "./keys.ts";
import type { Stage } from "./stage.ts";

/** The page's keys; typing in a field and the open dialog keep theirs. */
export function listenToKeys(stage: Stage, help: HTMLDialogElement, actions: Actions): void {
	document.addEventListener("keydown", (event) => {
		if (event.defaultPrevented || help.open || isField(event.target)) return;
		const command = commandOf(event);
		if (command === "clearSelection") {
			actions.select(undefined);
			return;
		}
		if (command) {
			actions[command]();
			event.preventDefault();
			return;
		}
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		// Space presses buttons; anywhere else it would scroll the page.
		if (event.key === " " && !isButton(event.target)) event.preventDefault();
		const by = document.activeElement === stage.surface ? arrowPan(event.key) : undefined;
		if (!by || (by.x !== 0 && !stage.overflowsSideways)) return;
		stage.panBy(by);
		event.preventDefault();
	});
}

function isField(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable || target.matches("input, textarea, select"))
	);
}

function isButton(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.closest("button") !== null;
}
