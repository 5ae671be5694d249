import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import {
	checkAddress,
	type FetchOptions,
	type FetchReason,
	fetchPicture,
} from "../../src/host/fetchPicture.ts";
import { LoupeError } from "../../src/shared/errors.ts";

const png = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
	"base64",
);
const say = (reason: FetchReason): string =>
	reason.kind === "brokeOff" ? reason.host : reason.kind;

describe("a picture at an address", () => {
	let server: Server;
	let origin: string;
	let asked: IncomingMessage[];
	let answer: (request: IncomingMessage, response: ServerResponse) => void;

	before(async () => {
		server = createServer((request, response) => {
			asked.push(request);
			answer(request, response);
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	beforeEach(() => {
		asked = [];
	});
	after(() => {
		server.closeAllConnections();
		server.close();
	});

	/** Answers everything with one body. */
	function sends(body: Buffer | string, headers: Record<string, string> = {}, status = 200): void {
		answer = (_, response) => response.writeHead(status, headers).end(body);
	}

	const get = (path = "/a.png", options: Partial<FetchOptions> = {}) =>
		fetchPicture(`${origin}${path}`, { say, ...options });

	/** Rejects with this kind, and this reason for the person. */
	async function fails(
		fetching: Promise<unknown>,
		kind: string,
		detail: FetchReason["kind"] | string,
	): Promise<void> {
		await assert.rejects(fetching, (error) => {
			assert(error instanceof LoupeError, String(error));
			assert.deepEqual([error.name, error.detail], [kind, detail]);
			return true;
		});
	}

	it("comes with its bytes, its format by content, and its progress", async () => {
		sends(png, { "content-type": "text/html", "content-length": String(png.length) });
		const heard: Array<[number, number | undefined]> = [];
		const { bytes, format, url } = await get("/picture.txt", {
			onProgress: (...progress) => heard.push(progress),
		});
		assert.deepEqual(Buffer.from(bytes), png);
		assert.equal(format, "png");
		assert.equal(url.href, `${origin}/picture.txt`);
		assert.deepEqual(heard.at(-1), [png.length, png.length]);
	});

	it("is asked for without cookies, keys or a referrer", async () => {
		sends(png, { "set-cookie": "who=me" });
		await get();
		await get();
		for (const { headers } of asked) {
			for (const name of ["cookie", "authorization", "referer", "x-goog-api-key"]) {
				assert.equal(headers[name], undefined, name);
			}
		}
	});

	it("may come compressed; what it weighs is counted after that", async () => {
		sends(gzipSync(png), { "content-encoding": "gzip" });
		const heard: Array<number | undefined> = [];
		const { bytes } = await get("/a.png", { onProgress: (_, of) => heard.push(of) });
		assert.deepEqual(Buffer.from(bytes), png);
		assert.deepEqual([...new Set(heard)], [undefined]);
	});

	it("a small file that unpacks to too much is not held in memory", async () => {
		const bomb = gzipSync(Buffer.alloc(4_000_000));
		assert.ok(bomb.length < 10_000);
		sends(bomb, { "content-encoding": "gzip" });
		await fails(get("/a.png", { mostBytes: 1_000_000 }), "TooLarge", "tooLarge");
	});

	it("is found behind five redirects, but not behind six", async () => {
		answer = (request, response) => {
			const left = Number(request.url?.slice(1));
			if (left === 0) response.end(png);
			else response.writeHead(302, { location: `/${left - 1}` }).end();
		};
		assert.equal((await get("/5")).url.pathname, "/0");
		await fails(get("/6"), "Unsupported", "redirects");
	});

	it("a circle of redirects ends after six requests", async () => {
		answer = (_, response) => response.writeHead(301, { location: "/again" }).end();
		await fails(get("/again"), "Unsupported", "redirects");
		assert.equal(asked.length, 6);
	});

	for (const location of [
		"file:///etc/passwd",
		"data:image/png;base64,AAAA",
		"ftp://127.0.0.1/a",
	]) {
		it(`no redirect leads to ${location.split(":")[0]}:`, async () => {
			answer = (_, response) => response.writeHead(302, { location }).end();
			await fails(get(), "Unsupported", "notHttp");
		});
	}

	it("no redirect leads from https to http", async () => {
		const fetch = async () =>
			new Response(null, { status: 302, headers: { location: "http://example.com/a.png" } });
		const fetching = fetchPicture("https://example.com/a.png", { say, fetch });
		await fails(fetching, "Unsupported", "downgrade");
	});

	it("a redirect cannot bring a password along", async () => {
		answer = (_, response) => response.writeHead(302, { location: "http://me:secret@x/" }).end();
		await fails(get(), "Unsupported", "credentials");
	});

	it("that says it is too large is not read", async () => {
		const closed = Promise.withResolvers<void>();
		answer = (request, response) => {
			request.socket.once("close", () => closed.resolve());
			response.writeHead(200, { "content-length": "5000001" }).write(png);
		};
		await fails(get("/a.png", { mostBytes: 5_000_000 }), "TooLarge", "tooLarge");
		await closed.promise;
	});

	it("that does not say it is too large is read up to the limit", async () => {
		let sent = 0;
		const closed = Promise.withResolvers<void>();
		answer = (request, response) => {
			request.socket.once("close", () => closed.resolve());
			const chunk = Buffer.alloc(65_536, png);
			const more = (): void => {
				while (!response.destroyed) {
					sent += chunk.length;
					if (!response.write(chunk)) break;
				}
			};
			response.on("drain", more);
			more();
		};
		await fails(get("/a.png", { mostBytes: 1_000_000 }), "TooLarge", "tooLarge");
		await closed.promise;
		assert.ok(sent < 50_000_000, `${sent} bytes were sent`);
	});

	it("that drips is given up in time, and its connection ends", async () => {
		const closed = Promise.withResolvers<void>();
		answer = (request, response) => {
			request.socket.once("close", () => closed.resolve());
			response.writeHead(200, { "content-length": String(png.length) }).write(png.subarray(0, 20));
		};
		await fails(get("/a.png", { timeLimit: 60 }), "Offline", "tooSlow");
		await closed.promise;
	});

	it("from a server that says nothing at all is given up in time", async () => {
		answer = () => undefined;
		await fails(get("/a.png", { timeLimit: 60 }), "Offline", "tooSlow");
	});

	it("is let go when the person cancels, and its connection ends", async () => {
		const closed = Promise.withResolvers<void>();
		const cancel = new AbortController();
		answer = (request, response) => {
			request.socket.once("close", () => closed.resolve());
			response.writeHead(200).write(png.subarray(0, 20));
		};
		const fetching = get("/a.png", { signal: cancel.signal, onProgress: () => cancel.abort() });
		await assert.rejects(fetching, { name: "Cancelled" });
		await closed.promise;
	});

	it("is not asked for when the person cancelled before", async () => {
		sends(png);
		await assert.rejects(get("/a.png", { signal: AbortSignal.abort() }), { name: "Cancelled" });
		assert.equal(asked.length, 0);
	});

	it("that is cut short is no picture: Offline", async () => {
		answer = (_, response) => {
			response.writeHead(200, { "content-length": String(png.length) });
			response.write(png.subarray(0, 30), () => response.destroy());
		};
		await fails(get(), "Offline", new URL(origin).host);
	});

	it("that is a web page is left after its first bytes", async () => {
		answer = (_, response) => {
			response.writeHead(200, { "content-type": "image/png" });
			response.write("\n<!DOCTYPE html><html><body>Sign in to the hotel's network");
		};
		await fails(get(), "Unsupported", "webPage");
	});

	it("that is something else: Unsupported, whatever the server calls it", async () => {
		sends("%PDF-1.7 …", { "content-type": "image/png" });
		await fails(get(), "Unsupported", "notPicture");
		sends('{"error":"no"}', { "content-type": "image/jpeg" });
		await fails(get(), "Unsupported", "notPicture");
	});

	it("that is empty: BadImage", async () => {
		sends("");
		await fails(get(), "BadImage", "empty");
	});

	const statuses: Array<[status: number, kind: string, reason: string]> = [
		[404, "BadImage", "notFound"],
		[410, "BadImage", "notFound"],
		[401, "Unsupported", "forbidden"],
		[403, "Unsupported", "forbidden"],
		[418, "BadImage", "status"],
		[429, "Server", "status"],
		[500, "Server", "status"],
		[503, "Server", "status"],
	];
	for (const [status, kind, reason] of statuses) {
		it(`status ${status}: ${kind}, even with a picture in it`, async () => {
			sends(png, {}, status);
			await fails(get(), kind, reason);
		});
	}

	it("at a machine that does not answer: Offline", async () => {
		const dead = createTcpServer();
		dead.listen(0, "127.0.0.1");
		await once(dead, "listening");
		const { port } = dead.address() as AddressInfo;
		dead.close();
		await once(dead, "close");
		const fetching = fetchPicture(`http://127.0.0.1:${port}/a.png`, { say });
		await fails(fetching, "Offline", `127.0.0.1:${port}`);
	});
});

describe("an address", () => {
	const refused: Array<[address: string, reason: FetchReason["kind"]]> = [
		["", "notHttp"],
		["a picture", "notHttp"],
		["file:///etc/passwd", "notHttp"],
		["command:workbench.action.quit", "notHttp"],
		["https://", "notHttp"],
		["https://me@example.com/a.png", "credentials"],
		["https://me:secret@example.com/a.png", "credentials"],
	];
	for (const [address, reason] of refused) {
		it(`"${address}" is refused: ${reason}`, () => {
			assert.throws(() => checkAddress(address, say), { name: "Unsupported", detail: reason });
		});
	}

	it("may have spaces around it and letters of any script in it", () => {
		assert.equal(
			checkAddress("  https://例え.jp/写真.png ", say).href,
			"https://xn--r8jz45g.jp/%E5%86%99%E7%9C%9F.png",
		);
	});
});
