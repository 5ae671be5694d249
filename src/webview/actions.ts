import type { ErrorAction } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import type { ObjectKey } from "./state.ts";

/** What the page's controls can do. */
export interface Actions {
	run(task: Task): void;
	stop(runId: string): void;
	removeRun(runId: string): void;
	act(action: ErrorAction["id"], runId?: string): void;
	selectModel(): void;
	copyText(text: string): void;
	dismissProblem(): void;

	fit(): void;
	actualSize(): void;
	zoomIn(): void;
	zoomOut(): void;
	showHelp(): void;
	togglePanel(): void;
	toggleOverlays(): void;
	toggleLabels(): void;

	toggleLayer(runId: string): void;
	peekLayer(runId: string | undefined): void;
	select(key: ObjectKey | undefined): void;
	hover(key: ObjectKey | undefined): void;
	zoomTo(key: ObjectKey): void;
}
