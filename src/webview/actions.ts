import type { Ask, ErrorAction } from "../shared/protocol.ts";
import type { Point, Rect } from "../shared/result.ts";
import type { ObjectKey } from "./listing.ts";
import type { MenuItem } from "./menu.tsx";
import type { Sort } from "./sorting.ts";
import type { PageState } from "./state.ts";

/** What the page's controls can do. */
export interface Actions {
	/** The state as it is now; what is on the screen may be a frame older. */
	now(): PageState;
	run(ask: Ask): void;
	stop(runId: string): void;
	removeRun(runId: string): void;
	exportRuns(runIds: string[]): void;
	act(action: ErrorAction["id"], runId?: string): void;
	selectModel(): void;
	copyText(text: string): void;
	dismissProblem(): void;

	fit(): void;
	actualSize(): void;
	zoomIn(): void;
	zoomOut(): void;
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
	/** Opens a question about an object, beside a rectangle of the window; undefined: it was closed. */
	askAbout(asking: { key: ObjectKey; anchor: Rect } | undefined): void;
}
