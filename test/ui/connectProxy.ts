import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** One that asked to be let through. */
export interface Passage {
	/** Host and port, as the client named them. */
	target: string;
	/** The answer's status; 200: let through. */
	status: number;
}

/** A proxy for CONNECT (RFC 9110, section 9.3.6) on loopback, which alone knows where its names lie. */
export class ConnectProxy {
	readonly passages: Passage[] = [];
	/** Name and port → port on this machine. */
	readonly places = new Map<string, number>();
	/** `user:password`; undefined: anyone may pass. */
	credentials: string | undefined;
	port = 0;
	#server: Server | undefined;
	readonly #sockets = new Set<Socket>();

	/** Listens; on the port it had, if it was stopped. */
	async start(): Promise<void> {
		const server = createServer((_, response) => {
			// Plain requests are tunnelled as well; nobody asks for anything else.
			response.writeHead(405).end();
		});
		server.on("connection", (socket: Socket) => this.#own(socket));
		server.on("connect", (request, socket: Socket) => {
			const target = request.url ?? "";
			const given = request.headers["proxy-authorization"];
			this.#answer(target, given, socket);
		});
		server.listen(this.port, "127.0.0.1");
		await once(server, "listening");
		this.port = (server.address() as AddressInfo).port;
		this.#server = server;
	}

	/** Ends what passes through, so that each must ask again. */
	cut(): void {
		for (const socket of this.#sockets) socket.destroy();
	}

	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		if (!server) return;
		const closed = once(server, "close");
		server.close();
		this.cut();
		await closed;
	}

	#answer(target: string, given: string | undefined, socket: Socket): void {
		const { credentials } = this;
		const wanted = credentials && `Basic ${Buffer.from(credentials).toString("base64")}`;
		if (wanted && given !== wanted) {
			this.passages.push({ target, status: 407 });
			socket.end(
				`HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="Tests"\r\nContent-Length: 0\r\n\r\n`,
			);
			return;
		}
		const port = this.places.get(target);
		if (port === undefined) {
			this.passages.push({ target, status: 502 });
			socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
			return;
		}
		const beyond = connect(port, "127.0.0.1", () => {
			this.passages.push({ target, status: 200 });
			socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
			socket.pipe(beyond).pipe(socket);
		});
		this.#own(beyond);
		beyond.on("close", () => socket.destroy());
		socket.on("close", () => beyond.destroy());
	}

	#own(socket: Socket): void {
		this.#sockets.add(socket);
		socket.on("close", () => this.#sockets.delete(socket));
		// A connection that breaks is the test's doing.
		socket.on("error", () => socket.destroy());
	}
}
