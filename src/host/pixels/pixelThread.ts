import { Worker } from "node:worker_threads";
import { connect, type Remote } from "../../shared/rpc.ts";
import type { PixelApi } from "./pixelApi.ts";

/** Work on pixels in a thread of its own, started when first asked, so that nobody waits for it. */
export class PixelThread {
	#running: { worker: Worker; remote: Remote<PixelApi>; dispose(): void } | undefined;

	get api(): Remote<PixelApi> {
		this.#running ??= this.#start();
		return this.#running.remote;
	}

	#start() {
		// Tests and the demo engine run the TypeScript as it is, the extension what was built of it.
		const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
		const worker = new Worker(new URL(`./pixelWorker.${extension}`, import.meta.url));
		const connection = connect<PixelApi>(
			{
				post: (message) => worker.postMessage(message),
				onMessage: (listener) => worker.on("message", listener),
			},
			{},
		);
		// A thread that died takes its calls with it; the next call starts another.
		const end = () => {
			connection.dispose();
			this.#running = undefined;
		};
		worker.on("error", end);
		worker.on("exit", end);
		return { worker, ...connection };
	}

	dispose(): void {
		void this.#running?.worker.terminate();
	}
}
