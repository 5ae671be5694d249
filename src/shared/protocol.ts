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
	/** Leaves an object out of a run's result; `index` counts `Run.objects`. Nothing is lost. */
	removeObject(runId: string, index: number): Promise<void>;
	/** Takes back what `removeObject` did. */
	restoreObject(runId: string, index: number): Promise<void>;
	/** Saves an object as a transparent PNG, where the person says. */
	cutOut(runId: string, index: number): Promise<void>;
	/** Writes the results of these runs in a format and to a folder the person chooses. */
	exportRuns(runIds: string[]): Promise<void>;
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
	addRun(run: ShownRun): Promise<void>;
	/** Fields of a run that changed. */
	changeRun(runId: string, change: RunChange): Promise<void>;
	/** A piece of the answer, in order. */
	addText(runId: string, piece: string): Promise<void>;
	/** Objects that are whole, in the order they came. */
	addObjects(runId: string, objects: ShownObject[]): Promise<void>;
	/** The prompts the person used last changed. */
	showRecentPrompts(prompts: RecentPrompts): Promise<void>;
	removeRun(runId: string): Promise<void>;
}

/** Everything the page shows; the host keeps it, because the page dies when its tab is hidden. */
export interface EditorState {
	picture: PictureState;
	engine: EngineState;
	viewer: ViewerSettings;
	/** Oldest first. */
	runs: ShownRun[];
	recentPrompts: RecentPrompts;
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
	/** Indexes of the objects the person left out, in the order they did. */
	removed?: number[];
	/** Upright pixels of the picture it speaks of; absent until it was decoded. */
	image?: Size;
	complete: boolean;
	warnings: string[];
	usage?: Usage;
	error?: RunError;
}

/** What of a run can change after it began; its objects only grow. */
export type RunChange = Partial<Omit<Run, "id" | "objects">>;

/** A run as the page has it. */
export type ShownRun = Omit<Run, "objects"> & { objects?: ShownObject[] };

/**
 * An object as the page draws it. One with an `outline` comes without its mask: the polygons are
 * sharper. Other masks come at most 512 samples a side.
 */
export type ShownObject = Omit<DetectedObject, "mask"> & { mask?: ShownMask };

/** A probability map 0–255, row-major, stretched over `place` in pixels of the upright picture. */
export interface ShownMask extends Size {
	place: Rect;
	data: Uint8Array;
}

/** Per task, the person's own words, the newest first. */
export type RecentPrompts = Partial<Record<Task, string[]>>;

/** A failure as the person reads it: one sentence and the buttons that fix it. */
export interface RunError {
	kind: ErrorKind;
	message: string;
	actions: ErrorAction[];
}

export interface ErrorAction {
	id: "enterKey" | "getKey" | "useDemo" | "selectModel" | "showLog" | "retry";
	title: string;
}
