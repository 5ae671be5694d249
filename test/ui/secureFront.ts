import { once } from "node:events";
import { request as ask } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import type { ServerIdentity } from "../bed/testAuthority.ts";

/** A request as it came. */
export interface FrontRequest {
	path: string;
	key: string;
	/** Of JSON only, once the request is whole. */
	body: string;
}

/** https in front of a server of plain http on this machine, which sees requests to itself. */
export class SecureFront {
	readonly port: number;
	readonly requests: FrontRequest[];
	readonly #server: Server;

	private constructor(server: Server, requests: FrontRequest[]) {
		this.#server = server;
		this.requests = requests;
		this.port = (server.address() as AddressInfo).port;
	}

	static async start(identity: ServerIdentity, behind: string): Promise<SecureFront> {
		const { host, hostname, port } = new URL(behind);
		const requests: FrontRequest[] = [];
		const server = createServer(identity, (request, response) => {
			const { method = "GET", url = "/", headers } = request;
			const seen = { path: url, key: String(headers["x-goog-api-key"]), body: "" };
			requests.push(seen);
			if (headers["content-type"]?.startsWith("application/json")) {
				const decoder = new TextDecoder();
				request.on("data", (piece: Buffer) => {
					seen.body += decoder.decode(piece, { stream: true });
				});
			}
			const inner = ask({ hostname, port, method, path: url, headers: { ...headers, host } });
			inner.on("response", (answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				pipeline(answer, response, () => {});
			});
			inner.on("error", () => response.destroy());
			response.on("close", () => inner.destroy());
			pipeline(request, inner, () => {});
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		return new SecureFront(server, requests);
	}

	/** From the next connection on. */
	show(identity: ServerIdentity): void {
		this.#server.setSecureContext(identity);
	}

	close(): void {
		this.#server.closeAllConnections();
		this.#server.close();
	}
}
