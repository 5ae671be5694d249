import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Range, Selection, type Uri, window, workspace } from "vscode";
import { GeminiClient } from "../../src/gemini/client.ts";
import { contentHash, History } from "../../src/history/history.ts";
import type { RunEvent } from "../../src/host/inspect.ts";
import { PageDocument } from "../../src/host/pdf/pageDocument.ts";
import { type PdfParts, Transcript } from "../../src/host/pdf/transcript.ts";
import { explain } from "../../src/host/report.ts";
import { readRequestSettings } from "../../src/host/settings.ts";
import { Uploads } from "../../src/host/uploads.ts";
import { openPdf } from "../../src/pdf/openPdf.ts";
import type { RunChange } from "../../src/shared/protocol.ts";
import { event, eventStream } from "../faults/scripts.ts";
import { type DrawnPage, drawPdf, numberedPages, pageSize } from "../fixtures/pdf.ts";
import { ask, closeAll, Folder, set } from "./folder.ts";

const anchors = (text: string) =>
	[...text.matchAll(/^<!-- page (\d+) -->$/gm)].map(([, page]) => Number(page));
const wordsIn = (text: string) => text.match(/\bword\d+/g) ?? [];
const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("loupe.transcribe on PDFs, called with options", () => {
	const restores: Array<() => Promise<void>> = [];
	let folder: Folder;
	let twelve: Uri;

	before(async () => {
		folder = await Folder.make();
		twelve = await folder.write("twelve.pdf", drawPdf(numberedPages(12)));
	});
	after(() => folder.remove());
	afterEach(async () => {
		for (const restore of restores.splice(0)) await restore();
		await closeAll();
	});

	describe("with the demo engine", () => {
		beforeEach(async () => {
			restores.push(await set("engine", "demo"));
		});

		it("writes down every page under its number, and opens nothing", async () => {
			const result = await ask("loupe.transcribe", twelve);
			assert.deepEqual(anchors(result.text), range(1, 12));
			assert.deepEqual(
				wordsIn(result.text),
				range(1, 12).map((page) => `word${page}`),
			);
			assert.deepEqual(result.image, pageSize);
			assert.equal(result.complete, true);
			assert.deepEqual(result.warnings, []);
			assert.equal(window.activeTextEditor, undefined);
		});

		it("writes down the pages it is asked for", async () => {
			const { text } = await ask("loupe.transcribe", twelve, { pages: "11-, 2, 7" });
			assert.deepEqual(anchors(text), [2, 7, 11, 12]);
			assert.deepEqual(wordsIn(text), ["word2", "word7", "word11", "word12"]);
		});

		it("writes down a long document in several requests, nothing missing and nothing doubled", async () => {
			const long = await folder.write("long.PDF", drawPdf(numberedPages(45)));
			const { text, complete } = await ask("loupe.transcribe", long);
			assert.deepEqual(anchors(text), range(1, 45));
			assert.deepEqual(
				wordsIn(text),
				range(1, 45).map((page) => `word${page}`),
			);
			assert.equal(complete, true);
		});

		it("uploads large pages, and reads them from there", async () => {
			restores.push(await set("upload", "files"));
			const pages: DrawnPage[] = [{ lines: ["word1"], ballast: 2_000_000 }, { lines: ["word2"] }];
			const large = await folder.write("large.pdf", drawPdf(pages));
			const { text } = await ask("loupe.transcribe", large);
			assert.deepEqual(wordsIn(text), ["word1", "word2"]);
		});

		const failures: Array<[what: string, bytes: () => Uint8Array, pages: string, kind: string]> = [
			["pages that are not there", () => drawPdf(numberedPages(2)), "3", "Unsupported"],
			["pages that are none", () => drawPdf(numberedPages(2)), "two", "Unsupported"],
			["a password", () => drawPdf(numberedPages(2), { password: "x" }), "", "Unsupported"],
			["half a file", () => drawPdf(numberedPages(9)).subarray(0, 2000), "", "BadImage"],
			["another kind of file", () => Buffer.from("# Title\n"), "", "BadImage"],
			["1,001 pages at once", () => drawPdf(numberedPages(1001)), "", "TooLarge"],
		];
		for (const [index, [what, bytes, pages, kind]] of failures.entries()) {
			it(`${what}: ${kind}`, async () => {
				const uri = await folder.write(`bad${index}.pdf`, bytes());
				const asking = Promise.resolve(ask("loupe.transcribe", uri, { pages }));
				await assert.rejects(asking, { name: kind });
			});
		}

		it("a page of 1,001 is not too much", async () => {
			const uri = await folder.write("1001.pdf", drawPdf(numberedPages(1001)));
			const { text } = await ask("loupe.transcribe", uri, { pages: "1001" });
			assert.deepEqual(wordsIn(text), ["word1001"]);
		});

		it("an aborted signal: Cancelled", async () => {
			const signal = AbortSignal.abort();
			const asking = Promise.resolve(ask("loupe.transcribe", twelve, { signal }));
			await assert.rejects(asking, { name: "Cancelled" });
		});
	});

	describe("with a server that breaks off", () => {
		/** What the PDF of each request holds, by the words in it, and the pages its words name. */
		const asked: Array<{ words: string[]; prompt: string }> = [];
		type Play = (answer: string, response: ServerResponse) => void;
		let plays: Play[] = [];
		const server = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const body = JSON.parse(Buffer.concat(chunks).toString()) as {
				contents: [{ parts: [{ inlineData: { data: string } }, { text: string }] }];
			};
			const [{ inlineData }, { text: prompt }] = body.contents[0].parts;
			using pdf = await openPdf(Buffer.from(inlineData.data, "base64"));
			const texts = await pdf.texts(range(1, pdf.pages));
			const words = texts.flatMap(wordsIn);
			asked.push({ words, prompt });
			const answer = words.map((word) => `<!-- page ${word.slice(4)} -->\n\nText of ${word}.\n\n`);
			const play = plays.length > 1 ? plays.shift() : plays[0];
			play?.(answer.join(""), response);
		});

		before(async () => {
			server.listen(0, "127.0.0.1");
			await once(server, "listening");
		});
		beforeEach(async () => {
			asked.splice(0);
			process.env.GEMINI_API_KEY = "test-key";
			const { port } = server.address() as AddressInfo;
			restores.push(
				await set("engine", "gemini"),
				await set("baseUrl", `http://127.0.0.1:${port}`),
			);
		});
		after(() => {
			delete process.env.GEMINI_API_KEY;
			server.closeAllConnections();
			server.close();
		});

		const part = (text: string, finishReason?: string) =>
			event({
				candidates: [
					{
						content: { role: "model", parts: [{ text }] },
						...(finishReason && { finishReason }),
						index: 0,
					},
				],
				usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 10, totalTokenCount: 1010 },
				modelVersion: "gemini-3.8-flash",
			});
		const whole: Play = (answer, response) => {
			response.writeHead(200, eventStream).end(part(answer, "STOP"));
		};
		/** Ends in the middle of a page, in pieces that cut its anchor. */
		const cutIn =
			(word: string, finishReason?: string): Play =>
			(answer, response) => {
				const end = answer.indexOf(`Text of ${word}.`) + 6;
				const anchor = answer.lastIndexOf("<!--", end) + 7;
				response.writeHead(200, eventStream);
				response.write(part(answer.slice(0, anchor)));
				const last = part(answer.slice(anchor, end), finishReason);
				if (finishReason) response.end(last);
				else response.write(last, () => response.socket?.destroy());
			};
		const refused: Play = (_, response) => {
			const error = { code: 400, status: "INVALID_ARGUMENT", message: "API key not valid." };
			response.writeHead(400, { "content-type": "application/json" });
			response.end(JSON.stringify({ error }));
		};

		const all = range(1, 12).map((page) => `<!-- page ${page} -->\n\nText of word${page}.`);

		it("at the token limit, it goes on with the page that was cut: nothing lost, nothing doubled", async () => {
			plays = [cutIn("word5", "MAX_TOKENS"), cutIn("word9", "MAX_TOKENS"), whole];
			const result = await ask("loupe.transcribe", twelve);
			assert.equal(result.text, all.join("\n\n"));
			assert.equal(result.complete, true);
			assert.deepEqual(
				asked.map(({ words }) => words),
				[range(1, 12), range(5, 12), range(9, 12)].map((pages) => pages.map((p) => `word${p}`)),
			);
			assert.match(asked[1]?.prompt ?? "", /Its 8 pages are pages 5-12 of a document/);
			assert.equal(result.usage?.promptTokens, 3000);
		});

		it("when the connection breaks, it goes on with the page it broke in", async () => {
			plays = [cutIn("word3"), whole];
			const result = await ask("loupe.transcribe", twelve, { pages: "2-4" });
			assert.equal(result.text, all.slice(1, 4).join("\n\n"));
			assert.deepEqual(asked[1]?.words, ["word3", "word4"]);
		});

		it("a page that is cut even alone stays as it came, and is named", async () => {
			plays = [
				cutIn("word1", "MAX_TOKENS"),
				cutIn("word1", "MAX_TOKENS"),
				(answer, response) => whole(answer, response),
			];
			const result = await ask("loupe.transcribe", twelve, { pages: "1-3" });
			assert.equal(result.text, ["<!-- page 1 -->\n\nText o", ...all.slice(1, 3)].join("\n\n"));
			assert.equal(result.complete, false);
			assert.match(result.warnings.join(), /Page 1\b/);
			assert.deepEqual(asked[1]?.words, ["word1"]);
		});

		it("when it fails for good, what came is the result, with what is missing", async () => {
			plays = [cutIn("word4", "MAX_TOKENS"), refused];
			const result = await ask("loupe.transcribe", twelve);
			assert.equal(result.text, [...all.slice(0, 3), "<!-- page 4 -->\n\nText o"].join("\n\n"));
			assert.equal(result.complete, false);
			assert.match(result.warnings[0] ?? "", /Pages 1-3 are there, 3 of 12/);
		});

		it("a page that is refused is left out and named, the others are there", async () => {
			const unlessThird: Play = (answer, response) => {
				if (!answer.includes("word3")) return whole(answer, response);
				const blocked = event({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } });
				response.writeHead(200, eventStream).end(blocked);
			};
			plays = [unlessThird];
			const result = await ask("loupe.transcribe", twelve, { pages: "1-6" });
			assert.equal(result.text, all.slice(0, 6).with(2, "<!-- page 3 -->").join("\n\n"));
			assert.equal(result.complete, false);
			assert.match(result.warnings.join(), /Page 3\b/);
			const third = Promise.resolve(ask("loupe.transcribe", twelve, { pages: "3" }));
			await assert.rejects(third, { name: "Blocked" });
		});

		it("a document that is refused from its first page on is not tried to its end", async () => {
			plays = [
				(_, response) => {
					const blocked = event({ promptFeedback: { blockReason: "SAFETY" } });
					response.writeHead(200, eventStream).end(blocked);
				},
			];
			await assert.rejects(Promise.resolve(ask("loupe.transcribe", twelve)), { name: "Blocked" });
			assert.deepEqual(
				asked.map(({ words }) => words.length),
				[12, 1],
			);
		});

		it("stopped, it is kept with what came; gone on with, it is the same answer, whole", async () => {
			const { port } = server.address() as AddressInfo;
			const endpoint = async () => ({ key: "test-key", baseUrl: `http://127.0.0.1:${port}` });
			const history = new History(join(folder.path, "history"), (file) => assert.fail(file));
			const spent: number[] = [];
			const memory = { get: () => undefined, update: async () => {} };
			const parts = {
				client: new GeminiClient({ endpoint }),
				engine: { state: { kind: "gemini", model: "gemini-3.8-flash" } },
				history,
				report: {
					info: () => {},
					warn: assert.fail,
					failure: (_: string, e: unknown) => explain(e),
				},
				spending: {
					hear: async ({ change }: RunEvent & { change?: RunChange }) => {
						if (change?.cost) spent.push(change.cost);
					},
				},
				uploads: new Uploads({ endpoint, memory: memory, warn: assert.fail }),
			} as unknown as PdfParts;
			const hash = contentHash(await workspace.fs.readFile(twelve));
			const file = { uri: twelve, hash, size: pageSize };
			const settings = readRequestSettings(twelve);
			const transcript = new Transcript(file, { pages: range(1, 4) }, settings, parts);
			const stop = new AbortController();
			plays = [
				(answer, response) => {
					response.writeHead(200, eventStream);
					response.write(part(answer.slice(0, answer.indexOf("word3"))));
				},
			];
			const onText = (text: () => string) => {
				if (text().includes("page 3")) stop.abort();
			};
			await assert.rejects(transcript.write(stop.signal, { onText }), { name: "Cancelled" });
			const [stopped] = await history.list(hash);
			assert.equal(stopped?.status, "stopped");
			assert.equal(stopped?.complete, false);
			assert.equal(stopped?.text, [...all.slice(0, 2), "<!-- page 3 -->\n\nText of"].join("\n\n"));

			plays = [whole];
			await transcript.write(new AbortController().signal);
			const kept = await history.list(hash);
			assert.deepEqual(
				kept.map(({ id, status, text, pages }) => ({ id, status, text, pages })),
				[{ id: stopped?.id, status: "done", text: all.slice(0, 4).join("\n\n"), pages: "1-4" }],
			);
			// Each request once, the one that was stopped too.
			assert.equal(spent.length, 2);
			assert.equal(kept[0]?.cost, spent[0]! + spent[1]!);
			assert.deepEqual(
				asked.map(({ words }) => words.length),
				[4, 2],
			);
		});

		it("when it fails before a page is whole, it rejects with the reason", async () => {
			plays = [refused];
			await assert.rejects(Promise.resolve(ask("loupe.transcribe", twelve)), { name: "BadKey" });
			plays = [cutIn("word1")];
			await assert.rejects(Promise.resolve(ask("loupe.transcribe", twelve)), { name: "Offline" });
			assert.equal(asked.length, 3);
		});
	});
});

describe("the document that follows a transcript", () => {
	afterEach(closeAll);
	const shown = () => window.activeTextEditor?.document;

	it("grows with it, and has its end replaced", async () => {
		const document = new PageDocument(() => assert.fail("nobody closed it"));
		for (const text of ["A", "A\n\nB half", "A\n\nB", "A\n\nB\n\nC"]) document.show(() => text);
		await document.finish("A\n\nB\n\nC.");
		assert.equal(shown()?.getText(), "A\n\nB\n\nC.");
		assert.equal(shown()?.languageId, "markdown");
		assert.equal(shown()?.isUntitled, true);
	});

	it("leaves the cursor where it is", async () => {
		const document = new PageDocument(() => assert.fail("nobody closed it"));
		await document.finish("A");
		await document.finish("A\n\nB");
		assert.deepEqual(window.activeTextEditor?.selection, new Selection(0, 0, 0, 0));
	});

	it("keeps what a person writes further up meanwhile", async () => {
		const document = new PageDocument(() => assert.fail("nobody closed it"));
		await document.finish("A\n\nB half");
		await window.activeTextEditor?.edit((edit) =>
			edit.insert(window.activeTextEditor!.document.positionAt(0), "Mine\n"),
		);
		await document.finish("A\n\nB whole");
		assert.equal(shown()?.getText(), "Mine\nA\n\nB whole");
	});

	it("is left alone when what is to be replaced is theirs: the whole comes in another", async () => {
		const document = new PageDocument(() => assert.fail("nobody closed it"));
		await document.finish("A\n\nB half");
		const theirs = shown();
		await window.activeTextEditor?.edit((edit) =>
			edit.insert(theirs!.positionAt(theirs!.getText().length), " mine"),
		);
		await document.finish("A\n\nB whole");
		assert.equal(theirs?.getText(), "A\n\nB half mine");
		assert.equal(shown()?.getText(), "A\n\nB whole");
		assert.notEqual(shown(), theirs);
	});

	it("tells when it was closed, and comes back no more", async () => {
		let closed = 0;
		const document = new PageDocument(() => closed++);
		await document.finish("A");
		assert.equal(document.isGone, false);
		// Empty, it closes without a question.
		await window.activeTextEditor?.edit((edit) => edit.delete(new Range(0, 0, 1, 0)));
		await closeAll();
		assert.equal(document.isGone, true);
		await document.finish("A\n\nB");
		assert.equal(closed, 1);
		assert.equal(window.activeTextEditor, undefined);
	});
});
