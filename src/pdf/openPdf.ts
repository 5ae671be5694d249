import { Worker } from "node:worker_threads";
import { LoupeError } from "../shared/errors.ts";
import type { Size } from "../shared/result.ts";
import { connect, type Remote } from "../shared/rpc.ts";
import type { PdfApi } from "./pdfApi.ts";

/**
 * A PDF in a thread of its own, which ends with it: what a file makes pdf.js do can be stopped at any
 * time, and nobody waits for it. `close` it, or dispose of it. After that, and once the signal it was
 * opened with aborts, every call rejects with `Cancelled`.
 */
export class Pdf implements Disposable {
	/** How many it has. */
	readonly pages: number;
	readonly #remote: Remote<PdfApi>;
	readonly #end: () => void;

	constructor(pages: number, remote: Remote<PdfApi>, end: () => void) {
		this.pages = pages;
		this.#remote = remote;
		this.#end = end;
	}

	/** As a person sees them, in points: 1/72 inch. Pages are counted from 1. */
	sizes(pages: readonly number[]): Promise<Size[]> {
		return this.#remote.sizes([...pages]);
	}

	/** The text that the pages themselves hold; that of a scanned page is empty. */
	texts(pages: readonly number[]): Promise<string[]> {
		return this.#remote.texts([...pages]);
	}

	/** A PDF of these pages alone, in order; throws `TooLarge` for one that cannot be sent. */
	extract(pages: readonly number[]): Promise<Uint8Array> {
		return this.#remote.extract([...pages]);
	}

	close(): void {
		this.#end();
	}

	[Symbol.dispose](): void {
		this.#end();
	}
}

/**
 * Opens a PDF; `bytes` stay the caller's. Throws `BadImage` for what is no whole PDF, `Unsupported`
 * for one that asks for a password, `Cancelled`.
 */
export async function openPdf(bytes: Uint8Array, signal?: AbortSignal): Promise<Pdf> {
	if (signal?.aborted) throw cancelled();
	// Tests and the demo engine run the TypeScript as it is, the extension what was built of it.
	const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
	const worker = new Worker(new URL(`./pdfWorker.${extension}`, import.meta.url));
	const ended = Promise.withResolvers<never>();
	// Somebody may wait for it, or nobody.
	ended.promise.catch(() => {});
	const { remote, dispose } = connect<PdfApi>(
		{
			post: (message) => worker.postMessage(message),
			onMessage: (listener) => worker.on("message", listener),
		},
		{},
	);
	const end = (why: Error = cancelled()) => {
		signal?.removeEventListener("abort", onAbort);
		ended.reject(why);
		dispose();
		void worker.terminate();
	};
	const onAbort = () => end();
	signal?.addEventListener("abort", onAbort);
	// A file that brings the thread down, by its memory for one, is no file to read.
	worker.on("error", (cause) => {
		end(new LoupeError("BadImage", "reading it failed", { cause }));
	});
	const orEnded = <Api extends object>(api: Api): Api =>
		new Proxy(api, {
			get: (target, name) => {
				const call = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
				return (...args: unknown[]) => Promise.race([ended.promise, call(...args)]);
			},
		});
	const guarded = orEnded(remote);
	try {
		// A copy crosses: the bytes are still to be sent.
		return new Pdf(await guarded.open(bytes), guarded, () => end());
	} catch (error) {
		end();
		throw error;
	}
}

function cancelled(): LoupeError {
	return new LoupeError("Cancelled", "The PDF was closed");
}
