import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkSendable } from "../../src/pdf/badPdf.ts";
import { openPdf } from "../../src/pdf/openPdf.ts";
import { drawPdf, numberedPages, pageSize } from "../fixtures/pdf.ts";

async function textsOf(bytes: Uint8Array): Promise<string[]> {
	using pdf = await openPdf(bytes);
	return await pdf.texts(Array.from({ length: pdf.pages }, (_, index) => index + 1));
}

describe("a PDF", () => {
	it("says how many pages it has, how large they are as a person sees them, and what is written there", async () => {
		const bytes = drawPdf([
			{ lines: ["Report (2026)", "A \\ B"], table: [["cup", "4"]] },
			{ bars: [0.2, 0.9], rotate: 90 },
		]);
		using pdf = await openPdf(bytes);
		assert.equal(pdf.pages, 2);
		const { width, height } = pageSize;
		assert.deepEqual(await pdf.sizes([1, 2]), [
			{ width, height },
			{ width: height, height: width },
		]);
		const [first, second] = await pdf.texts([1, 2]);
		assert.deepEqual(first?.split(/\s+/), ["Report", "(2026)", "A", "\\", "B", "cup", "4"]);
		assert.equal(second, "");
	});

	it("leaves the bytes to who opened it", async () => {
		const bytes = drawPdf(numberedPages(2));
		using _pdf = await openPdf(bytes);
		assert.equal(Buffer.from(bytes.subarray(0, 8)).toString(), "%PDF-1.4");
	});

	it("gives pages of its own as another PDF, in order, which opens again", async () => {
		using pdf = await openPdf(drawPdf(numberedPages(12)));
		const texts = await textsOf(await pdf.extract([2, 3, 7, 12]));
		assert.deepEqual(
			texts.map((text) => /word\d+/.exec(text)?.[0]),
			["word2", "word3", "word7", "word12"],
		);
	});

	it("leaves the bytes of other pages out of what it extracts", async () => {
		const bytes = drawPdf([{ lines: ["small"] }, { lines: ["large"], ballast: 500_000 }]);
		using pdf = await openPdf(bytes);
		const [small, large] = [await pdf.extract([1]), await pdf.extract([2])];
		assert(bytes.length > 500_000 && large.length > 500_000);
		assert(small.length < 5000, `${small.length} bytes`);
	});

	it("of 1,001 pages opens, and gives at most 1,000 of them at once", async () => {
		using pdf = await openPdf(drawPdf(numberedPages(1001)));
		assert.equal(pdf.pages, 1001);
		const all = Array.from({ length: 1001 }, (_, index) => index + 1);
		await assert.rejects(pdf.extract(all), { name: "TooLarge" });
		const most = await pdf.extract(all.slice(1));
		using again = await openPdf(most);
		assert.equal(again.pages, 1000);
		assert.match((await again.texts([1000]))[0] ?? "", /word1001\b/);
	});

	it("over 50 MB cannot be sent, 50 MB can", () => {
		checkSendable({ bytes: 50_000_000, pages: 1000 });
		assert.throws(() => checkSendable({ bytes: 50_000_001, pages: 1 }), { name: "TooLarge" });
	});

	it("with a password of its own is Unsupported", async () => {
		const bytes = drawPdf(numberedPages(2), { password: "secret" });
		await assert.rejects(openPdf(bytes), { name: "Unsupported", message: /password/ });
	});

	it("that is encrypted and opens without a password is read and taken apart like any other", async () => {
		const bytes = drawPdf(numberedPages(3), { password: "" });
		assert(!Buffer.from(bytes).includes("word2"), "it is encrypted");
		using pdf = await openPdf(bytes);
		assert.match((await pdf.texts([2]))[0] ?? "", /word2\b/);
		const texts = await textsOf(await pdf.extract([2, 3]));
		assert.deepEqual(
			texts.map((text) => /word\d+/.exec(text)?.[0]),
			["word2", "word3"],
		);
	});

	const bad: Array<[what: string, bytes: Uint8Array]> = [
		["an empty file", new Uint8Array()],
		["a text file", Buffer.from("This is a text file that somebody renamed.\n")],
		["a file cut in its middle", drawPdf(numberedPages(12)).subarray(0, 2500)],
		["a file cut after its head", drawPdf(numberedPages(2)).subarray(0, 15)],
		["a document without pages", drawPdf([])],
	];
	for (const [what, bytes] of bad) {
		it(`${what}: BadImage`, async () => {
			await assert.rejects(openPdf(bytes), { name: "BadImage" });
		});
	}

	it("ends with the signal it was opened with, whatever it is doing", async () => {
		const abort = new AbortController();
		const pdf = await openPdf(drawPdf(numberedPages(500)), abort.signal);
		const reading = pdf.texts(Array.from({ length: 500 }, (_, index) => index + 1));
		abort.abort();
		await assert.rejects(reading, { name: "Cancelled" });
		await assert.rejects(pdf.texts([1]), { name: "Cancelled" });
		await assert.rejects(openPdf(new Uint8Array(), abort.signal), { name: "Cancelled" });
	});

	it("closed, lets the process end, and says nothing on the console", async () => {
		const script = join(import.meta.dirname, "pdfOnce.ts");
		const { stdout, stderr } = await promisify(execFile)(process.execPath, [script]);
		assert.equal(stdout + stderr, "");
	});
});
