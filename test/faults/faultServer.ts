import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DemoEngine } from "../../src/demo/server.ts";
import type { Script } from "./scripts.ts";

/** A request as it arrived. */
export interface Seen {
	method: string;
	/** Without its query. */
	path: string;
	phase: Phase;
	/** "start", "upload, finalize", …; "" outside of uploads. */
	command: string;
	headers: IncomingMessage["headers"];
	/** Of the body. */
	bytes: number;
	/** A body of JSON; "" for the bytes of a file. */
	text: string;
}

/** What a request is for. */
export type Phase = "models" | "start" | "piece" | "finalize" | "query" | "stream" | "other";

/** What goes wrong with a request. */
export type Fault =
	/** Not passed on, but answered by hand. */
	| Script
	/** Passed on when that comes. */
	| { kind: "delay"; until: Promise<void> }
	/** Only this much of the bytes is passed on, then the connection is cut. */
	| { kind: "cut"; keep: number }
	/** Only this much of the bytes is passed on, and the answer is the engine's. */
	| { kind: "behind"; keep: number }
	/** Passed on and done; the answer never arrives. */
	| { kind: "lose" }
	/** Passed on; the engine's answer is changed. */
	| { kind: "change"; body: (body: Record<string, unknown>) => unknown }
	/** Passed on; of the answer this comes, then it ends or the connection does. */
	| { kind: "part"; of: PartOf; isDropped?: boolean }
	/** Not answered, or with this and no more; told when that is so and when the client hangs up. */
	| { kind: "stall"; after?: PartOf; onStalled: () => void; onClosed?: () => void }
	/** Passed on and answered; who asks next finds nobody at this port. */
	| { kind: "last" };

/** A request whose bytes are not read on. */
export interface Choke {
	/** Its first bytes are there. */
	onChoked: () => void;
	/** When it is read on. */
	until: Promise<void>;
	onClosed: () => void;
}

/** What is sent of a whole answer. */
export type PartOf = (whole: Buffer) => Uint8Array;

type MaybeFault = Fault | undefined;

/** The demo engine behind a door that counts and searches, and where requests can meet with faults. */
export class FaultServer {
	readonly seen: Seen[] = [];
	/** Asked for each request when its body is there. */
	faultOf: (seen: Seen) => MaybeFault | Promise<MaybeFault> = () => undefined;
	/** Asked for each request before its body is read. */
	chokeOf: (phase: Phase) => Choke | undefined = () => undefined;
	/** Milliseconds since 1970, for the engine: files expire by it. */
	now: () => number = Date.now;
	/** Models that the engine knows by another name now: old → new. */
	readonly renamed = new Map<string, string>();
	url = "";
	/** Where a key was that must not be there. */
	readonly #leaks: string[] = [];
	#engine: Promise<DemoEngine> | undefined;
	readonly #server = createServer((request, response) => {
		void this.#serve(request, response);
	});

	async start(): Promise<void> {
		await this.#listen(0);
		this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** Throws when a key was seen anywhere but in its header. */
	async stop(): Promise<void> {
		await this.leave();
		await (await this.#engine)?.close();
		assert.deepEqual(this.#leaks, [], "A key is elsewhere than in its header");
	}

	/** Nobody listens at the port any more. */
	async leave(): Promise<void> {
		if (!this.#server.listening) return;
		const closed = once(this.#server, "close");
		this.#server.close();
		this.#server.closeAllConnections();
		await closed;
	}

	/** Listens again, where nobody does. */
	async comeBack(): Promise<void> {
		if (!this.#server.listening) await this.#listen(Number(new URL(this.url).port));
	}

	/** Nothing seen, nothing wrong. */
	reset(): void {
		this.seen.length = 0;
		this.faultOf = () => undefined;
		this.chokeOf = () => undefined;
		this.now = Date.now;
		this.renamed.clear();
	}

	/** Request after request meets with these, the last again and again. */
	play(...faults: Fault[]): void {
		this.reset();
		this.faultOf = () => faults[Math.min(this.requests, faults.length) - 1];
	}

	get requests(): number {
		return this.seen.length;
	}

	get received(): number {
		return this.seen.reduce((sum, { bytes }) => sum + bytes, 0);
	}

	/** The commands of uploads, in order. */
	get commands(): string[] {
		return this.seen.map(({ command }) => command).filter((command) => command !== "");
	}

	async #listen(port: number): Promise<void> {
		this.#server.listen(port, "127.0.0.1");
		await once(this.#server, "listening");
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { headers } = request;
		const chunks: Buffer[] = [];
		try {
			await this.#choke(request);
			for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
		} catch {
			// The client left in the middle: nothing arrived that could be answered.
			return;
		}
		const body = Buffer.concat(chunks);
		const isJson = headers["content-type"]?.includes("json") ?? false;
		const seen = this.#note(request, body, isJson);
		try {
			await this.#answer(await this.faultOf(seen), request, body, response);
		} catch (error) {
			// A test that is over has nobody left to answer.
			if (!response.destroyed) throw error;
		}
	}

	async #choke(request: IncomingMessage): Promise<void> {
		const choke = this.chokeOf(phaseOf(request));
		if (!choke) return;
		request.socket.on("close", choke.onClosed);
		await once(request, "readable");
		choke.onChoked();
		await choke.until;
	}

	#note(request: IncomingMessage, body: Buffer, isJson: boolean): Seen {
		const { method = "", headers, url = "" } = request;
		const [path = ""] = url.split("?");
		const command = commandOf(request);
		const text = isJson ? body.toString() : "";
		const phase = phaseOf(request);
		const seen = { method, path, phase, command, headers, bytes: body.length, text };
		this.seen.push(seen);
		const { "x-goog-api-key": key, ...others } = headers;
		const words = JSON.stringify([url, others]);
		if (typeof key !== "string") this.#leaks.push(`${method} ${path} came without a key`);
		// The demo engine's own is a word like others.
		else if (key.length > 6 && (words.includes(key) || body.includes(key))) {
			this.#leaks.push(`${method} ${path}`);
		}
		return seen;
	}

	async #answer(
		fault: MaybeFault,
		request: IncomingMessage,
		body: Buffer,
		response: ServerResponse,
	): Promise<void> {
		if (typeof fault === "function") return fault(response, request);
		switch (fault?.kind) {
			case undefined:
				return this.#passOn(request, body, response);
			case "delay":
				await fault.until;
				return this.#passOn(request, body, response);
			case "cut":
				await this.#ask(request, body.subarray(0, fault.keep), "upload");
				request.socket.destroy();
				return;
			case "behind":
				return this.#passOn(request, body.subarray(0, fault.keep), response, "upload");
			case "lose":
				await this.#ask(request, body);
				request.socket.destroy();
				return;
			case "change": {
				const told = await this.#ask(request, body);
				begin(response, told);
				response.end(JSON.stringify(fault.body(JSON.parse(told.body.toString()))));
				return;
			}
			case "part": {
				const told = await this.#ask(request, body);
				begin(response, told);
				const part = fault.of(told.body);
				if (fault.isDropped) response.write(part, () => response.socket?.destroy());
				else response.end(part);
				return;
			}
			case "stall": {
				response.on("close", () => fault.onClosed?.());
				if (!fault.after) return fault.onStalled();
				const told = await this.#ask(request, body);
				begin(response, told);
				response.write(fault.after(told.body), fault.onStalled);
				return;
			}
			case "last": {
				const told = await this.#ask(request, body);
				this.#server.close();
				response.setHeader("connection", "close");
				begin(response, told);
				response.end(told.body);
			}
		}
	}

	async #passOn(
		request: IncomingMessage,
		body: Buffer,
		response: ServerResponse,
		command?: string,
	): Promise<void> {
		const told = await this.#ask(request, body, command);
		begin(response, told);
		response.end(told.body);
	}

	/** The engine's whole answer. */
	async #ask(request: IncomingMessage, body: Buffer, command?: string): Promise<Told> {
		// Loaded where it is needed: most suites of the client answer by hand.
		this.#engine ??= import("../../src/demo/server.ts").then(({ startDemoEngine }) =>
			startDemoEngine({ pause: 0, now: () => this.now() }),
		);
		const { url } = await this.#engine;
		const headers = new Headers();
		for (const [name, value] of Object.entries(request.headers)) {
			if (typeof value !== "string") continue;
			if (/^(?:x-goog-|content-type)/.test(name)) headers.set(name, value);
		}
		if (command) headers.set("x-goog-upload-command", command);
		const { method = "" } = request;
		const answer = await fetch(`${url}${this.#toEngine(request.url ?? "")}`, {
			method,
			headers,
			...(body.length > 0 && { body: new Uint8Array(body) }),
		});
		const told = Buffer.from(await answer.arrayBuffer());
		const renamed = this.renamed.size > 0 ? this.#fromEngine(told) : told;
		return { status: answer.status, headers: answer.headers, body: renamed };
	}

	/** A model is known by its new name only. */
	#toEngine(address: string): string {
		const asked = /\/models\/([^:/?]+)/.exec(address)?.[1];
		if (!asked) return address;
		const known = [...this.renamed].find(([, name]) => name === asked)?.[0];
		if (known) return address.replace(asked, known);
		return this.renamed.has(asked) ? address.replace(asked, "gemini-1.0-ended") : address;
	}

	#fromEngine(body: Buffer): Buffer {
		let text = body.toString();
		for (const [old, name] of this.renamed)
			text = text.replaceAll(`models/${old}"`, `models/${name}"`);
		return Buffer.from(text);
	}
}

interface Told {
	status: number;
	headers: Headers;
	body: Buffer;
}

function begin(response: ServerResponse, { status, headers }: Told): void {
	response.statusCode = status;
	for (const [name, value] of headers) {
		if (/^(?:x-goog-|content-type)/.test(name)) response.setHeader(name, value);
	}
}

function commandOf({ headers }: IncomingMessage): string {
	return String(headers["x-goog-upload-command"] ?? "");
}

function phaseOf(request: IncomingMessage): Phase {
	const { method, url = "" } = request;
	const [path = ""] = url.split("?");
	const command = commandOf(request);
	if (command === "start" || command === "query") return command;
	if (command.includes("finalize")) return "finalize";
	if (command === "upload") return "piece";
	if (path.endsWith("/models") && method === "GET") return "models";
	return path.endsWith(":streamGenerateContent") ? "stream" : "other";
}
