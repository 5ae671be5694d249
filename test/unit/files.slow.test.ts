import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { Files, mostFileBytes } from "../../src/gemini/files.ts";
import { goneFiles } from "../../src/gemini/goneFiles.ts";
import { type Clock, systemClock } from "../../src/gemini/retryClock.ts";
import { type ErrorKind, LoupeError } from "../../src/shared/errors.ts";
import { type Fault, FaultServer } from "../faults/faultServer.ts";
import { answerOf, refusal, retryIn } from "../faults/scripts.ts";
import { someBytes } from "../fixtures/someBytes.ts";

const key = "not-a-real-key-0123456789";
const mebi = 1024 * 1024;
const about = { mimeType: "image/png", displayName: "a picture" };
/** Three pieces: 8, 8 and 1 MiB. */
const picture = someBytes(17 * mebi);

describe("Files of the Gemini API", function () {
	this.timeout(20_000);
	const server = new FaultServer();
	let waits: number[] = [];
	const clock: Clock = {
		now: () => server.now(),
		random: () => 1,
		sleep: async (milliseconds, signal) => {
			signal.throwIfAborted();
			waits.push(milliseconds);
		},
		alarm: systemClock.alarm,
	};

	before(() => server.start());
	beforeEach(() => {
		server.reset();
		waits = [];
	});
	after(() => server.stop());

	const filesFor = (baseUrl = server.url) =>
		new Files({ endpoint: async () => ({ key, baseUrl }), clock });
	const never = () => new AbortController().signal;

	async function failure(work: Promise<unknown>, kind: ErrorKind): Promise<LoupeError> {
		const error = await work.then(
			() => assert.fail("it did not fail"),
			(reason: unknown) => reason,
		);
		assert(error instanceof LoupeError, inspect(error));
		assert.equal(error.name, kind, inspect(error));
		assert.doesNotMatch(inspect(error, { depth: 10 }), new RegExp(key));
		return error;
	}

	/** Uploads `picture`; resolves when the server has shown that it holds the same bytes. */
	async function uploadWhole(onProgress?: (sent: number, of: number) => void): Promise<void> {
		let held: unknown;
		const before = server.faultOf;
		server.faultOf = async (seen) => {
			const fault = await before(seen);
			if (fault || !(seen.command.includes("finalize") || seen.command === "query")) return fault;
			return {
				kind: "change",
				body: (body) => {
					const file = body.file as { sha256Hash?: unknown } | undefined;
					if (file) held = file.sha256Hash;
					return body;
				},
			};
		};
		const file = await filesFor().upload(picture, about, {
			signal: never(),
			...(onProgress && { onProgress }),
		});
		assert.equal(file.bytes, picture.length);
		const hash = createHash("sha256").update(picture).digest("hex");
		assert.equal(held, Buffer.from(hash).toString("base64"));
	}

	/** The n-th request (from 1) that carries bytes meets with the fault. */
	function onPiece(number: number, fault: Fault): void {
		let pieces = 0;
		server.faultOf = ({ command }) =>
			command.includes("upload") && ++pieces === number ? fault : undefined;
	}

	it("uploads in pieces of 8 MiB and tells how far it is", async () => {
		const told: number[] = [];
		await uploadWhole((sent, of) => {
			assert.equal(of, picture.length);
			told.push(sent);
		});
		assert.deepEqual(server.commands, ["start", "upload", "upload", "upload, finalize"]);
		assert.deepEqual(
			server.seen.slice(1).map(({ bytes }) => bytes),
			[8 * mebi, 8 * mebi, mebi],
		);
		assert.deepEqual(told, [0, 8 * mebi, 16 * mebi, 17 * mebi]);
		assert.deepEqual(waits, []);
	});

	it("says what the server made of it", async () => {
		server.now = () => Date.UTC(2026, 10, 1);
		const file = await filesFor().upload(someBytes(5), about, { signal: never() });
		assert.match(file.name, /^files\/demo-/);
		assert.match(file.uri, new RegExp(`/v1beta/${file.name}$`));
		assert.equal(file.mimeType, "image/png");
		assert.equal(file.displayName, "a picture");
		assert.equal(file.expires, Date.UTC(2026, 10, 3));
	});

	it("keeps to pieces that the server wants multiples of", async () => {
		server.faultOf = ({ command }) => {
			if (command !== "start") return undefined;
			const url = "https://files.example/upload/v1beta/files?upload_id=none";
			const headers = {
				"x-goog-upload-url": url,
				"x-goog-upload-chunk-granularity": `${3 * mebi}`,
			};
			return answerOf(200, {}, headers);
		};
		// The upload is nobody's: it is begun again, and then given up.
		await failure(filesFor().upload(picture, about, { signal: never() }), "Server");
		assert.equal(server.seen[1]?.bytes, 6 * mebi);
	});

	it("sends the key in its header only, and the bytes to its own endpoint whatever address it is given", async () => {
		// The engine behind the door names its own address for the pieces.
		await uploadWhole();
		assert.equal(server.commands.length, 4);
		for (const { headers, path } of server.seen) {
			assert.equal(headers["x-goog-api-key"], key);
			const others = Object.entries(headers).filter(([name]) => name !== "x-goog-api-key");
			assert.doesNotMatch(JSON.stringify([path, others]), new RegExp(key));
		}
	});

	it("keeps the path of its base URL", async () => {
		const file = await filesFor(`${server.url}/gate/`).upload(someBytes(5), about, {
			signal: never(),
		});
		assert.equal(server.seen[0]?.path, "/gate/upload/v1beta/files");
		assert.match(file.uri, /\/gate\/v1beta\/files\//);
	});

	const cut = 3 * mebi + 7;
	const faults: Array<{
		what: string;
		piece: number;
		fault: Fault;
		commands: string[];
		/** Bytes received beyond the picture's own. */
		more: number;
		waits: number;
	}> = [
		{
			what: "a piece that was cut: goes on with the byte the server wants",
			piece: 2,
			fault: { kind: "cut", keep: cut },
			commands: ["start", "upload", "upload", "query", "upload, finalize"],
			more: 8 * mebi - cut,
			waits: 1,
		},
		{
			what: "503 on a piece: sends that piece again",
			piece: 2,
			fault: refusal(503, "UNAVAILABLE", "The service is currently unavailable."),
			commands: ["start", "upload", "upload", "query", "upload", "upload, finalize"],
			more: 8 * mebi,
			waits: 1,
		},
		{
			what: "a piece that arrived and whose answer did not: does not send it again",
			piece: 1,
			fault: { kind: "lose" },
			commands: ["start", "upload", "query", "upload", "upload, finalize"],
			more: 0,
			waits: 1,
		},
		{
			what: "a server that kept less than it was sent: sends the rest",
			piece: 1,
			fault: { kind: "behind", keep: cut },
			commands: ["start", "upload", "upload", "upload, finalize"],
			more: 8 * mebi - cut,
			waits: 0,
		},
		{
			what: "an end whose answer was lost: asks for it",
			piece: 3,
			fault: { kind: "lose" },
			commands: ["start", "upload", "upload", "upload, finalize", "query"],
			more: 0,
			waits: 1,
		},
		{
			what: "an end that was cut behind its last byte: ends it",
			piece: 3,
			fault: { kind: "cut", keep: mebi },
			commands: ["start", "upload", "upload", "upload, finalize", "query", "finalize"],
			more: 0,
			waits: 1,
		},
	];
	for (const { what, piece, fault, commands, more, waits: times } of faults) {
		it(what, async () => {
			onPiece(piece, fault);
			await uploadWhole();
			assert.deepEqual(server.commands, commands);
			const pieces = server.seen.filter(({ command }) => command.includes("upload"));
			const bytes = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
			assert.equal(bytes, picture.length + more);
			assert.equal(waits.length, times);
		});
	}

	it("a refusal because the server has more than was thought: goes on from there", async () => {
		let pieces = 0;
		server.faultOf = ({ command }) => {
			if (!command.includes("upload")) return undefined;
			pieces++;
			// The first piece arrives and nothing is heard of it; the question about it fails, too.
			if (pieces === 1) return { kind: "lose" };
			return undefined;
		};
		let queries = 0;
		const before = server.faultOf;
		server.faultOf = (seen) =>
			seen.command === "query" && ++queries === 1
				? answerOf(
						200,
						{},
						{ "x-goog-upload-status": "active", "x-goog-upload-size-received": "0" },
					)
				: before(seen);
		await uploadWhole();
		// Told that nothing arrived it sends the piece again, is refused, asks, and goes on behind it.
		assert.deepEqual(server.commands, [
			...["start", "upload", "query", "upload", "query", "upload", "upload, finalize"],
		]);
	});

	it("an end that is refused because there was one already: takes the file", async () => {
		let ends = 0;
		server.faultOf = ({ command }) => {
			// All bytes arrive, but not the word that they are all.
			if (command === "upload, finalize") return { kind: "behind", keep: mebi };
			if (command !== "finalize") return undefined;
			ends++;
			return { kind: "lose" };
		};
		const before = server.faultOf;
		server.faultOf = (seen) =>
			seen.command === "finalize" && ends > 0
				? refusal(400, "INVALID_ARGUMENT", "The upload is already final.")
				: before(seen);
		let queries = 0;
		const second = server.faultOf;
		server.faultOf = (seen) => {
			if (seen.command !== "query" || ++queries > 1) return second(seen);
			const size = `${picture.length}`;
			const headers = {
				"x-goog-upload-status": "active",
				"x-goog-upload-size-received": size,
			};
			return answerOf(200, {}, headers);
		};
		await uploadWhole();
		assert.deepEqual(server.commands.slice(4), ["finalize", "query", "finalize", "query"]);
	});

	it("a refusal with the server where it was thought to be: is not tried again", async () => {
		onPiece(2, refusal(400, "INVALID_ARGUMENT", "No such thing."));
		const error = await failure(
			filesFor().upload(picture, about, { signal: never() }),
			"Unsupported",
		);
		assert.match(error.message, /No such thing/);
		assert.deepEqual(server.commands, ["start", "upload", "upload", "query"]);
		assert.deepEqual(waits, []);
	});

	it("an upload the server lost: begins again, once", async () => {
		let isLost = true;
		server.faultOf = ({ command }) => {
			if (command === "query") isLost = false;
			const isGone = isLost && command === "upload";
			return isGone || command === "query"
				? refusal(404, "NOT_FOUND", "Upload not found.")
				: undefined;
		};
		await uploadWhole();
		assert.deepEqual(server.commands, [
			...["start", "upload", "query", "start", "upload", "upload", "upload, finalize"],
		]);
	});

	it("a server that stays away: gives up after five attempts without progress, each later than the one before", async () => {
		server.faultOf = ({ command }) =>
			command === "start" ? undefined : refusal(503, "UNAVAILABLE", "Not now.");
		await failure(filesFor().upload(picture, about, { signal: never() }), "Server");
		assert.equal(server.commands.length, 6);
		assert.deepEqual(waits, [1000, 2000, 4000, 8000]);
	});

	it("a server that takes pieces and keeps nothing: gives up", async () => {
		server.faultOf = ({ command }) =>
			command === "upload" ? { kind: "behind", keep: 0 } : undefined;
		await failure(filesFor().upload(picture, about, { signal: never() }), "Server");
		assert.equal(server.commands.filter((command) => command === "upload").length, 5);
	});

	it("a rate limit: waits as long as the server says", async () => {
		let isFirst = true;
		server.faultOf = ({ command }) => {
			if (command !== "start" || !isFirst) return undefined;
			isFirst = false;
			return refusal(429, "RESOURCE_EXHAUSTED", "Slowly.", [retryIn("7s")]);
		};
		await uploadWhole();
		assert.deepEqual(waits, [7000]);
	});

	it("a key that is not accepted: says so at once, without the key", async () => {
		server.faultOf = () =>
			refusal(400, "INVALID_ARGUMENT", `API key not valid: ${key}. Pass a valid one.`);
		await failure(filesFor().upload(picture, about, { signal: never() }), "BadKey");
		assert.equal(server.seen.length, 1);
	});

	it("a key that no header takes: is refused without being quoted", async () => {
		const files = new Files({
			endpoint: async () => ({ key: `${key}\n`.repeat(2), baseUrl: server.url }),
		});
		await failure(files.list(never()), "BadKey");
		assert.equal(server.seen.length, 0);
	});

	it("a redirect: is not followed", async () => {
		const elsewhere = new FaultServer();
		await elsewhere.start();
		try {
			server.faultOf = () => answerOf(307, {}, { location: elsewhere.url });
			await failure(filesFor().upload(picture, about, { signal: never() }), "BadReply");
			assert.equal(elsewhere.seen.length, 0);
		} finally {
			await elsewhere.stop();
		}
	});

	it("a web page in place of an answer: says that it is none", async () => {
		const files = new Files({
			endpoint: async () => ({ key, baseUrl: server.url }),
			fetch: async () => new Response("<html><title>Sign in</title></html>"),
		});
		await failure(files.list(never()), "BadReply");
	});

	describe("stopped by the person", () => {
		it("in the middle of a piece: closes the connection", async () => {
			const choked = Promise.withResolvers<void>();
			const closed = Promise.withResolvers<void>();
			const goOn = Promise.withResolvers<void>();
			server.chokeOf = (phase) =>
				phase === "piece"
					? { onChoked: choked.resolve, onClosed: closed.resolve, until: goOn.promise }
					: undefined;
			const stop = new AbortController();
			const upload = filesFor().upload(picture, about, { signal: stop.signal });
			const failed = failure(upload, "Cancelled");
			await choked.promise;
			stop.abort();
			await failed;
			goOn.resolve();
			await closed.promise;
		});

		it("while the server does not answer: closes the connection and asks nothing more", async () => {
			const stalled = Promise.withResolvers<void>();
			const closed = Promise.withResolvers<void>();
			onPiece(2, { kind: "stall", onStalled: stalled.resolve, onClosed: closed.resolve });
			const stop = new AbortController();
			const failed = failure(
				filesFor().upload(picture, about, { signal: stop.signal }),
				"Cancelled",
			);
			await stalled.promise;
			stop.abort();
			await failed;
			await closed.promise;
			assert.deepEqual(server.commands, ["start", "upload", "upload"]);
		});

		it("while it waits to try again: ends at once", async () => {
			const stop = new AbortController();
			onPiece(1, refusal(503, "UNAVAILABLE", "Not now."));
			const files = new Files({
				endpoint: async () => ({ key, baseUrl: server.url }),
				clock: {
					...clock,
					sleep: async (milliseconds, signal) => {
						const sleeping = systemClock.sleep(milliseconds + 3_600_000, signal);
						stop.abort();
						await sleeping;
					},
				},
			});
			await failure(files.upload(picture, about, { signal: stop.signal }), "Cancelled");
		});

		it("before it began: sends nothing", async () => {
			const upload = filesFor().upload(picture, about, { signal: AbortSignal.abort() });
			await failure(upload, "Cancelled");
			assert.equal(server.seen.length, 0);
		});
	});

	describe("a file that is still processed", () => {
		const changeState = (states: string[]) => {
			server.faultOf = ({ command, method }): Fault | undefined => {
				const isTold = command.includes("finalize") || method === "GET";
				if (!isTold) return undefined;
				const state = states.shift() ?? "ACTIVE";
				const more = state === "FAILED" ? { error: { message: "No picture in it." } } : {};
				return {
					kind: "change",
					body: (body) =>
						"file" in body
							? { file: { ...(body.file as object), state, ...more } }
							: { ...body, state, ...more },
				};
			};
		};

		it("is waited for, more and more slowly", async () => {
			changeState(["PROCESSING", "PROCESSING", "PROCESSING", "ACTIVE"]);
			const file = await filesFor().upload(someBytes(9), about, { signal: never() });
			assert.equal(file.state, "ACTIVE");
			assert.deepEqual(waits, [250, 500, 1000]);
			assert.equal(server.seen.filter(({ method }) => method === "GET").length, 3);
		});

		it("and fails, is told with the server's reason", async () => {
			changeState(["PROCESSING", "FAILED"]);
			const error = await failure(
				filesFor().upload(someBytes(9), about, { signal: never() }),
				"BadImage",
			);
			assert.equal(error.detail, "No picture in it.");
		});

		it("for ever, is given up", async () => {
			let time = 0;
			server.now = () => (time += 20_000);
			changeState(Array.from({ length: 100 }, () => "PROCESSING"));
			await failure(filesFor().upload(someBytes(9), about, { signal: never() }), "Server");
		});
	});

	describe("sizes", () => {
		let folder: string;
		before(async () => {
			folder = await mkdtemp(join(tmpdir(), "loupe-files-"));
		});
		after(() => rm(folder, { recursive: true }));

		async function sparse(length: number): Promise<Blob> {
			const path = join(folder, `${length}`);
			await using file = await open(path, "w");
			await file.truncate(length);
			return openAsBlob(path);
		}

		it("refuses a file over 2 GB before it reads or sends anything", async () => {
			const upload = filesFor().upload(await sparse(mostFileBytes + 1), about, {
				signal: never(),
			});
			const error = await failure(upload, "TooLarge");
			assert.equal(error.detail, "2.00 GB");
			assert.equal(server.seen.length, 0);
		});

		it("asks for a place for a file of 2 GB", async () => {
			server.faultOf = () => refusal(400, "INVALID_ARGUMENT", "Enough seen.");
			await failure(
				filesFor().upload(await sparse(mostFileBytes), about, { signal: never() }),
				"Unsupported",
			);
			assert.equal(server.seen[0]?.headers["x-goog-upload-header-content-length"], "2000000000");
		});

		it("refuses an empty file", async () => {
			const upload = filesFor().upload(new Uint8Array(), about, { signal: never() });
			await failure(upload, "BadImage");
			assert.equal(server.seen.length, 0);
		});

		it("reads a file piece by piece, and says when it changes meanwhile", async () => {
			const path = join(folder, "picture");
			await writeFile(path, picture);
			const blob = await openAsBlob(path);
			const file = await filesFor().upload(blob, about, { signal: never() });
			assert.equal(file.bytes, picture.length);
			await writeFile(path, "another");
			await failure(filesFor().upload(blob, about, { signal: never() }), "BadImage");
		});
	});

	describe("list, get and remove", () => {
		it("tell of every page of files, and forget what is removed", async () => {
			const files = filesFor();
			for (const file of await files.list(never())) await files.remove(file.name, never());
			const made: string[] = [];
			for (let count = 0; count < 103; count++) {
				made.push((await files.upload(someBytes(count + 1), about, { signal: never() })).name);
			}
			server.reset();
			const listed = await files.list(never());
			assert.deepEqual(listed.map(({ name }) => name).sort(), made.sort());
			assert.equal(server.seen.length, 2);
			assert.equal((await files.get(made[0]!, never())).name, made[0]);
			await files.remove(made[0]!, never());
			await failure(files.get(made[0]!, never()), "BadImage");
			await failure(files.remove(made[0]!, never()), "BadImage");
		});

		it("take no name that could be another address", async () => {
			for (const name of ["models/x", "files/../models", "files/a?b", ""]) {
				await failure(
					Promise.resolve().then(() => filesFor().remove(name, never())),
					"Unsupported",
				);
			}
			assert.equal(server.seen.length, 0);
		});
	});

	describe("files that are gone", () => {
		const names = ["files/abc", "files/def"];
		const refused = (status: number, message: string) =>
			new LoupeError("BadImage", `The API answered ${status}: ${message}`, {
				detail: message,
				cause: Object.assign(new Error(message), { status }),
			});
		const cases: Array<[what: string, error: unknown, gone: string[]]> = [
			["named", refused(403, "No permission to access the File def."), ["files/def"]],
			["not named", refused(404, "The file was not found."), names],
			["another status", refused(400, "The file def is no picture."), []],
			["nothing about files", refused(403, "No permission."), []],
			["not ours", new Error("403 file def"), []],
		];
		for (const [what, error, gone] of cases) {
			it(`by an error: ${what}`, () => assert.deepEqual(goneFiles(error, names), gone));
		}

		it("are told by the engine's own words for an expired file", async () => {
			const { name } = await filesFor().upload(someBytes(7), about, { signal: never() });
			server.now = () => Date.now() + 49 * 3_600_000;
			const error = await failure(filesFor().get(name, never()), "BadImage");
			assert.deepEqual(goneFiles(error, ["files/other", name]), [name]);
		});
	});
});
