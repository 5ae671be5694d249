import type { EditorState, ShownRun, TalkHostApi, WebviewApi } from "./protocol.ts";
import type { Size } from "./result.ts";

/** What the page of several pictures asks of the host. Every method may reject; the error's `name` is its kind. */
export interface PicturesHostApi extends TalkHostApi {
	/** The page is up: resolves with all there is to show. */
	ready(): Promise<PicturesState>;
	/** Puts a picture at another place of the order, counted from 0 without it. */
	movePicture(uri: string, to: number): Promise<void>;
	/** Takes pictures out of the question; their files stay. */
	removePictures(uris: string[]): Promise<void>;
	/** Takes back the last change of the order or the pictures. */
	undo(): Promise<void>;
	/** Asks for files to add. */
	addFiles(): Promise<void>;
	/** Asks for an http(s) address to add. */
	addAddress(): Promise<void>;
	/** Adds what was dropped on the page: addresses of files, as VS Code writes them. */
	addDropped(uris: string[]): Promise<void>;
	/** Opens a picture in an editor of its own. */
	openPicture(uri: string): Promise<void>;
}

/** What the host tells the page of several pictures. */
export interface PicturesPageApi
	extends Pick<
		WebviewApi,
		| "showEngine"
		| "addRun"
		| "changeRun"
		| "addText"
		| "addObjects"
		| "removeRun"
		| "showRecentPrompts"
	> {
	/** Other pictures or another order: another subject, with runs of its own. */
	showPictures(shown: PicturesShown): Promise<void>;
	/** More became known of one picture, or its file changed. */
	changePicture(picture: ListedPicture): Promise<void>;
	showRequest(request: RequestState): Promise<void>;
}

/** Everything the page shows; the host keeps it. */
export interface PicturesState
	extends PicturesShown,
		Pick<EditorState, "engine" | "recentPrompts" | "words"> {
	request: RequestState;
}

export interface PicturesShown {
	/** In the order the prompt counts them. */
	pictures: ListedPicture[];
	/** About these pictures in this order, oldest first. */
	runs: ShownRun[];
	canUndo: boolean;
}

/** One picture of the question, known by its address. */
export type ListedPicture = {
	/** As VS Code writes it. */
	uri: string;
	/** File name. */
	name: string;
	/** Its place as a person names it, for telling files of one name apart. */
	place: string;
} & (
	| { kind: "reading" }
	/**
	 * `url`: where the page loads it from, "" while that is made; `size`: upright pixels; `unseen`: why
	 * there is nothing to load, in words.
	 */
	| { kind: "shown"; url: string; size: Size; bytes: number; unseen?: string }
	| { kind: "broken"; message: string }
);

/** What the request would weigh. */
export interface RequestState {
	/** Bytes as sent, base64 counted; of what is not prepared yet an estimate. */
	bytes: number;
	/** Without estimates. */
	certainBytes: number;
	/** What goes inside one request; more can be asked about where `mayUpload`. */
	mostBytes: number;
	/** What does not go inside the request is uploaded before. */
	mayUpload: boolean;
	mostPictures: number;
}
