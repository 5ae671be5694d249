import { LoupeError } from "../shared/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import { toLoupeError } from "./errors.ts";
import { callFiles } from "./filesCall.ts";
import { orAborted } from "./orAborted.ts";
import { type OnWaiting, Retry } from "./retry.ts";
import { type Clock, systemClock } from "./retryClock.ts";
import type { Fetch } from "./send.ts";
import { sizeOf, type UploadBytes } from "./uploadBytes.ts";
import { isFileName, readUploadedFile, type UploadedFile } from "./uploadedFile.ts";
import { type UploadProgress, uploadPieces } from "./uploadPieces.ts";
import type { SendCall, UploadAbout } from "./uploadSession.ts";

/** The API's limit for one file (ai.google.dev, "Files API"); decimal, the smaller reading of "2 GB". */
export const mostFileBytes = 2_000_000_000;

/** What belongs to one upload. */
export interface UploadOptions {
	signal: AbortSignal;
	onProgress?: UploadProgress | undefined;
	/** Hears of the time between attempts. */
	onWaiting?: OnWaiting | undefined;
}

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
		options: UploadOptions,
	): Promise<UploadedFile> {
		checkSize(sizeOf(bytes));
		return this.#withEndpoint(options, async (send, retry) => {
			const told = await uploadPieces(bytes, about, {
				send,
				retry,
				onProgress: options.onProgress ?? (() => undefined),
			});
			const file = readUploadedFile(told, this.#clock.now());
			return this.#whenReady(file, send, retry, options.signal);
		});
	}

	/** Throws `BadImage` for a file that expired or was deleted. */
	get(name: string, signal: AbortSignal): Promise<UploadedFile> {
		return this.#withEndpoint({ signal }, (send, retry) => this.#get(name, send, retry));
	}

	/** All files of the key's project, whoever uploaded them. */
	list(signal: AbortSignal): Promise<UploadedFile[]> {
		return this.#withEndpoint({ signal }, async (send, retry) => {
			const found: UploadedFile[] = [];
			const seen = new Set<string>();
			for (let token = ""; ; ) {
				const page = token && `&pageToken=${encodeURIComponent(token)}`;
				const path = `/v1beta/files?pageSize=100${page}`;
				const { body } = await retry.insist(() => send({ method: "GET", path }));
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
		return this.#withEndpoint({ signal }, async (send, retry) => {
			const path = pathOf(name);
			await retry.insist(() => send({ method: "DELETE", path }));
		});
	}

	async #get(name: string, send: SendCall, retry: Retry): Promise<UploadedFile> {
		const path = pathOf(name);
		const { body } = await retry.insist(() => send({ method: "GET", path }));
		return readUploadedFile(body, this.#clock.now());
	}

	/** Asks again and again, more and more slowly, until the server has looked the file over. */
	async #whenReady(
		uploaded: UploadedFile,
		send: SendCall,
		retry: Retry,
		signal: AbortSignal,
	): Promise<UploadedFile> {
		const latest = this.#clock.now() + longestProcessing;
		let file = uploaded;
		for (let pause = 250; file.state === "PROCESSING"; pause = Math.min(pause * 2, longestPause)) {
			if (this.#clock.now() > latest) {
				throw new LoupeError("Server", `${file.name} is still being processed`);
			}
			await this.#clock.sleep(pause, signal);
			retry.renew();
			file = await this.#get(file.name, send, retry);
		}
		if (file.state === "ACTIVE") return file;
		const detail = file.failure ?? "The server cannot use this file";
		throw new LoupeError("BadImage", `${file.name} failed: ${detail}`, { detail });
	}

	/** What is aborted while it waits ends as `Cancelled`, too. */
	async #withEndpoint<Result>(
		{ signal, onWaiting }: UploadOptions,
		action: (send: SendCall, retry: Retry) => Promise<Result>,
	): Promise<Result> {
		let key = "";
		try {
			signal.throwIfAborted();
			const endpoint = await orAborted(this.#endpoint(), signal);
			key = endpoint.key.trim();
			const way = { fetch: this.#fetch, clock: this.#clock };
			const send: SendCall = (call) => callFiles(endpoint, { ...call, signal }, way);
			return await action(send, new Retry({ clock: this.#clock, signal, onWaiting }));
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
