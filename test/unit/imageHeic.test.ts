import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { comparePictures } from "../../src/image/compare.ts";
import { cutOut } from "../../src/image/cutOut.ts";
import { decodePixels, readFacts } from "../../src/image/decode.ts";
import { HeifThread } from "../../src/image/heifThread.ts";
import { prepare, readingMaxSide } from "../../src/image/prepare.ts";
import { kindOf } from "../../src/shared/errors.ts";
import {
	box,
	clap,
	exifItem,
	gridHeic,
	heicFile,
	irot,
	ispe,
	plainHeic,
	turns,
	u32,
} from "../fixtures/heicFile.ts";
import { orientations } from "../fixtures/renderScene.ts";

async function fixture(name: string): Promise<Uint8Array> {
	return new Uint8Array(await readFile(new URL(`../fixtures/heic/${name}.heic`, import.meta.url)));
}

/** A thread of the test's own, ended with it. */
async function withThread<Result>(
	options: { timeLimit?: number; idleTime?: number },
	run: (thread: HeifThread) => Promise<Result>,
): Promise<Result> {
	const thread = new HeifThread(options);
	try {
		return await run(thread);
	} finally {
		thread.dispose();
	}
}

describe("HEIC", function () {
	this.timeout(20_000);

	it("has its facts in its boxes", async () => {
		const facts = {
			...{ format: "heic", orientation: 1, hasAlpha: false, frames: 1, isCmyk: false },
		};
		const size = { width: 240, height: 160 };
		assert.deepEqual(await readFacts(await fixture("plain")), {
			...{ ...facts, size, bitDepth: 8, goesAsItIs: true },
		});
		assert.deepEqual(await readFacts(await fixture("deep")), {
			...{ ...facts, size, bitDepth: 10, goesAsItIs: false },
		});
		const alpha = await readFacts(await fixture("alpha"));
		assert.deepEqual([alpha.hasAlpha, alpha.goesAsItIs], [true, true]);
		assert.deepEqual((await readFacts(await fixture("odd"))).size, { width: 241, height: 161 });
	});

	it("says of its turns what EXIF would", async () => {
		for (const orientation of orientations) {
			const facts = await readFacts(await plainHeic({ properties: turns(orientation) }));
			assert.equal(facts.orientation, orientation);
			assert.equal(facts.size.width, orientation >= 5 ? 160 : 240);
			assert.equal(facts.goesAsItIs, orientation === 1);
		}
		const twice = await readFacts(await plainHeic({ properties: [irot(1), irot(1)] }));
		assert.equal(twice.orientation, 3);
	});

	it("is not turned by EXIF, and not sent to whom EXIF might turn it", async () => {
		const facts = await readFacts(await plainHeic({ more: [exifItem(6)] }));
		const { size, orientation, goesAsItIs } = facts;
		assert.deepEqual([size.width, orientation, goesAsItIs], [240, 1, false]);
		assert.equal((await readFacts(await plainHeic({ more: [exifItem(1)] }))).goesAsItIs, true);
	});

	it("goes out as it is, or by its pixels", async () => {
		const file = await fixture("plain");
		const whole = await prepare(file, { maxSide: readingMaxSide });
		assert.deepEqual([whole.mimeType, whole.asItWas], ["image/heic", true]);
		const small = await prepare(file, { maxSide: 120 });
		assert.deepEqual([small.size, small.asItWas], [{ width: 120, height: 80 }, false]);
		const alpha = await prepare(await fixture("alpha"), { maxSide: 120 });
		assert.equal(alpha.mimeType, "image/png");
		assert.equal((await decodePixels(alpha.bytes)).data[3], 0);
	});

	it("can be compared and cut out of", async () => {
		const file = await plainHeic({ properties: turns(6) });
		const same = await comparePictures(file, file, { align: "topLeft" });
		assert.deepEqual([same.sizeA, same.changedShare], [{ width: 160, height: 240 }, 0]);
		const mask = { x: 10, y: 200, width: 20, height: 30, data: new Uint8Array(600).fill(255) };
		const { width, height } = await decodePixels(await cutOut(file, mask));
		assert.deepEqual([width, height], [20, 30]);
	});

	it("is cut short wherever it ends early", async () => {
		const file = await plainHeic();
		for (let length = 32; length < file.length; length += 97) {
			const cut = file.subarray(0, length);
			await assert.rejects(readFacts(cut), { name: "BadImage", message: "the file is cut short" });
		}
		const alpha = await fixture("alpha");
		const noAlpha = readFacts(alpha.subarray(0, alpha.length - 10));
		await assert.rejects(noAlpha, { name: "BadImage" });
	});

	it("has some picture or a reason, whichever byte is wrong", async () => {
		const file = await plainHeic({ properties: turns(6), more: [exifItem(6)] });
		for (let at = 0; at < file.length; at += at < 700 ? 1 : 61) {
			const wrong = file.slice();
			wrong[at]! ^= 0xff;
			await decodePixels(wrong).catch((error: unknown) => {
				const kind = kindOf(error);
				assert.ok(kind === "BadImage" || kind === "TooLarge" || kind === "Unsupported", `${error}`);
			});
		}
	});

	it("that says to be huge is refused without decoding", async () => {
		for (const size of [
			{ width: 30_000, height: 30_000 },
			{ width: 2 ** 32 - 1, height: 2 ** 32 - 1 },
		]) {
			const detail = `${size.width} × ${size.height}`;
			await assert.rejects(readFacts(await plainHeic({ size })), { name: "TooLarge", detail });
			await assert.rejects(readFacts(await gridHeic(2, 2, size)), { name: "TooLarge" });
		}
		for (const size of [
			{ width: 0, height: 160 },
			{ width: 240, height: 0 },
		]) {
			await assert.rejects(readFacts(await plainHeic({ size })), { name: "BadImage" });
		}
	});

	it("that is of another size than it says is damaged", async () => {
		for (const size of [
			{ width: 11_000, height: 11_000 },
			{ width: 24, height: 16 },
		]) {
			await assert.rejects(decodePixels(await plainHeic({ size })), { name: "BadImage" });
		}
		const few = await gridHeic(2, 2, { width: 11_000, height: 11_000 });
		await assert.rejects(decodePixels(few), { name: "BadImage" });
	});

	it("cannot keep its reader busy", async () => {
		// Extents that take no bytes, references and associations that reach past their box.
		const endless = box("iloc", u32(0x01000000), new Uint8Array([0, 0, 0xff, 0xff]));
		const padding = new Uint8Array(4_000_000).fill(0xff);
		const meta = (...parts: Uint8Array[]) => box("meta", u32(0), ...parts);
		const iinf = box("iinf", u32(0), new Uint8Array(2));
		const ipma = box("ipma", u32(0), u32(0xffffffff));
		const ftyp = (await plainHeic()).subarray(0, 24);
		for (const parts of [
			[iinf, endless, padding],
			[iinf, box("iloc", u32(0), u32(0)), box("iprp", box("ipco"), ipma), padding],
			[
				iinf,
				box("iloc", u32(0), u32(0)),
				box("iref", u32(0), ...Array.from({ length: 9000 }, () => box("dimg", u32(0xffff)))),
				box("iprp", box("ipco")),
				padding,
			],
		]) {
			const start = performance.now();
			const file = new Uint8Array(Buffer.concat([ftyp, meta(...parts)]));
			await assert.rejects(readFacts(file), { name: "BadImage" });
			assert.ok(performance.now() - start < 1000);
		}
	});

	it("without a picture of its own says so", async () => {
		const film = new Uint8Array(
			Buffer.concat([(await plainHeic({ brand: "hevc" })).subarray(0, 24), box("moov")]),
		);
		await assert.rejects(readFacts(film), { name: "BadImage", message: /a film/ });
		const empty = heicFile([{ type: "mime", data: new Uint8Array(4), properties: [] }]);
		await assert.rejects(readFacts(empty), { name: "BadImage" });
	});

	it("of an unknown kind inside is not supported, or damaged", async () => {
		for (const type of ["av01", "j2k1", "abcd"]) {
			const file = await plainHeic({ type, brand: "mif1" });
			assert.equal((await readFacts(file)).goesAsItIs, false);
			await assert.rejects(decodePixels(file), (error: Error) => {
				return error.name === "BadImage" || error.name === "Unsupported";
			});
		}
	});

	it("is cropped as it says, by a little", async () => {
		const file = await plainHeic({ properties: [clap({ width: 221, height: 143 })] });
		assert.deepEqual((await readFacts(file)).size, { width: 221, height: 143 });
		const { width, height } = await decodePixels(file);
		assert.deepEqual([width, height], [221, 143]);
		const nothing = plainHeic({
			properties: [clap({ width: 0, height: 1 }), ispe({ width: 1, height: 1 })],
		});
		await assert.rejects(readFacts(await nothing), { name: "BadImage" });
	});
});

describe("libheif's thread", function () {
	this.timeout(20_000);

	it("decodes one picture after another, and on after a broken one", async () => {
		const file = await plainHeic();
		await withThread({}, async (thread) => {
			const broken = file.slice().fill(0, 300, 500);
			const results = await Promise.allSettled([
				thread.decode(file),
				thread.decode(broken),
				thread.decode(file),
			]);
			assert.deepEqual(
				results.map(({ status }) => status),
				["fulfilled", "rejected", "fulfilled"],
			);
		});
	});

	it("stops when told, at once, while it waits and while it decodes", async () => {
		const file = await gridHeic(16, 16, { width: 3840, height: 2560 });
		const small = await plainHeic();
		await withThread({}, async (thread) => {
			const [first, second] = [new AbortController(), new AbortController()];
			const running = thread.decode(file, first.signal);
			const waiting = thread.decode(file, second.signal);
			const last = thread.decode(small);
			second.abort();
			await assert.rejects(waiting, { name: "Cancelled" });
			first.abort();
			await assert.rejects(running, { name: "Cancelled" });
			assert.equal((await last).width, 240);
			const before = thread.decode(file, AbortSignal.abort());
			await assert.rejects(before, { name: "Cancelled" });
		});
	});

	it("gives up after its time, and works on", async () => {
		const file = await gridHeic(16, 16, { width: 3840, height: 2560 });
		await withThread({ timeLimit: 1 }, async (thread) => {
			await assert.rejects(thread.decode(file), { name: "TooLarge", detail: "0.001 s" });
		});
		await withThread({}, async (thread) => {
			assert.equal((await thread.decode(file)).width, 3840);
			assert.equal((await thread.decode(file)).height, 2560);
		});
	});

	it("is started anew when it had been ended for having nothing to do", async () => {
		const file = await plainHeic();
		await withThread({ idleTime: 0 }, async (thread) => {
			for (let time = 0; time < 3; time++) {
				assert.equal((await thread.decode(file)).width, 240);
				await new Promise((done) => setImmediate(done));
			}
		});
	});

	it("stops a comparison", async () => {
		const file = await gridHeic(16, 16, { width: 3840, height: 2560 });
		const abort = new AbortController();
		const options = { align: "topLeft", signal: abort.signal } as const;
		const stopped = comparePictures(file, file, options);
		setImmediate(() => abort.abort());
		await assert.rejects(stopped, { name: "Cancelled" });
	});

	it("stops the preparing of a picture", async () => {
		const file = await gridHeic(16, 16, { width: 3840, height: 2560 });
		const abort = new AbortController();
		const stopped = prepare(file, { maxSide: 1024, signal: abort.signal });
		setImmediate(() => abort.abort());
		await assert.rejects(stopped, { name: "Cancelled" });
	});
});
