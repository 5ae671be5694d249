import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** So many letters of an answer come at a time. */
const pieceLength = 64 * 1024;

/** A model that is played: it answers what it is told to, and counts what else is asked of its port. */
export class PlayedModel {
	/** `http://127.0.0.1:…`, for `loupe.baseUrl`. */
	readonly origin: string;
	/** The bodies of requests to a model. */
	readonly bodies: string[] = [];
	/** Method and path of all that was asked but a model: nobody should. */
	readonly strays: string[] = [];
	/** What the model writes next. */
	answer = "";
	readonly #server;

	private constructor(server: ReturnType<typeof createServer>) {
		this.#server = server;
		this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		server.on("request", (request, response) => void this.#serve(request, response));
	}

	static async start(): Promise<PlayedModel> {
		const server = createServer();
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		return new PlayedModel(server);
	}

	close(): void {
		this.#server.closeAllConnections();
		this.#server.close();
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = "", url = "" } = request;
		if (method !== "POST" || !/\/models\/[^/]+:streamGenerateContent\b/.test(url)) {
			this.strays.push(`${method} ${url}`);
			// As helpful to what wants to get out as a server can be.
			response.setHeader("access-control-allow-origin", "*").end();
			return;
		}
		let body = "";
		for await (const chunk of request.setEncoding("utf8")) body += chunk;
		this.bodies.push(body);
		response.setHeader("content-type", "text/event-stream");
		for (let from = 0; from < this.answer.length; from += pieceLength) {
			response.write(event(this.answer.slice(from, from + pieceLength)));
		}
		response.end(event("", "STOP"));
	}
}

/** One server-sent event as the API writes it. */
function event(text: string, finishReason?: "STOP"): string {
	const content = { role: "model", parts: [{ text }] };
	const candidate = { content, index: 0, ...(finishReason && { finishReason }) };
	const body = { candidates: [candidate], modelVersion: "gemini-3.8-flash" };
	return `data: ${JSON.stringify(body)}\n\n`;
}
