import assert from "node:assert/strict";
import type { GenerateContentParameters } from "@google/genai/web";
import { type DemoEngine, startDemoEngine } from "../../src/demo/server.ts";
import { GeminiClient } from "../../src/gemini/client.ts";
import { Files } from "../../src/gemini/files.ts";
import { PageReader } from "../../src/gemini/pageAnchors.ts";
import { buildRequest, type EarlierTurn, type Picture, pdfType } from "../../src/gemini/request.ts";
import { drawPdf, numberedPages } from "../fixtures/pdf.ts";

const signal = new AbortController().signal;

describe("the demo engine and PDFs", () => {
	let engine: DemoEngine;
	before(async () => {
		engine = await startDemoEngine({ pause: 0 });
	});
	after(() => engine.close());

	const endpoint = async () => ({ key: "demo", baseUrl: engine.url });
	const inline = (bytes: Uint8Array): Picture => ({
		mimeType: pdfType,
		base64: Buffer.from(bytes).toString("base64"),
	});
	const requestFor = (pdf: Picture, pages: readonly number[]) =>
		buildRequest({
			task: "transcribe",
			model: "gemini-3.8-flash",
			pictures: [pdf],
			pages,
			maxObjects: 25,
		});

	async function ask(request: GenerateContentParameters) {
		let text = "";
		for await (const piece of new GeminiClient({ endpoint }).stream(request, signal)) {
			if (piece.kind === "text") text += piece.text;
			else if (piece.kind === "end") return { text, ...piece };
		}
		throw new Error("no end");
	}

	function read(text: string, pages: readonly number[], isWhole = true) {
		const reader = new PageReader(pages);
		reader.push(text);
		reader.end(isWhole);
		return reader.pages;
	}

	it("writes down the text of each page under the number that the request gives it", async () => {
		const { text, usage } = await ask(requestFor(inline(drawPdf(numberedPages(3))), [2, 3, 9]));
		assert.deepEqual(
			read(text, [2, 3, 9]).map(({ page, text }) => [page, /word\d/.exec(text)?.[0]]),
			[
				[2, "word1"],
				[3, "word2"],
				[9, "word3"],
			],
		);
		assert(usage && usage.promptTokens > 3 * 560);
	});

	it("reads what was uploaded", async () => {
		const bytes = drawPdf([{ lines: ["A line of its own"] }]);
		const options = { mimeType: pdfType, displayName: "a" };
		const { uri } = await new Files({ endpoint }).upload(bytes, options, { signal });
		const { text } = await ask(requestFor({ mimeType: pdfType, uri }, [1]));
		assert.match(text, /A line of its own/);
	});

	it("stops where its answer may be no longer, and says so", async () => {
		const request = requestFor(inline(drawPdf(numberedPages(5))), [1, 2, 3, 4, 5]);
		request.config = { ...request.config, maxOutputTokens: 40 };
		const { text, finishReason } = await ask(request);
		assert.equal(finishReason, "MAX_TOKENS");
		const pages = read(text, [1, 2, 3, 4, 5], false);
		assert(pages.length >= 2 && pages.length < 5);
		assert.equal(pages.at(-1)?.isWhole, false);
	});

	it("finds the lines that share most with a question, each with its page in the document", async () => {
		const pages = [
			{ lines: ["Budget of the year", "The harbour cost 400 crowns."] },
			{ lines: ["The reef cost nothing. Nobody was paid there."] },
			{ lines: ["The harbour was *dredged* twice."] },
		];
		const about = (prompt: string, earlier: EarlierTurn[] = []) =>
			ask(
				buildRequest({
					...{ task: "ask", model: "gemini-3.8-flash", pictures: [inline(drawPdf(pages))] },
					...{ pages: [4, 7, 9], prompt, earlier, maxObjects: 25 },
				}),
			);
		const { text } = await about("What did the harbour cost?");
		assert.match(text, /only reads the text/);
		assert.match(text, /“The harbour cost 400 crowns\.” \(page 4\)/);
		assert.doesNotMatch(text, /reef|dredged/);
		const dredged = await about("Who dredged?");
		assert.match(dredged.text, /was \\\*dredged\\\* twice\.” \(page 9\)/);
		const none = await about("Where are the lighthouses?");
		assert.match(
			none.text,
			/none of them is in these 3 pages[\s\S]*“Budget of the year” \(page 4\)/,
		);
		const earlier = { task: "ask", prompt: "What about the reef?", answer: text } as const;
		assert.match((await about("And why?", [earlier])).text, /reef cost nothing\.” \(page 7\)/);
	});

	it("says that it reads text only where pages have none", async () => {
		const request = buildRequest({
			...{ task: "ask", model: "gemini-3.8-flash", pictures: [inline(drawPdf([{ bars: [1] }]))] },
			...{ pages: [3], prompt: "How high is the bar?", maxObjects: 25 },
		});
		assert.match((await ask(request)).text, /reads what text a PDF holds: this page has none/);
	});

	it("refuses what is no PDF that opens, and other tasks", async () => {
		const cut = drawPdf(numberedPages(3)).subarray(0, 500);
		await assert.rejects(ask(requestFor(inline(cut), [1])), { name: "Unsupported" });
		const pictures = [inline(drawPdf(numberedPages(1)))];
		const model = "gemini-3.8-flash";
		const labels = ["a", "b"];
		const other = { task: "classify", labels, model, pictures, maxObjects: 25 } as const;
		await assert.rejects(ask(buildRequest(other)), { name: "Unsupported" });
	});
});
