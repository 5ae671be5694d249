import { runAt } from "../keyboard.ts";
import { arrowPan, commandOf } from "../keys.ts";
import type { CompareActions } from "./compareActions.ts";
import type { CompareStage } from "./compareStage.ts";
import { modeOf, modes } from "./state.ts";

/** The page's keys; typing in a field and the open dialog keep theirs. */
export function listenToCompareKeys(stage: CompareStage, actions: CompareActions): void {
	document.addEventListener("keydown", (event) => {
		if (event.defaultPrevented || isTextField(event.target)) return;
		if (document.querySelector(":popover-open, dialog[open]")) return;
		if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
		if (event.key === " ") {
			if (isPressable(event.target)) return;
			// Anywhere else it would scroll the page.
			event.preventDefault();
			if (modeOf(actions.now()) === "blink") actions.hold(true);
			return;
		}
		if (runCommand(event, actions)) {
			event.preventDefault();
			return;
		}
		const by = stage.hasFocus ? arrowPan(event.key) : undefined;
		if (!by || (by.x !== 0 && !stage.overflowsSideways)) return;
		stage.panBy(by);
		event.preventDefault();
	});
	document.addEventListener("keyup", (event) => {
		if (event.key === " ") actions.hold(false);
	});
	// Whoever lets go of the key elsewhere is not heard here.
	window.addEventListener("blur", () => actions.hold(false));
}

/** False for keys that mean nothing here. */
function runCommand(event: KeyboardEvent, actions: CompareActions): boolean {
	const mode = /^[1-4]$/.test(event.key) ? modes[Number(event.key) - 1] : undefined;
	if (mode) {
		actions.setMode(mode);
		return true;
	}
	if (event.key.toLowerCase() === "n") {
		actions.visitBeside(event.shiftKey ? -1 : 1);
		return true;
	}
	const command = commandOf(event);
	switch (command) {
		case "fit":
		case "actualSize":
		case "zoomIn":
		case "zoomOut":
		case "togglePanel":
		case "showHelp":
			actions[command]();
			return true;
		case "showRequest":
			actions.showRequest(runAt(event.target));
			return true;
		case "toggleOverlays":
			actions.toggleMarks();
			return true;
		case "clearSelection":
			actions.select(undefined);
			return true;
		case "zoomToObjects": {
			const { selected } = actions.now();
			if (selected !== undefined) actions.visit(selected);
			return true;
		}
		default:
			return false;
	}
}

function isTextField(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable ||
			target.matches("textarea, select, input:not([type=range], [type=radio])"))
	);
}

/** On the chosen mode Space does nothing. */
function isPressable(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.closest("button, input:not(:checked)") !== null;
}
