import assert from "node:assert/strict";
import sharp from "sharp";
import { ShownFrames } from "../../src/host/editor/shownFrames.ts";
import { PreparedPictures } from "../../src/host/preparedPictures.ts";

describe("Pictures that were prepared", () => {
	const signal = new AbortController().signal;
	// Of an Uri, only its text is looked at.
	const uri = { toString: () => "file:///a.png" } as never;
	let content: Buffer;
	before(async () => {
		const create = { width: 400, height: 200, channels: 3, background: "#48c" } as const;
		content = await sharp({ create }).png().toBuffer();
	});

	it("are prepared once for all who ask the same of them, and anew for who asks for less", async () => {
		const pictures = new PreparedPictures(new ShownFrames());
		const ask = (maxSide: number) => pictures.of({ uri, content, hash: "a" }, { maxSide, signal });
		const [first, second] = await Promise.all([ask(100), ask(100)]);
		assert.equal(first, second);
		assert.equal(await ask(100), first);
		assert.deepEqual(first.size, { width: 100, height: 50 });
		const whole = await ask(Number.POSITIVE_INFINITY);
		assert.deepEqual(whole.size, { width: 400, height: 200 });
		const region = { x: 0, y: 0, width: 50, height: 50 };
		const part = await pictures.of({ uri, content, hash: "a" }, { maxSide: 100, region, signal });
		assert.deepEqual(part.sent, region);
	});

	it("are not waited for by who has left, but are there for who comes back", async () => {
		const pictures = new PreparedPictures(new ShownFrames());
		const leaving = new AbortController();
		const left = pictures.of({ uri, content, hash: "a" }, { maxSide: 100, signal: leaving.signal });
		const stayed = pictures.of({ uri, content, hash: "a" }, { maxSide: 100, signal });
		leaving.abort();
		await assert.rejects(left, { name: "Cancelled" });
		assert.equal((await stayed).size.width, 100);
	});

	it("that cannot be read are read again by who asks again", async () => {
		const pictures = new PreparedPictures(new ShownFrames());
		const broken = content.subarray(0, 60);
		const ask = (bytes: Uint8Array) =>
			pictures.of({ uri, content: bytes, hash: "a" }, { maxSide: 100, signal });
		await assert.rejects(ask(broken), { name: "BadImage" });
		assert.equal((await ask(content)).size.width, 100);
	});

	it("make room for others, those used last staying longest", async () => {
		const pictures = new PreparedPictures(new ShownFrames());
		const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
		const create = { width: 2400, height: 2100, channels: 3, background: "#888", noise } as const;
		// 15 MB as a file, and as sent the same: four are kept, not five.
		const large = await sharp({ create }).png({ compressionLevel: 0 }).toBuffer();
		assert(large.length > 13_000_000 && large.length < 16_000_000, `${large.length} bytes`);
		const ask = (hash: string) =>
			pictures.of({ uri, content: large, hash }, { maxSide: 3072, signal });
		const [a, b] = [await ask("a"), await ask("b")];
		for (const hash of ["c", "d"]) await ask(hash);
		assert.equal(await ask("a"), a);
		await ask("e");
		assert.equal(await ask("a"), a);
		assert.notEqual(await ask("b"), b);
	}).timeout(10_000);
});
