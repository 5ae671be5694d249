import { parentPort } from "node:worker_threads";
import { connect } from "../shared/rpc.ts";
import { createPdfApi } from "./pdfApi.ts";

// The entry of the thread that openPdf starts.
const port = parentPort;
if (port) {
	connect(
		{
			post: (message) => port.postMessage(message),
			onMessage: (listener) => port.on("message", listener),
		},
		createPdfApi(),
	);
}
