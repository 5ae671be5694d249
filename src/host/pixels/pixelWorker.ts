import { parentPort } from "node:worker_threads";
import { connect } from "../../shared/rpc.ts";
import { createPixelApi } from "./pixelApi.ts";

// The entry of the worker thread that PixelThread starts.
const port = parentPort;
if (port) {
	connect(
		{
			post: (message) => port.postMessage(message),
			onMessage: (listener) => port.on("message", listener),
		},
		createPixelApi(),
	);
}
