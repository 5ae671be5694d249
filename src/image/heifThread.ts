import { Worker } from "node:worker_threads";
import { LoupeError } from "../shared/errors.ts";
import { badImage } from "./badImage.ts";
import type { HeifAnswer, HeifPixels } from "./decodeHeif.ts";

export interface HeifThreadOptions {
	/** Milliseconds for one picture; 12 megapixels take about one second. */
	timeLimit?: number;
	/** Milliseconds after which a thread that has nothing to do is ended. */
	idleTime?: number;
}

/** A heap that has grown larger is given back at once: WebAssembly's memory never shrinks. */
const mostHeapKept = 256 * 1024 * 1024;

/** libheif's number for a feature that it was built without. */
const unsupportedFeature = 4;

/**
 * libheif in a thread of its own, started with the first picture and ended when nothing comes after
 * it: decoding takes seconds, and a hostile file may crash it, fill its memory (2 GB at most) or keep
 * it busy. One picture at a time, which bounds the memory of all.
 */
export class HeifThread {
	readonly #timeLimit: number;
	readonly #idleTime: number;
	#worker: Worker | undefined;
	#idle: NodeJS.Timeout | undefined;
	#last: Promise<void> = Promise.resolve();

	constructor({ timeLimit = 90_000, idleTime = 10_000 }: HeifThreadOptions = {}) {
		this.#timeLimit = timeLimit;
		this.#idleTime = idleTime;
	}

	/** Throws `BadImage`, `Unsupported`, `TooLarge` (too much work) or `Cancelled`. */
	async decode(bytes: Uint8Array, signal?: AbortSignal): Promise<HeifPixels> {
		const before = this.#last;
		const done = Promise.withResolvers<void>();
		this.#last = done.promise;
		try {
			await unlessAborted(before, signal);
			return await this.#run(bytes, signal);
		} finally {
			// Whoever gave up while waiting still stands between those before and those behind.
			void before.then(done.resolve);
		}
	}

	/** Ends the thread; a picture under way is rejected. */
	dispose(): void {
		this.#end();
	}

	#run(bytes: Uint8Array, signal?: AbortSignal): Promise<HeifPixels> {
		clearTimeout(this.#idle);
		this.#worker ??= this.#start();
		const worker = this.#worker;
		worker.ref();
		return new Promise<HeifPixels>((resolve, reject) => {
			const stop = (error: unknown) => {
				clear();
				this.#end();
				reject(error);
			};
			const onAbort = () => stop(cancelled(signal));
			// What is wrong with the file comes as an answer; this is wrong with the thread.
			const onError = (error: unknown) => stop(error);
			const onExit = (code: number) => stop(new Error(`libheif's thread ended with ${code}`));
			const late = setTimeout(() => {
				const detail = `${this.#timeLimit / 1000} s`;
				stop(new LoupeError("TooLarge", "The picture takes too long to decode", { detail }));
			}, this.#timeLimit);
			const onMessage = (answer: HeifAnswer) => {
				clear();
				if (answer.kind === "pixels") {
					this.#rest(answer.heap);
					resolve(answer);
					return;
				}
				// What it had opened is lost to its memory when it was stopped by force.
				if (answer.code < 0) this.#end();
				else this.#rest(0);
				reject(failure(answer.code, answer.message));
			};
			const clear = () => {
				clearTimeout(late);
				signal?.removeEventListener("abort", onAbort);
				worker.off("message", onMessage).off("error", onError).off("exit", onExit);
			};
			worker.on("message", onMessage).on("error", onError).on("exit", onExit);
			signal?.addEventListener("abort", onAbort);
			worker.postMessage(bytes);
		});
	}

	#start(): Worker {
		// Tests and the demo engine run the TypeScript as it is, the extension what was built of it.
		const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
		// The process's own options may be meant for a script on its command line.
		const options = { execArgv: [], name: "libheif" };
		const worker = new Worker(new URL(`./heifWorker.${extension}`, import.meta.url), options);
		const forget = () => {
			if (this.#worker === worker) this.#worker = undefined;
		};
		// A thread that dies when nobody waits for it is nobody's error.
		return worker.on("error", forget).on("exit", forget);
	}

	#rest(heap: number): void {
		if (heap > mostHeapKept) {
			this.#end();
			return;
		}
		this.#worker?.unref();
		this.#idle = setTimeout(() => this.#end(), this.#idleTime).unref();
	}

	#end(): void {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = undefined;
		void worker?.terminate();
	}
}

let thread: HeifThread | undefined;

/** The process's own thread. */
export function heifThread(): HeifThread {
	thread ??= new HeifThread();
	return thread;
}

function failure(code: number, message: string): LoupeError {
	if (code !== unsupportedFeature)
		return badImage(/end of/i.test(message) ? "cut" : "damaged", message);
	const detail = "HEIC";
	return new LoupeError("Unsupported", `libheif: ${message}`, { detail });
}

function cancelled(signal: AbortSignal | undefined): LoupeError {
	return new LoupeError("Cancelled", "Stopped while the picture was decoded", {
		cause: signal?.reason,
	});
}

async function unlessAborted(before: Promise<void>, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) throw cancelled(signal);
	if (!signal) return before;
	const aborted = Promise.withResolvers<never>();
	const onAbort = () => aborted.reject(cancelled(signal));
	signal.addEventListener("abort", onAbort);
	try {
		await Promise.race([before, aborted.promise]);
	} finally {
		signal.removeEventListener("abort", onAbort);
	}
}
