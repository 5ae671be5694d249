import type { RequestChoices, ThinkingLevel } from "./choices.ts";
import type { ErrorKind } from "./errors.ts";
import type { PictureAction, PixelHostApi } from "./pixelProtocol.ts";
import type { DetectedObject, Rect, Size, Task, Usage } from "./result.ts";
import type { TilePlace } from "./tilePlace.ts";

/** What the page asks of the host. Every method may reject; the error's `name` is its kind. */
export interface HostApi extends PixelHostApi {
	/** The page is up: resolves with all there is to show. */
	ready(): Promise<EditorState>;
	/** The answers that were kept, once they are read; the picture does not wait for them. */
	restored(): Promise<ShownRun[]>;
	/** The person begins to write a question: what it takes is made ready meanwhile. */
	willAsk(ask: Ask): Promise<void>;
	/** What would be sent for it; nothing is. */
	previewRequest(ask: Ask): Promise<ShownRequest>;
	/** What was sent for a run; undefined when that was not kept. */
	requestOf(runId: string): Promise<ShownRequest | undefined>;
	/** The exact number of tokens that Gemini counts for what would be sent: the pictures go out for it. */
	countTokens(ask: Ask): Promise<number>;
	/** Asks for a model for the questions to come from this page; undefined when the person left. */
	pickModel(): Promise<PickedModel | undefined>;
	/** Starts a task; resolves when it has started. What comes of it arrives as runs. */
	run(ask: Ask): Promise<void>;
	/** Ends one run; its request is aborted. */
	stop(runId: string): Promise<void>;
	/** Ends what a run waits for (`Run.waiting`): it asks again at once. */
	tryNow(runId: string): Promise<void>;
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
	/** Copies what a run extracted or chose. */
	copyData(runId: string, format: "json" | "csv"): Promise<void>;
	/** Writes text where the cursor is in the text editor that was used last. */
	insertText(text: string): Promise<void>;
	/** Opens an answer beside as a new Markdown document. */
	openAnswer(runId: string): Promise<void>;
	/** Opens an http(s) or mailto address after the person agreed. */
	openLink(address: string): Promise<void>;
	/** Asks for a file that holds a JSON Schema; undefined when the person chose none. */
	pickSchema(): Promise<SavedSchema | undefined>;
	/** Asks for a name and keeps the labels in the person's settings. */
	saveLabels(labels: string[]): Promise<void>;
	/** Asks for a name and keeps the schema in the person's settings. */
	saveSchema(schema: JsonSchema): Promise<void>;
	/** Asks for another picture and opens both beside each other. */
	compare(): Promise<void>;
	/** A part of a picture that has `tiles`, as a PNG; rejects once another picture is shown. */
	tile(version: string, place: TilePlace): Promise<Uint8Array>;
	/** Shows another page of the file, counted from 0. */
	showPage(page: number): Promise<void>;
	/** The picture is shown at this scale: CSS pixels per pixel of it. */
	tellScale(scale: number): Promise<void>;
	/** Remembers what this picture is to be seen on. */
	setBackground(background: ViewerSettings["background"]): Promise<void>;
	/**
	 * Opens another picture of the folder in place of this one; `view` is what that one's page takes
	 * over from this one.
	 */
	goTo(step: FolderStep, view: unknown): Promise<void>;
}

/** What every page with a conversation asks of the host. */
export type TalkHostApi = Pick<
	HostApi,
	| "run"
	| "stop"
	| "tryNow"
	| "removeRun"
	| "act"
	| "selectModel"
	| "copyText"
	| "copyData"
	| "insertText"
	| "openAnswer"
	| "openLink"
	| "willAsk"
	| "previewRequest"
	| "requestOf"
	| "countTokens"
	| "pickModel"
>;

/** What the host tells the page. */
export interface WebviewApi {
	/** The file changed, was deleted, or came back. */
	showPicture(picture: PictureState): Promise<void>;
	showEngine(engine: EngineState): Promise<void>;
	showViewer(viewer: ViewerSettings): Promise<void>;
	/** Runs that were kept; some may be known. */
	showRuns(runs: ShownRun[]): Promise<void>;
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
	/** Opens the form of a task that needs words first; for a question the box to write it in. */
	openForm(task: Task): Promise<void>;
	/** The person's own presets, labels or schemas changed. */
	showSaved(saved: Saved): Promise<void>;
	removeRun(runId: string): Promise<void>;
	/** CSS pixels per pixel of the picture. */
	zoomTo(scale: number | "fit"): Promise<void>;
	/** Stops an animated picture and tells its frame, from 0; null for a still one: messages lose what is undefined. */
	holdFrame(): Promise<number | null>;
	/** A frame of an animated picture, from 0, as a PNG in 8 bits; rejects where it cannot be decoded. */
	readFrame(frame: number): Promise<Uint8Array>;
	/** Pictures came into the folder or left it. */
	showPlace(place: FolderPlace | undefined): Promise<void>;
	/** A command about the picture that the page has to do. */
	doAction(action: PictureAction): Promise<void>;
}

/** What a page's head says of the picture, so that it is on the screen before the page's script is there. */
export interface EarlyPicture {
	picture: Extract<PictureState, { kind: "shown" }>;
	background: ViewerSettings["background"];
}

/** Everything the page shows; the host keeps it, because the page dies when its tab is hidden. */
export interface EditorState {
	picture: PictureState;
	engine: EngineState;
	viewer: ViewerSettings;
	/** Oldest first. */
	runs: ShownRun[];
	/** Whether the answers that were kept are among `runs`; if not, `restored()` gives them. */
	isRestored: boolean;
	recentPrompts: RecentPrompts;
	saved: Saved;
	/** A task chosen from a menu that needs words first: its form is to be open. */
	wanted?: Task;
	/** Where the picture stands in its folder, if that is known by now. */
	place?: FolderPlace;
	/** What the page of the picture before this one in the folder handed on. */
	handedOn?: unknown;
	/** The page's words in the person's language: English → translation (`@vscode/l10n`). */
	words: Record<string, string>;
}

/** Where a walk through the folder may go. */
export type FolderStep = "previous" | "next" | "first" | "last";

/** Where a picture stands among those of its folder, in natural order. */
export interface FolderPlace {
	/** From 1; absent when the picture is not among them any more. */
	number?: number;
	count: number;
	hasPrevious: boolean;
	hasNext: boolean;
}

export type PictureState =
	| {
			kind: "shown";
			/** File name, for reading aloud and for titles. */
			name: string;
			/** Where the page loads it from; changes with the file's content. "" while it is decoded. */
			url: string;
			/** What the page loads is smaller than the picture, whose parts `tile()` gives. */
			tiles?: TiledPicture;
			/** Of a file with several pages, which one it is, from 0. */
			page?: { index: number; count: number };
			/** Upright pixels. */
			size: Size;
			bytes: number;
			/** Of an animated picture: how many frames it has. */
			frames?: number;
			/** What looking for objects would send; absent where that is not known. */
			estimate?: Estimate;
	  }
	| { kind: "missing"; name: string; message: string }
	| { kind: "broken"; name: string; message: string };

export interface TiledPicture {
	/** Which content the tiles are of. */
	version: string;
	/** The size of what the page loads by its url. */
	reduced: Size;
}

/** What a request takes, before it is sent. */
export interface Estimate {
	tokens: number;
	/** US dollars, without the answer; absent where the price is not known. */
	cost?: number;
}

export interface EngineState {
	kind: "gemini" | "demo";
	/** The model's id; "loupe-demo" for the demo engine. */
	model: string;
	/** How the settings have requests; what is absent is the task's or the model's own choice. */
	choices?: RequestChoices;
	/** The levels of thinking that the model knows; absent where that is not known. */
	thinkingLevels?: ThinkingLevel[];
}

export interface PickedModel {
	model: string;
	/** None where that is not known. */
	thinkingLevels: ThinkingLevel[];
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
	/** Classify: what to choose from. */
	labels?: string[];
	/** Classify: whether more than one may fit. */
	many?: boolean;
	/** Extract: what the answer must keep to. */
	schema?: JsonSchema;
	/** Of a PDF: which pages, as "1-3, 7". */
	pages?: string;
	/** Of an animated picture: which frame, counted from 0; absent: the first. */
	frame?: number;
	/** The run that this question follows: its conversation is sent along. */
	after?: string;
	/** The first run asked in this place of the conversation, which this one is asked instead of. */
	insteadOf?: string;
	/** What it takes other than the settings say. */
	choices?: RequestChoices;
}

/** A request as it goes out, but for the pictures' bytes; the key is no part of it. */
export interface RequestRecord {
	model: string;
	/** In the order they stand in the request. */
	pictures: SentPictureRecord[];
	/** The words of this question as they are sent; those of earlier turns are not repeated. */
	text: string;
	/** How many questions and answers of the conversation go along. */
	earlierTurns: number;
	/** All else of the request, in the API's words: system instruction, safety, thinking, schema. */
	config: Readonly<Record<string, unknown>>;
}

/** A picture as it goes out. */
export interface SentPictureRecord {
	/** File name. */
	name: string;
	/** Pixels as sent; of a PDF its first page in points. */
	size: Size;
	/** Before base64. */
	bytes: number;
	mimeType: string;
	way: "inline" | "upload";
	/** Byte for byte the file. */
	asItWas: boolean;
	/** What of the upright picture it shows; absent: all. */
	part?: Rect;
	/** In the API's words, where it is said with the picture and not for all of the request. */
	mediaResolution?: string;
}

/** A request with what helps to see it. */
export interface ShownRequest {
	record: RequestRecord;
	/** Small pictures of what is sent (PNG or JPEG), in the order of `record.pictures`; none where they are gone. */
	thumbnails: Array<{ mimeType: string; bytes: Uint8Array }>;
	/** Before it is sent. */
	estimate?: Estimate;
	/** The reply as it came, once there is one. */
	raw?: string;
}

/** A JSON Schema, draft 2020-12 or what of it Gemini takes. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What `data` of a classification is. */
export interface ChosenLabels {
	/** Of those that were given. */
	labels: string[];
	/** Label → the model's own word for how sure it is; only where it gave one. */
	confidence?: Record<string, string>;
}

/** A place in extracted data that does not keep to the schema. */
export interface InvalidField {
	/** JSON Pointer (RFC 6901); "" is the whole. */
	path: string;
	message: string;
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
	/** Bytes that have been uploaded; null when all are there, since messages drop what is undefined. */
	progress?: { sent: number; of: number } | null;
	/** Absent for tasks that find no objects. */
	objects?: DetectedObject[];
	/** Classify: `ChosenLabels`; extract: what came, which `invalid` may find fault with. */
	data?: unknown;
	/** Extract: absent when `data` keeps to the schema. */
	invalid?: InvalidField[];
	/** Where several pictures were asked about: which, in the order the answer counts them. */
	pictures?: Array<{ uri: string; name: string }>;
	/** Indexes of the objects the person left out, in the order they did. */
	removed?: number[];
	/** Upright pixels of the picture it speaks of; absent until it was decoded. */
	image?: Size;
	complete: boolean;
	warnings: string[];
	usage?: Usage;
	/** US dollars; absent for the demo engine and where the price is not known. */
	cost?: number;
	/** What was sent; absent for runs that failed before, and for those of earlier Loupes. */
	request?: RequestRecord;
	/** The reply as it came, where `text` is not all of it. */
	raw?: string;
	error?: RunError;
	/** While it waits before it asks again; null when that is over: messages lose what is undefined. */
	waiting?: RunWaiting | null;
}

/** Why a run that is under way stands still, and until when. */
export interface RunWaiting {
	/** Milliseconds since 1970. */
	until: number;
	/** The attempt that follows, counted from 1. */
	attempt: number;
	reason: "RateLimit" | "Server" | "Offline";
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

/** What the person keeps in their settings for tasks. */
export interface Saved {
	presets: OwnPreset[];
	/** Name → labels to choose from. */
	labelSets: Record<string, string[]>;
	schemas: SavedSchema[];
}

export interface OwnPreset {
	task: Task;
	title: string;
	/** May hold placeholders: `${label}`, `${fileName}`, `${width}`, `${height}`. */
	prompt: string;
}

export interface SavedSchema {
	name: string;
	schema: JsonSchema;
}

/** A failure as the person reads it: one sentence and the buttons that fix it. */
export interface RunError {
	kind: ErrorKind;
	message: string;
	actions: ErrorAction[];
}

export interface ErrorAction {
	id:
		| "enterKey"
		| "getKey"
		| "useDemo"
		| "selectModel"
		| "switchModel"
		| "openSettings"
		| "openProxySettings"
		| "showLog"
		| "retry";
	title: string;
	/** `switchModel`: to which. */
	model?: string;
}
