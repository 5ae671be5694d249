import assert from "node:assert/strict";
import { type Uri, window } from "vscode";
import { type DemoEngine, type DemoRequest, startDemoEngine } from "../../src/demo/server.ts";
import { contentHash } from "../../src/history/history.ts";
import { SubjectRuns } from "../../src/host/runs.ts";
import { type TalkParts, talkApi } from "../../src/host/talkApi.ts";
import type { Ask, Run } from "../../src/shared/protocol.ts";
import { type DrawnPage, drawPdf, numberedPages, pageSize } from "../fixtures/pdf.ts";
import { type AskedParts, joinParts } from "./askedParts.ts";
import { ask, closeAll, Folder, set } from "./folder.ts";

const wordsIn = (text: string) => text.match(/\bword\d+/g) ?? [];

describe("loupe.ask on a PDF", () => {
	let folder: Folder;
	let twelve: Uri;
	const bytes = drawPdf(numberedPages(12));

	before(async () => {
		folder = await Folder.make();
		twelve = await folder.write("twelve.pdf", bytes);
	});
	after(() => folder.remove());

	describe("called with options, with the demo engine", () => {
		const restores: Array<() => Promise<void>> = [];
		before(async () => {
			restores.push(await set("engine", "demo"));
		});
		after(async () => {
			for (const restore of restores) await restore();
			await closeAll();
		});

		it("answers from the whole of it, names the page, and opens nothing", async () => {
			const result = await ask("loupe.ask", twelve, { question: "Which page has word7?" });
			assert.deepEqual(wordsIn(result.text), ["word7"]);
			assert.match(result.text, /\(page 7\)/);
			assert.deepEqual(result.image, pageSize);
			assert.deepEqual([result.task, result.complete, result.warnings], ["ask", true, []]);
			assert.equal(window.activeTextEditor, undefined);
			assert.deepEqual(
				window.tabGroups.all.flatMap(({ tabs }) => tabs),
				[],
			);
		});

		it("sends the pages it is asked about alone, under the document's own numbers", async () => {
			const question = "Which pages have a number?";
			const { text } = await ask("loupe.ask", twelve, { question, pages: "9-10, 3" });
			assert.deepEqual(
				[...text.matchAll(/page number (\d+)” \(page (\d+)\)/g)].map(([, own, said]) => [
					own,
					said,
				]),
				[
					["3", "3"],
					["9", "9"],
					["10", "10"],
				],
			);
			const other = await ask("loupe.ask", twelve, { question: "word7?", pages: "9-10, 3" });
			assert.match(other.text, /none of them is in these 3 pages/);
		});

		const failures: Array<[what: string, bytes: () => Uint8Array, pages: string, kind: string]> = [
			["pages that are not there", () => bytes, "13", "Unsupported"],
			["a password", () => drawPdf(numberedPages(2), { password: "x" }), "", "Unsupported"],
			["half a file", () => bytes.subarray(0, 2000), "", "BadImage"],
			["more than 1,000 pages", () => drawPdf(numberedPages(1001)), "", "TooLarge"],
		];
		for (const [what, content, pages, kind] of failures) {
			it(`rejects with ${kind} for ${what}`, async () => {
				const file = await folder.write("bad.pdf", content());
				const asking = Promise.resolve(ask("loupe.ask", file, { question: "What?", pages }));
				await assert.rejects(asking, { name: kind });
			}).timeout(20_000);
		}

		it("takes one PDF alone, and no other task than asking and transcribing", async () => {
			const picture = await folder.write("a.png", new Uint8Array());
			const refused: Array<[string, unknown]> = [
				["loupe.ask", [twelve, picture]],
				["loupe.ask", [twelve, twelve]],
				["loupe.detect", twelve],
				["loupe.caption", twelve],
			];
			for (const [id, target] of refused) {
				await assert.rejects(Promise.resolve(ask(id, target, {})), { name: "Unsupported" }, id);
			}
		});
	});

	describe("through drafts", () => {
		const requests: DemoRequest[] = [];
		let demo: DemoEngine;
		let parts: AskedParts;

		before(async () => {
			demo = await startDemoEngine({ onRequest: (request) => requests.push(request), pause: 0 });
		});
		after(() => demo.close());
		beforeEach(() => {
			requests.length = 0;
			const kept = new Map<string, unknown>();
			const memory = {
				get: <Value>(key: string) => kept.get(key) as Value | undefined,
				update: async (key: string, value: unknown) => void kept.set(key, value),
			};
			parts = joinParts(async () => ({ key: "demo", baseUrl: demo.url }), folder.path, { memory });
		});
		afterEach(() => parts.inspector.dispose());

		const uploadsStarted = () =>
			requests.filter(({ path }) => path === "/upload/v1beta/files").length;
		const kept = (content: Uint8Array) => parts.history.list(contentHash(content));

		it("is kept under the file's content with the pages, the request and what it cost", async () => {
			const asked: Ask = { task: "ask", prompt: "What is word3?", pages: "2 - 3" };
			await parts.inspector.inspect([twelve], asked);
			const [run] = await kept(bytes);
			assert(run);
			assert.deepEqual([run.pages, run.image, run.status], ["2-3", pageSize, "done"]);
			const [sent] = run.request?.pictures ?? [];
			assert(sent);
			assert.deepEqual(
				[sent.name, sent.mimeType, sent.size, sent.way, sent.asItWas],
				["twelve.pdf", "application/pdf", pageSize, "inline", false],
			);
			assert.match(run.request?.text ?? "", /its 2 pages are pages 2-3 of a document/);
			assert((run.usage?.promptTokens ?? 0) > 2 * 560);
			assert(parts.log.some((line) => /application\/pdf/.test(line)));
		});

		it("says before what it will take: the pages, and the text that they hold", async () => {
			const runs = new SubjectRuns([twelve], parts);
			const rest = {
				prompts: { add: async () => undefined },
				editors: {},
				act: () => assert.fail(),
			};
			const api = talkApi({ ...parts, ...rest } as unknown as TalkParts, {
				uris: () => [twelve],
				runs: async () => runs,
				signal: new AbortController().signal,
			});
			try {
				const one = await api.previewRequest({ task: "ask", prompt: "What?", pages: "4" });
				const all = await api.previewRequest({ task: "ask", prompt: "What?" });
				assert.deepEqual(requests, [], "nothing goes out for that");
				assert.deepEqual(one.thumbnails, []);
				const [few, many] = [one.estimate?.tokens ?? 0, all.estimate?.tokens ?? 0];
				// 560 tokens a page as Gemini 3 looks at it, and about ten of text.
				assert(few > 560 && few < 800, `${few}`);
				assert(many - few > 11 * 560 && many - few < 11 * 620, `${many} - ${few}`);
				assert.equal(all.record.pictures[0]?.asItWas, true);
				assert.equal(all.record.pictures[0]?.bytes, bytes.length);
			} finally {
				runs.dispose();
			}
		});

		it("sends the conversation along while it is about the same pages", async () => {
			const first = await run({ task: "ask", prompt: "What is word3?", pages: "2-3" });
			const second = await run({ task: "ask", prompt: "And?", pages: "2-3", after: first.id }, [
				first,
			]);
			assert.equal(second.request?.earlierTurns, 1);
			// "And?" has no words of its own: the demo engine takes those of the question before.
			assert.deepEqual(wordsIn(second.text), ["word3"]);
			const other = await run({ task: "ask", prompt: "word7?", pages: "7", after: first.id }, [
				first,
			]);
			assert.equal(other.request?.earlierTurns, 0);
			assert.deepEqual(wordsIn(other.text), ["word7"]);
		});

		it("uploads large pages once, for one question after another", async () => {
			const restore = await set("upload", "files");
			try {
				const pages: DrawnPage[] = [{ lines: ["word1"], ballast: 2_000_000 }, { lines: ["word2"] }];
				const large = await folder.write("large.pdf", drawPdf(pages));
				for (const prompt of ["word1?", "word2?"]) {
					const { text } = await parts.inspector.inspect([large], { task: "ask", prompt });
					assert.deepEqual(wordsIn(text), [prompt.slice(0, -1)]);
				}
				assert.equal(uploadsStarted(), 1);
			} finally {
				await restore();
			}
		});

		const failures: Array<[content: () => Uint8Array, pages: string, message: RegExp]> = [
			[
				() => bytes.subarray(0, 2000),
				"",
				/^This PDF cannot be read: it is no PDF, or it is damaged$/,
			],
			[() => drawPdf(numberedPages(1001)), "", /^This PDF is too large \(At most 1,000 pages/],
			[
				() => drawPdf(numberedPages(2), { password: "x" }),
				"",
				/this PDF is protected by a password/,
			],
			[() => bytes, "13", /There is no page 13: this document has 12 pages/],
		];
		for (const [content, pages, message] of failures) {
			it(`says about a PDF: ${message.source}`, async () => {
				const file = await folder.write("bad.pdf", content());
				const messages: string[] = [];
				const listening = parts.inspector.onDidChangeRun(({ run: { error } }) => {
					if (error) messages.push(error.message);
				});
				const asking = parts.inspector.inspect([file], { task: "ask", prompt: "What?", pages });
				await assert.rejects(asking).finally(() => listening.dispose());
				assert.match(messages[0] ?? "", message);
				assert.deepEqual(requests, []);
			}).timeout(20_000);
		}

		it("counts what is sent for the 50 MB, not the file", async () => {
			const pages: DrawnPage[] = [
				...Array.from({ length: 3 }, () => ({ ballast: 20_000_000 })),
				{ lines: ["word4"] },
			];
			const heavy = await folder.write("heavy.pdf", drawPdf(pages));
			await assert.rejects(parts.inspector.inspect([heavy], { task: "ask", prompt: "word4?" }), {
				name: "TooLarge",
			});
			const { text } = await parts.inspector.inspect([heavy], {
				...{ task: "ask", prompt: "word4?", pages: "4" },
			});
			assert.deepEqual(wordsIn(text), ["word4"]);
		}).timeout(60_000);

		/** Asks, and resolves with what was kept of it. */
		async function run(asked: Ask, earlier: readonly Run[] = []): Promise<Run> {
			await parts.inspector.inspect([twelve], asked, { earlier });
			const all = await kept(bytes);
			return all.at(-1) ?? assert.fail("nothing was kept");
		}
	});
});
