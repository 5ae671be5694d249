import { HeldText } from "./replyHeldText.ts";
import { roleOf } from "./replyKeys.ts";

/** The text of one whole `{…}`. Objects in it that may be found objects themselves are taken out. */
export interface ObjectText {
	text: string;
	/** How many keys it has at its top. */
	keys: number;
	/** It is the value of a key of another object: `{"result": {…}}`, `{"attributes": {…}}`. */
	isDetail: boolean;
	/** Other objects were taken out of it: `{"items": […]}`. */
	holdsOthers: boolean;
}

/** An object that is open. */
export interface ObjectFrame {
	kind: "object";
	isDetail: boolean;
	holdsOthers: boolean;
	text: HeldText;
	keys: number;
	key: string;
	hasLabel: boolean;
	hasPlace: boolean;
	/** What is expected next; `done`: a comma or the end. */
	part: "key" | "value" | "done";
	/** The string read last, and the unquoted text, since the last comma or colon. */
	quoted: string | undefined;
	bare: string;
	/** There was a `]` that closes nothing in here: perhaps the `}` before it was forgotten. */
	isPerhapsOver: boolean;
	startsLine: boolean;
}

/** An array that is open and not part of what an object says about itself. */
export interface ArrayFrame {
	kind: "array";
	isEmpty: boolean;
	holdsObjects: boolean;
	/** The object around it leaves out the rest of this array. */
	pausesOwner: boolean;
	startsLine: boolean;
}

type Frame = ObjectFrame | ArrayFrame;

/** The objects and arrays that are open at one place in a reply, and what becomes of them. */
export class Nesting {
	#frames: Frame[] = [];
	#finished: ObjectText[] = [];
	/** Objects given up: a fence closed before they did, or they outgrew every plausible reply. */
	brokenOff = 0;
	/** There was an object with keys, or an empty array or object. */
	sawJson = false;
	/** A string or an object that does not end. */
	hasTooLong = false;

	get depth(): number {
		return this.#frames.length;
	}

	get top(): Frame | undefined {
		return this.#frames.at(-1);
	}

	/** The innermost open object. */
	get owner(): ObjectFrame | undefined {
		for (let index = this.#frames.length - 1; index >= 0; index--) {
			const frame = this.#frames[index];
			if (frame?.kind === "object") {
				return frame;
			}
		}
		return undefined;
	}

	/** True until anything that only JSON has was met. */
	get isProse(): boolean {
		return this.#frames.every((frame) =>
			frame.kind === "array" ? !frame.holdsObjects : frame.keys === 0 && !frame.holdsOthers,
		);
	}

	/** Open objects that say where something is, or may yet: wrappers and prose do not count. */
	get openObjects(): number {
		const innermost = this.owner;
		return this.#frames.filter((frame, index) => {
			if (frame.kind === "array" || frame.holdsOthers) {
				return false;
			}
			const isListed = this.#frames[index - 1]?.kind === "array";
			return frame.hasPlace || (frame === innermost && (frame.hasLabel || isListed));
		}).length;
	}

	/** The objects finished since this was last called. */
	takeFinished(): ObjectText[] {
		const finished = this.#finished;
		this.#finished = [];
		return finished;
	}

	openArray(startsLine: boolean): void {
		this.markDone();
		this.#frames.push({
			kind: "array",
			isEmpty: true,
			holdsObjects: false,
			pausesOwner: false,
			startsLine,
		});
	}

	openObject(piece: string, at: number, startsLine: boolean): void {
		const around = this.top;
		const owner = this.owner;
		if (owner !== undefined && !owner.text.isPaused) {
			owner.text.pause(piece, at);
			if (around?.kind === "array") {
				around.pausesOwner = true;
			} else if (owner.keys > 0) {
				owner.text.add("null");
			}
		}
		this.markDone();
		this.#frames.push({
			kind: "object",
			isDetail: around?.kind === "object" && around.keys > 0,
			holdsOthers: false,
			text: new HeldText(at),
			keys: 0,
			key: "",
			hasLabel: false,
			hasPlace: false,
			part: "key",
			quoted: undefined,
			bare: "",
			isPerhapsOver: false,
			startsLine,
		});
	}

	readKey(frame: ObjectFrame, key: string): void {
		const role = roleOf(key);
		frame.key = key;
		frame.keys += 1;
		frame.part = "value";
		frame.quoted = undefined;
		frame.bare = "";
		frame.hasLabel ||= role === "label";
		frame.hasPlace ||= role !== undefined && role !== "label";
		this.sawJson = true;
	}

	/** The value of a key is there, or has begun. */
	markDone(): void {
		const frame = this.top;
		if (frame?.kind === "object" && frame.part === "value") {
			frame.part = "done";
		}
	}

	/** Closes the top, with its brace at `at`. */
	closeObject(frame: ObjectFrame, piece: string, at: number): void {
		this.#finish(frame, frame.text.whole(piece, at + 1), at + 1);
	}

	/** Closes the top, whose brace was forgotten before `at`. */
	closeForgotten(frame: ObjectFrame, piece: string, at: number): void {
		const text = frame.text.whole(piece, at);
		this.#finish(frame, text === undefined ? undefined : `${text}}`, at);
	}

	/** Closes the top, with its bracket at `at`. */
	closeArray(frame: ArrayFrame, at: number): void {
		this.#frames.pop();
		this.#resumeOwner(frame, at + 1);
		const around = this.top;
		if (around?.kind === "array") {
			around.holdsObjects ||= frame.holdsObjects;
		}
		this.sawJson ||= frame.isEmpty && frame.startsLine;
	}

	/** Closes the arrays inside the innermost object, whose brackets were forgotten before `at`. */
	closeArrays(at: number): void {
		for (let frame = this.top; frame?.kind === "array"; frame = this.top) {
			this.#frames.pop();
			this.#resumeOwner(frame, at);
		}
	}

	/** At an end: `[{…]` without its `}` is an object and its array. */
	closePerhapsOver(piece: string, at: number): void {
		const frame = this.top;
		if (frame?.kind !== "object" || !frame.isPerhapsOver || this.#frames.length < 2) {
			return;
		}
		this.closeForgotten(frame, piece, at);
		if (this.top?.kind === "array") {
			this.#frames.pop();
		}
	}

	/** What is open turned out to be prose. */
	forget(): void {
		this.#frames = [];
	}

	/** What is open will not be finished. */
	abandon(): void {
		this.brokenOff += this.openObjects;
		this.#frames = [];
	}

	/** A string does not end: the object it is in is lost. */
	giveUpTooLong(): void {
		this.hasTooLong = true;
		this.owner?.text.letGo();
	}

	endPiece(piece: string): void {
		const { owner } = this;
		owner?.text.endPiece(piece);
		this.hasTooLong ||= owner?.text.isTooLong === true;
	}

	#finish(frame: ObjectFrame, text: string | undefined, resume: number): void {
		this.#frames.pop();
		const around = this.top;
		const isEmpty = frame.keys === 0 && !frame.holdsOthers && frame.bare === "";
		const isResult = frame.keys > 0 || (isEmpty && around?.kind === "array");
		if (around?.kind === "array") {
			around.holdsObjects ||= isResult || frame.holdsOthers;
		} else {
			around?.text.resume(resume);
		}
		const { owner } = this;
		if (owner !== undefined) {
			const mayBeFound = isResult && (!frame.isDetail || frame.hasPlace);
			owner.holdsOthers ||= frame.holdsOthers || mayBeFound;
		}
		this.sawJson ||= isEmpty && frame.startsLine;
		if (text === undefined) {
			this.hasTooLong = true;
			this.brokenOff += 1;
			return;
		}
		if (isResult) {
			const { keys, isDetail, holdsOthers } = frame;
			this.#finished.push({ text, keys, isDetail, holdsOthers });
		}
	}

	/** The array's end is in the owner's text again; the objects in it are not. */
	#resumeOwner(frame: ArrayFrame, at: number): void {
		if (frame.pausesOwner) {
			this.owner?.text.add("]");
			this.owner?.text.resume(at);
		}
	}
}
