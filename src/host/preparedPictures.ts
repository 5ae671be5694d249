import type { Uri } from "vscode";
import { orAborted } from "../gemini/orAborted.ts";
import { type Prepared, type PrepareOptions, prepare } from "../image/prepare.ts";
import { LoupeError } from "../shared/errors.ts";
import type { ShownFrames } from "./editor/shownFrames.ts";

/** Of all that is kept, and of one picture: what is larger is prepared again sooner than held. */
const mostBytes = 64_000_000;
const mostOfOne = 16_000_000;

/** A picture's file; `hash` is the content's. */
interface PictureFile {
	uri: Uri;
	content: Uint8Array;
	hash: string;
}

interface Kept {
	prepared: Promise<Prepared>;
	/** 0 until it is prepared. */
	bytes: number;
}

/** Pictures made fit to send, kept for the next question about them: decoding is what a question waits for. */
export class PreparedPictures {
	/** By content and options, the one used last at the end. */
	readonly #kept = new Map<string, Kept>();
	readonly #frames: Pick<ShownFrames, "framed">;

	constructor(frames: Pick<ShownFrames, "framed">) {
		this.#frames = frames;
	}

	/**
	 * As `prepare`. Rejects with `Cancelled` as soon as `signal` is aborted,
	 * while the work goes on for whoever asks next.
	 */
	async of(
		{ uri, content, hash }: PictureFile,
		{ signal, ...options }: PrepareOptions & { signal: AbortSignal },
	): Promise<Prepared> {
		const { maxSide, region, frame = 0 } = options;
		const id = JSON.stringify([
			hash,
			maxSide === Number.POSITIVE_INFINITY ? 0 : maxSide,
			region,
			frame,
		]);
		const kept = this.#kept.get(id) ?? this.#begin(id, { uri, content }, options);
		this.#kept.delete(id);
		this.#kept.set(id, kept);
		try {
			return await orAborted(kept.prepared, signal);
		} catch (error) {
			if (!signal.aborted) throw error;
			const cause = signal.reason;
			throw new LoupeError("Cancelled", "Stopped while the picture was prepared", { cause });
		}
	}

	#begin(id: string, file: Omit<PictureFile, "hash">, options: PrepareOptions): Kept {
		const kept: Kept = { prepared: this.#prepare(file, options), bytes: 0 };
		kept.prepared.then(
			({ bytes: { length } }) => {
				if (length > mostOfOne) this.#forget(id, kept);
				kept.bytes = length;
				this.#makeRoom();
			},
			// Whoever waits hears why; the next to ask may find the file mended.
			() => this.#forget(id, kept),
		);
		return kept;
	}

	async #prepare(
		{ uri, content }: Omit<PictureFile, "hash">,
		options: PrepareOptions,
	): Promise<Prepared> {
		const { bytes, frame } = await this.#frames.framed(uri, content, options.frame);
		return prepare(bytes, { ...options, frame });
	}

	#forget(id: string, kept: Kept): void {
		if (this.#kept.get(id) === kept) this.#kept.delete(id);
	}

	#makeRoom(): void {
		let sum = 0;
		for (const { bytes } of this.#kept.values()) sum += bytes;
		for (const [id, { bytes }] of this.#kept) {
			if (sum <= mostBytes) return;
			if (bytes === 0) continue;
			sum -= bytes;
			this.#kept.delete(id);
		}
	}
}
