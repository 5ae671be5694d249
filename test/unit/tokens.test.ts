import assert from "node:assert/strict";
import { buildRequest, type RequestInput } from "../../src/gemini/request.ts";
import {
	detectionTokens,
	pageTokens,
	pictureTokens,
	requestTokens,
	wordTokens,
} from "../../src/gemini/tokens.ts";
import type { Resolution } from "../../src/shared/choices.ts";

const flash = "gemini-3.8-flash";
const picture = { mimeType: "image/png", base64: "iVBORw0KGgo=" };

describe("Tokens of a picture", () => {
	const tiles: Array<[width: number, height: number, tiles: number]> = [
		[960, 540, 6],
		[540, 960, 6],
		[384, 384, 1],
		[1, 1, 1],
		[385, 384, 4],
		[384, 385, 4],
		[1024, 1024, 4],
		[1024, 731, 6],
		[3072, 2304, 4],
		[400, 1, 400],
	];
	for (const [width, height, count] of tiles) {
		it(`are 258 for each of ${count} tiles in 2.x at ${width} × ${height}`, () => {
			for (const model of ["gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash"]) {
				assert.equal(pictureTokens({ width, height }, model), count * 258);
				assert.equal(pictureTokens({ width, height }, model, "high"), count * 258);
			}
		});
	}

	it("are 64 and 256 in 2.x at low and medium resolution, whatever its size", () => {
		for (const width of [100, 5000]) {
			assert.equal(pictureTokens({ width, height: 900 }, "gemini-2.5-flash", "low"), 64);
			assert.equal(pictureTokens({ width, height: 900 }, "gemini-2.5-flash", "medium"), 256);
		}
	});

	const most: Array<[Resolution | undefined, picture: number, page: number]> = [
		["low", 280, 280],
		["medium", 560, 560],
		["high", 1120, 1120],
		["ultra_high", 2240, 1120],
		[undefined, 1120, 560],
	];
	for (const [resolution, ofPicture, ofPage] of most) {
		it(`are ${ofPicture} in 3.x at ${resolution ?? "its own"} resolution, ${ofPage} a PDF's page`, () => {
			const size = { width: 4000, height: 300 };
			for (const model of [flash, "gemini-3.1-pro-preview", "gemini-robotics-er-2-preview"]) {
				assert.equal(pictureTokens(size, model, resolution), ofPicture);
				assert.equal(pageTokens(model, resolution), ofPage);
			}
		});
	}

	it("are not guessed for models that count otherwise", () => {
		assert.equal(pictureTokens({ width: 10, height: 10 }, "gemma-3-27b-it"), undefined);
		assert.equal(pageTokens("loupe-demo"), undefined);
	});
});

describe("Tokens of words", () => {
	it("are a quarter of English letters, rounded up", () => {
		assert.deepEqual(["", "cat", "four", "fives"].map(wordTokens), [0, 1, 1, 2]);
		assert.equal(wordTokens("The quick brown fox jumps over the lazy dog."), 11);
	});

	it("are more for scripts of longer characters", () => {
		assert.equal(wordTokens("사진"), 2);
		assert.equal(wordTokens("картинка"), 4);
	});
});

describe("Tokens of a request", () => {
	const ask = (input: Partial<RequestInput> = {}) =>
		buildRequest({
			task: "ask",
			model: flash,
			pictures: [picture],
			prompt: "What?",
			maxObjects: 25,
			...input,
		});
	const size = { width: 960, height: 540 };
	const tokens = (input: Partial<RequestInput>, media = [size]) =>
		requestTokens(ask(input), media) ?? Number.NaN;

	it("are those of its picture, its words and nothing else", () => {
		const contents = [{ role: "user", parts: [{ inlineData: {} }, { text: "Twelve chars" }] }];
		assert.equal(requestTokens({ model: flash, contents }, [size]), 1120 + 3);
		const earlier = { model: "gemini-2.5-flash", contents };
		assert.equal(requestTokens(earlier, [size]), 6 * 258 + 3);
	});

	it("follow the resolution of the request, and that of a single picture", () => {
		const base = tokens({});
		assert.equal(base - tokens({ mediaResolution: "low" }), 1120 - 280);
		assert.equal(tokens({ mediaResolution: "ultra_high" }) - base, 2240 - 1120);
	});

	it("count the question and the answer of an earlier turn", () => {
		const turn = (prompt: string, answer: string) =>
			tokens({ earlier: [{ task: "ask", prompt, answer }] });
		assert.equal(turn("Why?", "Because.") - turn("Why?", "Yes."), 1);
		assert.equal(turn(`Why?${"x".repeat(400)}`, "Yes.") - turn("Why?", "Yes."), 100);
	});

	it("count every picture by its own size, parts of them too", () => {
		const request = ask({
			model: "gemini-2.5-flash",
			crop: picture,
			earlier: [{ task: "ask", prompt: "Where?", crop: picture, answer: "There." }],
		});
		const small = { width: 300, height: 300 };
		const all = requestTokens(request, [size, small, small]) ?? Number.NaN;
		const large = requestTokens(request, [size, size, small]) ?? Number.NaN;
		assert.equal(large - all, 5 * 258);
	});

	it("count the system instruction and the answer's schema", () => {
		assert.equal(tokens({ systemInstruction: "Be brief" }) - tokens({}), 2);
		const schema = { type: "object" };
		const { config = {}, ...request } = ask({ task: "extract", schema });
		const { responseJsonSchema, ...rest } = config;
		const withSchema = requestTokens({ ...request, config }, [size]) ?? Number.NaN;
		const without = requestTokens({ ...request, config: rest }, [size]) ?? Number.NaN;
		assert.equal(withSchema - without, wordTokens(JSON.stringify(responseJsonSchema)));
		assert(withSchema > without);
	});

	it("count a PDF by its pages and the text in them", () => {
		const contents = [{ role: "user", parts: [{ fileData: { mimeType: "application/pdf" } }] }];
		const text = "x".repeat(40);
		assert.equal(requestTokens({ model: flash, contents }, [{ pages: 3, text }]), 3 * 560 + 10);
		const earlier = { model: "gemini-2.5-pro", contents };
		assert.equal(requestTokens(earlier, [{ pages: 3 }]), 3 * 258);
	});

	it("are not known while a picture's size is not, or the model is a stranger", () => {
		assert.equal(requestTokens(ask(), []), undefined);
		assert.equal(requestTokens(ask({ model: "gemma-3-27b-it" }), [size]), undefined);
	});

	it("of a detection are its picture's and about a hundred for its words", () => {
		const found = detectionTokens(size, { model: flash, maxObjects: 25 }) ?? Number.NaN;
		const request = ask({ task: "detect", prompt: undefined });
		assert.equal(found, requestTokens(request, [size]));
		assert(found > 1120 && found < 1120 + 400, `${found} tokens`);
	});
});
