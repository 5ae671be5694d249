import { parentPort } from "node:worker_threads";
import { decodeHeif, type HeifAnswer } from "./decodeHeif.ts";
import { loadHeif } from "./loadHeif.ts";

// The entry of the worker thread that HeifThread starts.
const port = parentPort;
if (port) {
	const heif = loadHeif();
	port.on("message", (bytes: Uint8Array) => {
		const answer: HeifAnswer = decodeHeif(heif, bytes);
		port.postMessage(answer, answer.kind === "pixels" ? [answer.data.buffer] : []);
	});
}
