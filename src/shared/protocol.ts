import type { ErrorKind } from "./errors.ts";
import type { DetectedObject, Rect, Size, Task, Usage } from "./result.ts";

/** What the page asks of the host. Every method may reject; the error's `name` is its kind. */
export interface HostApi {
	/** The page is up: resolves with all there is to show. */
	ready(): Promise<EditorState>;
	/** Starts a task; resolves when it has started. What comes of it arrives as runs. */
	run(ask: Ask): Promise<void>;
	/** Ends one run; its request is aborted. */
	stop(runId: string): Promise<void>;
	/** Forgets one run and its answer. */
	removeRun(runId: string): Promise<void>;
	/** What a button under an error does; `runId` is the run that failed. */
	act(action: ErrorAction["id"], runId?: string): Promise<void>;
	selectModel(): Promise<void>;
	/** Puts text on the clipboard. */
	copyText(text: string): Promise<void>;
}

/** What the host tells the page. */
export interface WebviewApi {
	/** The file changed, was deleted, or came back. */
	showPicture(picture: PictureState): Promise<void>;
	showEngine(engine: EngineState): Promise<void>;
	showViewer(viewer: ViewerSettings): Promise<void>;
	/** A run that is new. */
	addRun(run: Run): Promise<void>;
	/** Fields of a run that changed. */
	changeRun(runId: string, change: Partial<Omit<Run, "id">>): Promise<void>;
	/** A piece of the answer, in order. */
	addText(runId: string, piece: string): Promise<void>;
	/** Objects that are whole, in the order they came. */
	addObjects(runId: string, objects: DetectedObject[]): Promise<void>;
	removeRun(runId: string): Promise<void>;
}

/** Everything the page shows; the host keeps it, because the page dies when its tab is hidden. */
export interface EditorState {
	picture: PictureState;
	engine: EngineState;
	viewer: ViewerSettings;
	/** Oldest first. */
	runs: Run[];
	/** The page's words in the person's language: English → translation (`@vscode/l10n`). */
	words: Record<string, string>;
}

export type PictureState =
	| {
			kind: "shown";
			/** File name, for reading aloud and for titles. */
			name: string;
			/** Where the page loads it from; changes with the file's content. */
			url: string;
			/** Upright pixels. */
			size: Size;
			bytes: number;
	  }
	| { kind: "missing"; name: string; message: string }
	| { kind: "broken"; name: string; message: string };

export interface EngineState {
	kind: "gemini" | "demo";
	/** The model's id; "loupe-demo" for the demo engine. */
	model: string;
}

export interface ViewerSettings {
	wheel: "zoom" | "scroll";
	background: "theme" | "checkerboard" | "black" | "white";
}

/** What is asked of one picture. */
export interface Ask {
	task: Task;
	/** The person's own words; absent: the task's default. */
	prompt?: string;
	/** Only this part of the upright picture, in pixels. */
	region?: Rect;
}

/** One task on one picture, from the click to the whole answer; also what history keeps. */
export interface Run extends Ask {
	id: string;
	status: "running" | "done" | "stopped" | "failed";
	/** Milliseconds since 1970. */
	startedAt: number;
	/** How long it took, in milliseconds; absent while it runs. */
	took?: number;
	engine: EngineState["kind"];
	model: { asked: string; answered?: string };
	/** The answer as text; the raw reply for structured tasks. */
	text: string;
	/** Absent for tasks that find no objects. */
	objects?: DetectedObject[];
	/** Upright pixels of the picture it speaks of; absent until it was decoded. */
	image?: Size;
	complete: boolean;
	warnings: string[];
	usage?: Usage;
	error?: RunError;
}

/** A failure as the person reads it: one sentence and the buttons that fix it. */
export interface RunError {
	kind: ErrorKind;
	message: string;
	actions: ErrorAction[];
}

export interface ErrorAction {
	id: "enterKey" | "getKey" | "useDemo" | "selectModel" | "showLog" | "retry" | "openSettings";
	title: string;
}
