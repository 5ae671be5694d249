import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How one request is answered. */
export type Script = (response: ServerResponse, asked: IncomingMessage) => void;

/** A server on loopback that answers request after request by its scripts, the last again and again. */
export class ScriptedServer {
	readonly #server = createServer(async (asked, response) => {
		// Read to its end: an answer before that is another fault.
		for await (const _ of asked);
		this.requests++;
		const script = this.scripts[Math.min(this.requests, this.scripts.length) - 1];
		script?.(response, asked);
	});
	scripts: Script[] = [];
	requests = 0;
	baseUrl = "";

	async start(): Promise<void> {
		this.#server.listen(0, "127.0.0.1");
		await once(this.#server, "listening");
		this.baseUrl = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	play(...scripts: Script[]): void {
		this.scripts = scripts;
		this.requests = 0;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, "close");
	}
}

export const eventStream = { "content-type": "text/event-stream" };

/** One piece of a streamed answer. */
export function event(value: object): string {
	return `data: ${JSON.stringify(value)}\r\n\r\n`;
}

/** A candidate with one part of text. */
export function chunk(part: object, candidate: object = {}): object {
	return { candidates: [{ content: { role: "model", parts: [part] }, index: 0, ...candidate }] };
}

/** A whole answer to whatever is asked: a list of no models, or the word "ok". */
export const answer: Script = (response, { method }) => {
	if (method === "GET") return void json(response, { models: [] });
	response.writeHead(200, eventStream);
	response.end(event(chunk({ text: "ok" }, { finishReason: "STOP" })));
};

/** Writes these pieces of a streamed answer, then ends or, with `isCut`, drops the connection. */
export function stream(pieces: object[], isCut = false): Script {
	return (response) => {
		response.writeHead(200, eventStream);
		const text = pieces.map(event).join("");
		if (isCut) response.write(text, () => response.socket?.destroy());
		else response.end(text);
	};
}

/** The connection is dropped without a word. */
export const dropped: Script = (response) => response.socket?.destroy();

/** A google.rpc.Status. */
export function refusal(code: number, status: string, message: string, details: object[] = []) {
	const script: Script = (response) =>
		json(response, { error: { code, status, message, details } }, code);
	return script;
}

function json(response: ServerResponse, value: object, status = 200): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
