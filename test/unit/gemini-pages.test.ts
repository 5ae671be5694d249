import assert from "node:assert/strict";
import type { Content } from "@google/genai/web";
import { buildRequest, pdfType, type RequestInput } from "../../src/gemini/request.ts";
import { requestTokens } from "../../src/gemini/tokens.ts";

function inputFor(change: Partial<RequestInput> = {}): RequestInput {
	return {
		task: "transcribe",
		model: "gemini-3.8-flash",
		pictures: [{ mimeType: pdfType, base64: "JVBERi0=" }],
		pages: [2, 3, 4, 9],
		maxObjects: 25,
		...change,
	};
}

const partsOf = (input: RequestInput) =>
	(buildRequest(input).contents as Content[]).flatMap(({ parts }) => parts ?? []);
const wordsOf = (input: RequestInput) => partsOf(input).at(-1)?.text ?? "";

describe("the request for pages of a PDF", () => {
	it("has the PDF before the words, inside or by its address", () => {
		assert.deepEqual(partsOf(inputFor())[0], {
			inlineData: { mimeType: "application/pdf", data: "JVBERi0=" },
		});
		const uri = "https://example.com/v1beta/files/a";
		assert.deepEqual(partsOf(inputFor({ pictures: [{ mimeType: pdfType, uri }] }))[0], {
			fileData: { mimeType: "application/pdf", fileUri: uri },
		});
		assert.equal(partsOf(inputFor()).length, 2);
	});

	it("says which pages of the document these are, and how each begins", () => {
		const words = wordsOf(inputFor());
		assert.match(words, /Its 4 pages are pages 2-4, 9 of a document, in this order\./);
		assert.match(words, /with the line <!-- page 2 --> where 2 is its number in the document/);
		assert.match(wordsOf(inputFor({ pages: [7] })), /Its only page is page 7 of a document/);
	});

	it("asks for figures in words and for tables, and keeps to the person's words", () => {
		const words = wordsOf(inputFor({ prompt: " only the tables " }));
		assert.match(words, /describe in the page's language what it shows/);
		assert.match(words, /tables as Markdown tables/);
		assert.match(words, /^Keep to these words: only the tables$/m);
		assert.doesNotMatch(wordsOf(inputFor({ prompt: " " })), /Keep to these words/);
	});

	it("asks for no more than high resolution: pages know no ultra_high", () => {
		const request = buildRequest(inputFor({ mediaResolution: "ultra_high" }));
		assert.equal(request.config?.mediaResolution, "MEDIA_RESOLUTION_HIGH");
		assert.doesNotMatch(JSON.stringify(request), /ULTRA/);
	});

	it("has its pages and their text counted", () => {
		const request = buildRequest(inputFor());
		const words = requestTokens(request, [{ pages: 0 }]) ?? 0;
		const text = "x".repeat(400);
		assert.equal(requestTokens(request, [{ pages: 4, text }]), words + 4 * 560 + 100);
	});
});
