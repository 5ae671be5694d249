import type { Align, Pair, Side } from "../../shared/compareProtocol.ts";
import type { Actions } from "../actions.ts";
import type { TalkActions } from "../talkActions.ts";
import type { SpotKey } from "./spots.ts";
import type { ComparePageState, Mode } from "./state.ts";

/** What the comparing page's controls can do. */
export interface CompareActions
	extends TalkActions,
		Pick<
			Actions,
			| "fit"
			| "actualSize"
			| "zoomIn"
			| "zoomOut"
			| "showHelp"
			| "togglePanel"
			| "dismissProblem"
			| "selectModel"
		> {
	/** The state as it is now; what is on the screen may be a frame older. */
	now(): ComparePageState;
	setMode(mode: Mode): void;
	setAlign(align: Align): void;
	choose(chosen: Pair<number>): void;
	openPicture(side: Side): void;
	stopComparing(): void;
	compareAgain(): void;
	togglePlaying(): void;
	setInterval(milliseconds: number): void;
	/** Shows the other picture while it is held. */
	hold(held: boolean): void;
	/** 0–1 from the left. */
	setDivider(at: number): void;
	/** Hides all that is marked on the pictures, or shows it. */
	toggleMarks(): void;
	toggleChanges(): void;
	toggleFindings(): void;
	setDraft(draft: string): void;
	select(key: SpotKey | undefined): void;
	hover(key: SpotKey | undefined): void;
	/** Selects a spot and zooms to it. */
	visit(key: SpotKey): void;
	visitBeside(step: 1 | -1): void;
}
