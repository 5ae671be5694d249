import { parentPort } from "node:worker_threads";
import type { Comparison } from "../../shared/compareProtocol.ts";
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

/** Answers are moved, not copied: a drawn mask, a file's bytes, or the picture of a difference. */
function ownBuffers(message: unknown): ArrayBuffer[] {
	const { value } = message as { value?: Partial<Mask & Comparison> | Uint8Array };
	const bytes = value instanceof Uint8Array ? value : (value?.data ?? value?.difference);
	return bytes?.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}
