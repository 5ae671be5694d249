import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { Endpoint } from "../../src/gemini/endpoint.ts";
import { Files } from "../../src/gemini/files.ts";
import type { RetryWait } from "../../src/gemini/retry.ts";
import { systemClock } from "../../src/gemini/retryClock.ts";
import { contentHash } from "../../src/history/history.ts";
import { placePictures } from "../../src/host/placePictures.ts";
import { Uploads } from "../../src/host/uploads.ts";
import { kindOf } from "../../src/shared/errors.ts";
import { StoppedClock } from "../faults/fakeClock.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { refusal, retryIn } from "../faults/scripts.ts";
import { someBytes } from "../fixtures/someBytes.ts";
import { Memory, pictureOf } from "./uploadsMemory.ts";

const key = "not-a-real-key-0123456789";
const hour = 3_600_000;

describe("uploads", () => {
	const server = new FaultServer();
	let memory: Memory;
	let endpoint: Endpoint;
	let time: number;
	let warned: string[];
	const signal = new AbortController().signal;

	before(() => server.start());
	beforeEach(() => {
		server.reset();
		memory = new Memory();
		endpoint = { key, baseUrl: server.url };
		time = Date.now();
		warned = [];
		server.now = () => time;
	});
	after(() => server.stop());

	/** As a window would have them; what is remembered is in `memory`. */
	const open = (filesAt?: (at: Endpoint) => Files) =>
		new Uploads({
			endpoint: async () => endpoint,
			memory,
			warn: (line) => warned.push(line),
			now: () => time,
			filesAt:
				filesAt ??
				((at) =>
					new Files({
						endpoint: async () => at,
						clock: {
							now: () => time,
							random: () => 1,
							sleep: async () => undefined,
							alarm: systemClock.alarm,
						},
					})),
		});
	const starts = () => server.commands.filter((command) => command === "start").length;

	it("are made once for the same bytes, also after a restart", async () => {
		const picture = pictureOf(someBytes(5000));
		const first = await open().file(picture, { signal });
		const second = await open().file(pictureOf(someBytes(5000), "copy.png"), { signal });
		assert.equal(second.uri, first.uri);
		assert.equal(starts(), 1);
		assert.equal(first.expires, time + 48 * hour);
	});

	it("are another for other bytes, another key and another endpoint", async () => {
		const uploads = open();
		await uploads.file(pictureOf(someBytes(10)), { signal });
		await uploads.file(pictureOf(someBytes(11)), { signal });
		endpoint = { key: `${key}-other`, baseUrl: server.url };
		await uploads.file(pictureOf(someBytes(10)), { signal });
		endpoint = { key, baseUrl: `${server.url}/gate` };
		await uploads.file(pictureOf(someBytes(10)), { signal });
		assert.equal(starts(), 4);
		endpoint = { key, baseUrl: server.url };
		await uploads.file(pictureOf(someBytes(10)), { signal });
		assert.equal(starts(), 4);
	});

	it("are remembered without the key, and the server does not hear the picture's name", async () => {
		const listed: unknown[] = [];
		const uploads = open();
		await uploads.file(pictureOf(someBytes(10), "my-secret.png"), { signal });
		listed.push(await new Files({ endpoint: async () => endpoint }).list(signal));
		assert.doesNotMatch(inspect(memory.text), new RegExp(key));
		assert.match(inspect(memory.text), /my-secret/);
		assert.match(inspect(listed, { depth: 5 }), /Loupe [0-9a-f]{8}/);
		assert.doesNotMatch(inspect(listed, { depth: 5 }), /my-secret/);
	});

	it("are not used in the last ten minutes before they expire", async () => {
		const picture = pictureOf(someBytes(20));
		const uploads = open();
		const { expires } = await uploads.file(picture, { signal });
		time = expires - 11 * 60_000;
		assert.equal((await uploads.known([picture.hash])).get(picture.hash), "uploaded");
		await uploads.file(picture, { signal });
		assert.equal(starts(), 1);
		time = expires - 9 * 60_000;
		assert.equal((await uploads.known([picture.hash])).has(picture.hash), false);
		await uploads.file(picture, { signal });
		assert.equal(starts(), 2);
	});

	it("take no harm from what another version remembered", async () => {
		await memory.update("loupe.uploads", [{ hash: 5 }, null, "x"]);
		await open().file(pictureOf(someBytes(21)), { signal });
		await memory.update("loupe.uploads", { not: "a list" });
		await open().file(pictureOf(someBytes(21)), { signal });
		assert.equal(starts(), 2);
	});

	it("that cannot be remembered are used all the same, and the log says so", async () => {
		memory.update = async () => {
			throw new Error("The disk is full");
		};
		const { uri } = await open().file(pictureOf(someBytes(22)), { signal });
		assert.match(uri, /files\//);
		assert.deepEqual(warned, ["An upload could not be remembered"]);
	});

	describe("two tasks on one picture at once", () => {
		const picture = pictureOf(someBytes(3000));

		it("upload it once, and both hear how far it is", async () => {
			const uploads = open();
			const told: string[] = [];
			const results = await Promise.all(
				["a", "b"].map((who) =>
					uploads.file(picture, { signal, onProgress: (sent) => told.push(`${who}${sent}`) }),
				),
			);
			assert.equal(results[0]?.uri, results[1]?.uri);
			assert.equal(starts(), 1);
			assert(told.includes("a3000") && told.includes("b3000"), told.join());
		});

		it("one of them stopped: the other gets its file", async () => {
			const stop = new AbortController();
			const uploads = open();
			const stopped = uploads.file(picture, { signal: stop.signal });
			const other = uploads.file(picture, { signal });
			server.faultOf = () => {
				stop.abort();
				return undefined;
			};
			await assert.rejects(stopped, { name: "Cancelled" });
			assert.match((await other).uri, /files\//);
			assert.equal(starts(), 1);
		});

		it("both stopped: the connection is closed, and who comes later begins anew", async () => {
			const stalled = Promise.withResolvers<void>();
			const closed = Promise.withResolvers<void>();
			server.faultOf = () => ({
				kind: "stall",
				onStalled: stalled.resolve,
				onClosed: closed.resolve,
			});
			const stop = new AbortController();
			const uploads = open();
			const both = [0, 1].map(() => uploads.file(picture, { signal: stop.signal }));
			const ended = Promise.allSettled(both);
			await stalled.promise;
			stop.abort();
			const ends = await ended;
			assert(ends.every((end) => end.status === "rejected" && kindOf(end.reason) === "Cancelled"));
			await closed.promise;
			server.reset();
			assert.match((await uploads.file(picture, { signal })).uri, /files\//);
		});

		it("a failure reaches both, and the next attempt is a new one", async () => {
			server.faultOf = () => refusal(400, "INVALID_ARGUMENT", "No.");
			const uploads = open();
			const both = await Promise.allSettled([0, 1].map(() => uploads.file(picture, { signal })));
			assert(both.every((end) => end.status === "rejected"));
			assert.equal(starts(), 1);
			server.reset();
			await uploads.file(picture, { signal });
		});
	});

	it("on the server are listed with the picture they are of, and others' beside them", async () => {
		const uploads = open();
		for (const { name } of await uploads.list(signal)) await uploads.remove(name, signal);
		const { name } = await uploads.file(pictureOf(someBytes(30)), { signal });
		const gone = await uploads.file(pictureOf(someBytes(31), "gone.png"), { signal });
		const files = new Files({ endpoint: async () => endpoint });
		const about = { mimeType: "image/png", displayName: "from elsewhere" };
		const other = await files.upload(someBytes(32), about, { signal });
		await files.remove(gone.name, signal);
		const listed = await uploads.list(signal);
		const shown = listed.map((one) => [one.name, one.isOwn, one.picture?.name, one.bytes]);
		assert.deepEqual(
			shown.sort(),
			[
				...[[name, true, "kites.png", 30] as const, [other.name, false, undefined, 32] as const],
			].sort(),
		);
		// What the server has lost is forgotten.
		assert.equal((await uploads.known([contentHash(someBytes(31))])).size, 0);
		// Forgotten here, it is Loupe's all the same.
		memory = new Memory();
		assert.equal((await open().list(signal)).find((one) => one.name === name)?.isOwn, true);
	});

	it("are removed from the server and from memory; one that is gone is as good", async () => {
		const uploads = open();
		const picture = pictureOf(someBytes(33));
		const { name } = await uploads.file(picture, { signal });
		await uploads.remove(name, signal);
		assert.equal((await uploads.known([picture.hash])).size, 0);
		await uploads.remove(name, signal);
		server.faultOf = () => refusal(400, "INVALID_ARGUMENT", "No.");
		await assert.rejects(uploads.remove(name, signal), { name: "Unsupported" });
	});

	it("of several pictures: progress counts them all, and one that fails ends the others", async () => {
		const pictures = [1000, 2000, 3000].map((length) => pictureOf(someBytes(length)));
		const ways = pictures.map(() => "upload" as const);
		const uploads = open();
		await uploads.file(pictures[0]!, { signal });
		const told: Array<[number, number]> = [];
		const onProgress = (sent: number, of: number) => told.push([sent, of]);
		const placed = await placePictures(pictures, ways, uploads, { signal, onProgress });
		assert.deepEqual(told.at(-1), [5000, 5000]);
		assert.equal(new Set(placed.map(({ file }) => file)).size, 3);
		assert(placed.every(({ picture }) => "uri" in picture));
	});

	it("that wait are told of as one, to everybody; who tries now does so for all", async () => {
		const pictures = [6000, 7000].map((length) => pictureOf(someBytes(length)));
		const refused = new Set<unknown>();
		server.faultOf = ({ phase, headers }) => {
			const length = headers["x-goog-upload-header-content-length"];
			if (phase !== "start" || refused.has(length)) return undefined;
			refused.add(length);
			const wait = length === "6000" ? "30s" : "20s";
			return refusal(429, "RESOURCE_EXHAUSTED", "Slowly.", [retryIn(wait)]);
		};
		const clock = new StoppedClock();
		const uploads = open((at) => new Files({ endpoint: async () => at, clock }));
		const begun = clock.now();
		const bothWait = Promise.withResolvers<RetryWait>();
		const told: Array<number | undefined> = [];
		const placing = placePictures(pictures, ["upload", "upload"], uploads, {
			signal,
			onWaiting: (waiting) => {
				told.push(waiting && waiting.until - begun);
				if (waiting && told.length === 2) bothWait.resolve(waiting);
			},
		});
		const wait = await bothWait.promise;
		// Whoever comes later hears of it, too, and of no more once they have left.
		const stop = new AbortController();
		const late: boolean[] = [];
		const other = uploads.file(pictures[0]!, {
			signal: stop.signal,
			onWaiting: (waiting) => {
				late.push(waiting !== undefined);
				stop.abort();
			},
		});
		await assert.rejects(other, { name: "Cancelled" });
		assert.deepEqual(late, [true, false]);
		wait.tryNow();
		assert.equal((await placing).length, 2);
		assert.equal(wait.until - begun, 30_000);
		assert.equal(told.at(-1), undefined);
		assert.deepEqual(clock.slept.toSorted(), [20_000, 30_000]);
	});

	it("of several pictures: one that fails ends the others", async () => {
		const pictures = [4000, 5000].map((length) => pictureOf(someBytes(length)));
		const closed = Promise.withResolvers<void>();
		const stalled = Promise.withResolvers<void>();
		server.faultOf = async ({ headers }) => {
			if (headers["x-goog-upload-header-content-length"] === "4000") {
				return { kind: "stall", onStalled: stalled.resolve, onClosed: closed.resolve };
			}
			await stalled.promise;
			return refusal(400, "INVALID_ARGUMENT", "No.");
		};
		const work = placePictures(pictures, ["upload", "upload"], open(), { signal });
		await assert.rejects(work, { name: "Unsupported" });
		await closed.promise;
	});
});
