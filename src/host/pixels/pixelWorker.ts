import { parentPort } from "node:worker_threads";
import type { Mask } from "../../shared/result.ts";
import { connect } from "../../shared/rpc.ts";
import { createPixelApi } from "./pixelApi.ts";

// The entry of the worker thread that PixelThread starts.
const port = parentPort;
if (port) {
	connect(
		{
			post: (message) => port.postMessage(message, ownBuffers(message)),
			onMessage: (listener) => port.on("message", listener),
		},
		createPixelApi(),
	);
}

/** A drawn mask is moved, not copied; what sharp made is its own memory and cannot be. */
function ownBuffers(message: unknown): ArrayBuffer[] {
	const { value } = message as { value?: Partial<Mask> };
	const buffer = value?.data?.buffer;
	return buffer instanceof ArrayBuffer ? [buffer] : [];
}
