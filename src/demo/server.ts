import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError, notFound } from "./apiError.ts";
import { readBytes, readJson } from "./body.ts";
import { Eyes } from "./eyes.ts";
import { FileStore } from "./files.ts";
import { checkRequest } from "./gate.ts";
import { countTokens, joined, type ResponsePart, respond } from "./generate.ts";
import { findModel, listModels, pageOf } from "./models.ts";
import { Papers } from "./papers.ts";
import { type Call, routeOf } from "./route.ts";
import { mostFileBytes, Uploads } from "./uploads.ts";

export interface DemoEngineOptions {
	/** 0, the default: any free port. */
	port?: number;
	/** Milliseconds between the pieces of a stream, so that they can be seen to arrive; 15 unless told. */
	pause?: number;
	/** Milliseconds since 1970, for the expiry of files. */
	now?: () => number;
	/** Told of each request when its connection is done with and no work for it goes on. */
	onRequest?: (request: DemoRequest) => void;
}

export interface DemoRequest {
	method: string;
	path: string;
	status: number;
	milliseconds: number;
	/** False: the client left before the answer was whole. */
	isAnswered: boolean;
}

export interface DemoEngine {
	/** `http://127.0.0.1:<port>`: the base URL for any client of the Gemini API. */
	url: string;
	/** Cuts what is under way. */
	close(): Promise<void>;
}

/** Serves the Gemini API on loopback, answering from the pixels of the pictures it is sent. */
export async function startDemoEngine(options: DemoEngineOptions = {}): Promise<DemoEngine> {
	const { port = 0, pause = 15, now = Date.now, onRequest } = options;
	const files = new FileStore(now);
	const sources = { files, eyes: new Eyes(), papers: new Papers() };
	const uploads = new Uploads(files);
	let url = "";

	const server = createServer((request, response) => {
		void serve(request, response);
	});

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const started = performance.now();
		const left = new AbortController();
		const closed = Promise.withResolvers<void>();
		response.on("close", () => {
			if (!response.writableFinished) left.abort();
			closed.resolve();
		});
		try {
			await answer(request, response, left.signal);
		} catch (error) {
			// Nobody is left to be told once the client has gone.
			if (!left.signal.aborted) sendError(response, error);
		}
		await closed.promise;
		onRequest?.({
			method: request.method ?? "",
			path: request.url ?? "",
			status: response.statusCode,
			milliseconds: performance.now() - started,
			isAnswered: response.writableFinished,
		});
	}

	async function answer(
		request: IncomingMessage,
		response: ServerResponse,
		signal: AbortSignal,
	): Promise<void> {
		checkRequest(request);
		const address = new URL(request.url ?? "/", url);
		const call = routeOf(request.method ?? "", address);
		switch (call.kind) {
			case "listModels":
				return sendJson(response, listModels(address.searchParams));
			case "getModel":
				return sendJson(response, findModel(call.model));
			case "generate":
			case "stream":
			case "count":
				return answerModel(call, request, response, signal);
			case "startUpload": {
				const body = await readJson(request);
				const id = uploads.start(request.headers, body, `${url}${call.base}`);
				response.setHeader("x-goog-upload-url", `${url}${address.pathname}?upload_id=${id}`);
				response.setHeader("x-goog-upload-status", "active");
				return sendJson(response, {});
			}
			case "continueUpload": {
				const bytes = await readBytes(request, mostFileBytes);
				const state = uploads.receive(call.upload, request.headers, bytes);
				response.setHeader("x-goog-upload-status", state.status);
				response.setHeader("x-goog-upload-size-received", state.received);
				return sendJson(response, state.file ? { file: state.file } : {});
			}
			case "listFiles": {
				const { items, nextPageToken } = pageOf(files.list(), address.searchParams);
				return sendJson(response, { files: items, ...(nextPageToken && { nextPageToken }) });
			}
			case "getFile":
				return sendJson(response, files.get(call.file));
			case "deleteFile":
				files.remove(call.file);
				return sendJson(response, {});
			case "unknown":
				throw notFound(`${request.method} ${address.pathname} is not part of the API.`);
		}
	}

	async function answerModel(
		call: Extract<Call, { kind: "generate" | "stream" | "count" }>,
		request: IncomingMessage,
		response: ServerResponse,
		signal: AbortSignal,
	): Promise<void> {
		findModel(call.model);
		const body = await readJson(request);
		if (call.kind === "count") {
			return sendJson(response, await countTokens(body, call.model, sources));
		}
		const parts = await respond(body, call.model, sources);
		signal.throwIfAborted();
		if (call.kind === "generate") return sendJson(response, joined(parts));
		await sendEvents(response, parts, pause, signal);
	}

	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		async close() {
			const closed = once(server, "close");
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

/** Server-sent events, each part worked out only when the one before is on its way and somebody listens. */
async function sendEvents(
	response: ServerResponse,
	parts: Iterable<ResponsePart>,
	pause: number,
	signal: AbortSignal,
): Promise<void> {
	response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
	for (const part of parts) {
		const hasRoom = response.write(`data: ${JSON.stringify(part)}\r\n\r\n`);
		if (!hasRoom) await once(response, "drain", { signal });
		// A turn of the event loop at least: it is there that a client is noticed to have left.
		await delay(pause, undefined, { signal });
	}
	response.end();
}

function sendJson(response: ServerResponse, value: object): void {
	response.setHeader("content-type", "application/json; charset=UTF-8");
	response.end(JSON.stringify(value));
}

function sendError(response: ServerResponse, error: unknown): void {
	const known =
		error instanceof ApiError
			? error
			: new ApiError(500, "INTERNAL", error instanceof Error ? error.message : String(error));
	// Mid-stream an error can only be said as an event.
	if (response.headersSent) {
		response.end(`data: ${JSON.stringify(known)}\r\n\r\n`);
		return;
	}
	response.statusCode = known.code;
	sendJson(response, known);
}
