import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type DemoEngine, startDemoEngine } from "../../src/demo/server.ts";

/** A request as it arrived. */
export interface Seen {
	method: string;
	/** Without its query. */
	path: string;
	/** "start", "upload, finalize", …; "" outside of uploads. */
	command: string;
	headers: IncomingMessage["headers"];
	/** Of the body. */
	bytes: number;
}

/** What goes wrong with a request. */
export type Fault =
	/** Refused, not passed on. */
	| { kind: "refuse"; status: number; body?: object; headers?: Record<string, string> }
	/** Only this much of the bytes is passed on, then the connection is cut. */
	| { kind: "cut"; keep: number }
	/** Only this much of the bytes is passed on, and the answer is the engine's. */
	| { kind: "behind"; keep: number }
	/** Passed on and done; the answer never arrives. */
	| { kind: "lose" }
	/** Passed on; the engine's answer is changed. */
	| { kind: "change"; body: (body: Record<string, unknown>) => unknown }
	/** Never answered; told when the client hangs up. */
	| { kind: "stall"; onStalled: () => void; onClosed: () => void };

type MaybeFault = Fault | undefined;

/** The demo engine behind a door that counts, and where requests can meet with faults. */
export class FilesServer {
	readonly seen: Seen[] = [];
	/** Asked for each request when its body is there. */
	faultOf: (seen: Seen) => MaybeFault | Promise<MaybeFault> = () => undefined;
	/** Milliseconds since 1970, for the engine. */
	now: () => number = Date.now;
	url = "";
	#engine: DemoEngine | undefined;
	readonly #server = createServer((request, response) => {
		void this.#serve(request, response);
	});

	async start(): Promise<void> {
		this.#engine = await startDemoEngine({ pause: 0, now: () => this.now() });
		this.#server.listen(0, "127.0.0.1");
		await once(this.#server, "listening");
		this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		const closed = once(this.#server, "close");
		this.#server.close();
		this.#server.closeAllConnections();
		await closed;
		await this.#engine?.close();
	}

	/** Nothing seen, nothing wrong. */
	reset(): void {
		this.seen.length = 0;
		this.faultOf = () => undefined;
		this.now = Date.now;
	}

	get received(): number {
		return this.seen.reduce((sum, { bytes }) => sum + bytes, 0);
	}

	/** The commands of uploads, in order. */
	get commands(): string[] {
		return this.seen.map(({ command }) => command).filter((command) => command !== "");
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = "", headers } = request;
		const [path = ""] = (request.url ?? "").split("?");
		const command = String(headers["x-goog-upload-command"] ?? "");
		const chunks: Buffer[] = [];
		try {
			for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
		} catch {
			// The client left in the middle: nothing arrived that could be answered.
			return;
		}
		const body = Buffer.concat(chunks);
		const seen = { method, path, command, headers, bytes: body.length };
		this.seen.push(seen);
		const fault = await this.faultOf(seen);
		switch (fault?.kind) {
			case undefined:
				return this.#passOn(request, body, response);
			case "refuse":
				response.writeHead(fault.status, fault.headers);
				response.end(JSON.stringify(fault.body ?? {}));
				return;
			case "cut":
				await this.#fetch(request, body.subarray(0, fault.keep), "upload");
				request.socket.destroy();
				return;
			case "behind":
				return this.#passOn(request, body.subarray(0, fault.keep), response, "upload");
			case "lose":
				await this.#fetch(request, body);
				request.socket.destroy();
				return;
			case "change": {
				const answer = await this.#fetch(request, body);
				copyHeaders(answer, response);
				const told = (await answer.json()) as Record<string, unknown>;
				response.end(JSON.stringify(fault.body(told)));
				return;
			}
			case "stall":
				response.on("close", fault.onClosed);
				fault.onStalled();
		}
	}

	async #passOn(
		request: IncomingMessage,
		body: Buffer,
		response: ServerResponse,
		command?: string,
	): Promise<void> {
		const answer = await this.#fetch(request, body, command);
		response.statusCode = answer.status;
		copyHeaders(answer, response);
		response.end(Buffer.from(await answer.arrayBuffer()));
	}

	#fetch(request: IncomingMessage, body: Buffer, command?: string): Promise<Response> {
		const headers = new Headers();
		for (const [name, value] of Object.entries(request.headers)) {
			if (typeof value !== "string") continue;
			if (/^(?:x-goog-|content-type)/.test(name)) headers.set(name, value);
		}
		if (command) headers.set("x-goog-upload-command", command);
		const { method = "" } = request;
		return fetch(`${this.#engine?.url}${request.url}`, {
			method,
			headers,
			...(body.length > 0 && { body: new Uint8Array(body) }),
		});
	}
}

function copyHeaders(answer: Response, response: ServerResponse): void {
	for (const [name, value] of answer.headers) {
		if (/^(?:x-goog-|content-type)/.test(name)) response.setHeader(name, value);
	}
}

/** A refusal in the API's words. */
export function apiError(code: number, status: string, message: string): Fault {
	return { kind: "refuse", status: code, body: { error: { code, status, message } } };
}

/** Bytes that are not alike, so that one in the wrong place is noticed. */
export function someBytes(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	let state = length || 1;
	for (let at = 0; at < length; at++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		bytes[at] = state >>> 24;
	}
	return bytes;
}
