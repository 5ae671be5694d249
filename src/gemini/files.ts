import { LoupeError } from "../shared/errors.ts";
import type { Endpoint } from "./client.ts";
import { toLoupeError } from "./errors.ts";
import { callFiles, type Fetch } from "./filesCall.ts";
import { type Clock, systemClock } from "./retryClock.ts";
import { sizeOf, type UploadBytes } from "./uploadBytes.ts";
import { isFileName, readUploadedFile, type UploadedFile } from "./uploadedFile.ts";
import { UploadPatience } from "./uploadPatience.ts";
import { type UploadProgress, uploadPieces } from "./uploadPieces.ts";
import type { SendCall, UploadAbout } from "./uploadSession.ts";

/** The API's limit for one file (ai.google.dev, "Files API"); decimal, the smaller reading of "2 GB". */
export const mostFileBytes = 2_000_000_000;

/** A server that still works on a file then, in milliseconds, has failed. */
const longestProcessing = 10 * 60_000;
const longestPause = 5000;

/**
 * Gemini's Files API by `fetch`: the SDK's `files.upload` tells no progress and ignores its abort
 * signal. Every failure is a `LoupeError`.
 */
export class Files {
	readonly #endpoint: () => Promise<Endpoint>;
	readonly #fetch: Fetch;
	readonly #clock: Clock;

	/** `endpoint` is asked once for each call; `fetch` defaults to the global one of that moment, which VS Code replaces. */
	constructor(options: { endpoint: () => Promise<Endpoint>; fetch?: Fetch; clock?: Clock }) {
		this.#endpoint = options.endpoint;
		this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
		this.#clock = options.clock ?? systemClock;
	}

	/**
	 * Uploads, waits until requests can name the file, and resolves with it; `TooLarge` and `BadImage`
	 * before a byte is read. Aborting closes the connection.
	 */
	async upload(
		bytes: UploadBytes,
		about: UploadAbout,
		{ signal, onProgress }: { signal: AbortSignal; onProgress?: UploadProgress },
	): Promise<UploadedFile> {
		checkSize(sizeOf(bytes));
		return this.#withEndpoint(signal, async (send, patience) => {
			const told = await uploadPieces(bytes, about, {
				send,
				patience,
				onProgress: onProgress ?? (() => undefined),
			});
			return this.#whenReady(readUploadedFile(told, this.#clock.now()), send, patience, signal);
		});
	}

	/** Throws `BadImage` for a file that expired or was deleted. */
	get(name: string, signal: AbortSignal): Promise<UploadedFile> {
		return this.#withEndpoint(signal, (send, patience) => this.#get(name, send, patience));
	}

	/** All files of the key's project, whoever uploaded them. */
	list(signal: AbortSignal): Promise<UploadedFile[]> {
		return this.#withEndpoint(signal, async (send, patience) => {
			const found: UploadedFile[] = [];
			const seen = new Set<string>();
			for (let token = ""; ; ) {
				const page = token && `&pageToken=${encodeURIComponent(token)}`;
				const path = `/v1beta/files?pageSize=100${page}`;
				const { body } = await patience.insist(() => send({ method: "GET", path }));
				const files: unknown[] = Array.isArray(body.files) ? body.files : [];
				for (const file of files) found.push(readUploadedFile(file, this.#clock.now()));
				token = typeof body.nextPageToken === "string" ? body.nextPageToken : "";
				if (!token || seen.has(token)) return found;
				seen.add(token);
			}
		});
	}

	/** Deletes a file on the server; throws as `get`. */
	remove(name: string, signal: AbortSignal): Promise<void> {
		return this.#withEndpoint(signal, async (send, patience) => {
			const path = pathOf(name);
			await patience.insist(() => send({ method: "DELETE", path }));
		});
	}

	async #get(name: string, send: SendCall, patience: UploadPatience): Promise<UploadedFile> {
		const path = pathOf(name);
		const { body } = await patience.insist(() => send({ method: "GET", path }));
		return readUploadedFile(body, this.#clock.now());
	}

	/** Asks again and again, more and more slowly, until the server has looked the file over. */
	async #whenReady(
		uploaded: UploadedFile,
		send: SendCall,
		patience: UploadPatience,
		signal: AbortSignal,
	): Promise<UploadedFile> {
		const latest = this.#clock.now() + longestProcessing;
		let file = uploaded;
		for (let pause = 250; file.state === "PROCESSING"; pause = Math.min(pause * 2, longestPause)) {
			if (this.#clock.now() > latest) {
				throw new LoupeError("Server", `${file.name} is still being processed`);
			}
			await this.#clock.sleep(pause, signal);
			patience.renew();
			file = await this.#get(file.name, send, patience);
		}
		if (file.state === "ACTIVE") return file;
		const detail = file.failure ?? "The server cannot use this file";
		throw new LoupeError("BadImage", `${file.name} failed: ${detail}`, { detail });
	}

	/** What is aborted while it waits ends as `Cancelled`, too. */
	async #withEndpoint<Result>(
		signal: AbortSignal,
		action: (send: SendCall, patience: UploadPatience) => Promise<Result>,
	): Promise<Result> {
		let key = "";
		try {
			signal.throwIfAborted();
			const endpoint = await this.#endpoint();
			key = endpoint.key.trim();
			const send: SendCall = (call) => callFiles(endpoint, { ...call, signal }, this.#fetch);
			return await action(send, new UploadPatience(this.#clock, signal));
		} catch (error) {
			throw toLoupeError(error, { signal, key });
		}
	}
}

function checkSize(size: number): void {
	if (size === 0) {
		const detail = "the file is empty";
		throw new LoupeError("BadImage", detail, { detail });
	}
	if (size <= mostFileBytes) return;
	const detail = `${(size / 1e9).toFixed(2)} GB`;
	throw new LoupeError("TooLarge", `An upload of ${size} bytes`, { detail });
}

function pathOf(name: string): string {
	if (isFileName(name)) return `/v1beta/${name}`;
	throw new LoupeError("Unsupported", "This is not the name of an uploaded file");
}
