import type { FolderStep, JsonSchema, SavedSchema } from "../shared/protocol.ts";
import type { Point, Rect } from "../shared/result.ts";
import type { ObjectKey } from "./listing.ts";
import type { MenuItem } from "./menu.tsx";
import type { RegionActions } from "./region/regionActions.ts";
import type { Sort } from "./sorting.ts";
import type { PageState } from "./state.ts";
import type { TalkActions } from "./talkActions.ts";

/** What the page's controls can do. */
export interface Actions extends TalkActions, RegionActions {
	/** The state as it is now; what is on the screen may be a frame older. */
	now(): PageState;
	exportRuns(runIds: string[]): void;
	selectModel(): void;
	/** Resolves with undefined when the person chose no file. */
	pickSchema(): Promise<SavedSchema | undefined>;
	saveLabels(labels: string[]): void;
	saveSchema(schema: JsonSchema): void;
	compare(): void;
	dismissProblem(): void;

	fit(): void;
	actualSize(): void;
	zoomIn(): void;
	zoomOut(): void;
	/** Theme, checkerboard, black, white, for this picture. */
	cycleBackground(): void;
	/** Opens another picture of the folder in place of this one. */
	goTo(step: FolderStep): void;
	showHelp(): void;
	/** Opens a context menu at a point of the window or beside a rectangle of it. */
	openMenu(label: string, items: readonly MenuItem[], at: Point | Rect): void;
	togglePanel(): void;
	toggleOverlays(): void;
	toggleLabels(): void;
	toggleMasks(): void;
	toggleOutlines(): void;
	/** 0–100. */
	setFill(fill: number): void;
	/** 0–255. */
	setMaskCut(cut: number): void;

	toggleLayer(runId: string): void;
	showOnly(runId: string): void;
	peekLayer(runId: string | undefined): void;
	sortBy(sort: Sort): void;
	toggleFilter(label: string): void;
	clearFilter(): void;

	select(key: ObjectKey | undefined): void;
	hover(key: ObjectKey | undefined): void;
	zoomTo(key: ObjectKey): void;
	/** To the selected object, or to all that are listed. */
	zoomToObjects(): void;
	cutOut(key: ObjectKey): void;
	removeObject(key: ObjectKey): void;
	/** Brings back the object that was left out last. */
	restoreObject(): void;
	/** Puts the focus into the question box, and opens the panel for it. */
	focusComposer(): void;
	/** Makes an object what the next question is about; undefined: the whole picture. */
	askAbout(key: ObjectKey | undefined): void;
	showPlaces(runId: string): void;
	/** Shows the branch of the conversation that a run belongs to. */
	chooseBranch(runId: string): void;
	setDraft(words: string): void;
	/** Gives the focus to the picture. */
	leaveComposer(): void;
}
