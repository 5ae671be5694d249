import { AnswerBlocks, type AnswerToken } from "./answerBlocks.ts";
import type { FoundObject, ReplyEnd } from "./reply.ts";
import { ReplyReader } from "./reply.ts";

/** What arrived with a piece of an answer: words as they are to be read, and objects that became whole. */
export interface AnswerPiece {
	text: string;
	objects: FoundObject[];
}

/** A block of an answer, until it shows what it is. */
interface Block {
	kind: "unsure" | "boxes" | "words";
	/** All of it that was not yet given on as words; empty once an object was found in it. */
	raw: string;
	body: string;
	found: number;
}

/** Boxes name themselves within so many characters; other JSON streams on from there as words. */
const lookAhead = 1000;
const boxKey = /\b(?:box_?2d|b(?:ounding_?)?box(?:_?2d)?|point)["']?\s*:/i;

/**
 * Reads an answer in words that may end with a fence of boxes, while it streams: the words go on as
 * they come, the fence becomes objects. A fence without boxes is part of the words. Any way to cut
 * the answer into pieces gives the same.
 */
export class AnswerReader {
	#reader: ReplyReader;
	#blocks = new AnswerBlocks();
	#block: Block | undefined;
	/** A fence with an empty list and the blanks behind it: words only if more of them follow. */
	#empty = "";
	#hasWords = false;
	#found = 0;
	#hasRead = false;
	#piece: AnswerPiece = { text: "", objects: [] };

	/** `pictures`: how many were asked about. */
	constructor(options: { maxObjects?: number; pictures?: number } = {}) {
		this.#reader = new ReplyReader(options);
	}

	/** True once the model lists the same again and again: abort the request. */
	get isRunaway(): boolean {
		return this.#reader.isRunaway;
	}

	push(text: string): AnswerPiece {
		return this.#take(this.#blocks.push(text));
	}

	/** `end` is undefined when the answer held no boxes. */
	end(): AnswerPiece & { end: ReplyEnd | undefined } {
		const { text, objects } = this.#take(this.#blocks.end());
		const end = this.#hasRead ? this.#reader.end() : undefined;
		const all = [...objects, ...(end?.objects ?? [])];
		this.#found += end?.objects.length ?? 0;
		let rest = this.#hasWords ? "" : this.#empty;
		const block = this.#block;
		// Boxes that were cut before the first was whole are no words either.
		const isCut = block?.kind === "boxes" && end?.complete === false;
		const isWords = block && block.found === 0 && !isCut && !end?.objects.length;
		if (isWords) rest += block.raw;
		return { text: text + rest, objects: all, end: this.#found > 0 || isCut ? end : undefined };
	}

	#take(tokens: readonly AnswerToken[]): AnswerPiece {
		for (const token of tokens) this.#read(token);
		const piece = this.#piece;
		this.#piece = { text: "", objects: [] };
		return piece;
	}

	#read({ kind, text }: AnswerToken): void {
		const block = this.#block;
		switch (kind) {
			case "words":
				this.#say(text);
				return;
			case "open":
				this.#block = { kind: "unsure", raw: text, body: "", found: 0 };
				return;
			case "body":
				if (block) this.#readBody(block, text);
				return;
			case "close":
				if (block) this.#close(block, text);
				this.#block = undefined;
		}
	}

	#readBody(block: Block, text: string): void {
		block.raw += text;
		if (block.kind === "boxes") {
			this.#find(block, text);
			return;
		}
		if (block.kind === "unsure") {
			block.body += text;
			if (boxKey.test(block.body.slice(0, lookAhead))) {
				block.kind = "boxes";
				this.#find(block, block.body);
				return;
			}
			if (block.body.length < lookAhead) return;
			block.kind = "words";
		}
		this.#say(block.raw);
		block.raw = "";
	}

	#close(block: Block, text: string): void {
		block.raw += text;
		// So that what the reader still waits for is settled.
		if (block.kind === "boxes") this.#find(block, "\n```\n");
		if (block.found > 0) return;
		if (block.kind === "unsure" && block.body.trim() === "[]") {
			this.#empty += block.raw;
			return;
		}
		this.#say(block.raw);
	}

	#find(block: Block, text: string): void {
		this.#hasRead = true;
		const objects = this.#reader.push(text);
		block.found += objects.length;
		this.#found += objects.length;
		if (block.found > 0) block.raw = "";
		this.#piece.objects.push(...objects);
	}

	#say(text: string): void {
		if (this.#empty !== "" && text.trim() === "") {
			this.#empty += text;
			return;
		}
		this.#hasWords ||= text.trim() !== "";
		this.#piece.text += this.#empty + text;
		this.#empty = "";
	}
}
