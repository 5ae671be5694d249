import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env, TreeItemCollapsibleState, Uri } from "vscode";
import { writeEntry } from "../../src/history/entry.ts";
import { contentHash, History, subjectHash } from "../../src/history/history.ts";
import type { RecentEntry } from "../../src/history/recent.ts";
import { answerText } from "../../src/host/history/answerText.ts";
import {
	arePicturesSame,
	checkPicture,
	isPictureGone,
} from "../../src/host/history/checkPicture.ts";
import { entryItem } from "../../src/host/history/entryItem.ts";
import { type HistoryNode, HistoryTree } from "../../src/host/history/historyTree.ts";
import { explain } from "../../src/host/report.ts";
import type { Run } from "../../src/shared/protocol.ts";
import { exampleAnswer, exampleName, examplePicture, exampleRun } from "../unit/historyExamples.ts";
import { Folder } from "./folder.ts";

describe("the history's view", () => {
	let folder: Folder;
	let history: History;
	/** Without the log, which is the extension's own. */
	const report = { failure: (_what: string, error: unknown) => explain(error) };
	beforeEach(async () => {
		folder = await Folder.make();
		history = new History(join(folder.path, "history"), () => assert.fail("damaged"));
	});
	afterEach(() => folder.remove());

	async function onlyEntry(run: Run, name?: string): Promise<RecentEntry> {
		await history.add(examplePicture, run, name === undefined ? undefined : exampleName(name));
		const [entry] = await history.recent(1);
		assert(entry);
		return entry;
	}

	function kinds(nodes: HistoryNode[]): string[] {
		return nodes.map(({ kind }) => kind);
	}

	describe("as a tree", () => {
		it("has a day for each, open, the newest first, named as a person does", async () => {
			const now = Date.now();
			await history.add(examplePicture, exampleRun("a", now));
			await history.add(examplePicture, exampleRun("b", now - 1));
			await history.add(examplePicture, exampleRun("c", new Date(2026, 0, 2, 12).getTime()));
			const tree = new HistoryTree({ history, report });
			const days = await tree.getChildren();
			const items = days.map((day) => tree.getTreeItem(day));
			assert.deepEqual(
				[items[0]?.label, items.at(-1)?.label],
				["Today", "Friday, January 2, 2026"],
			);
			assert.equal(items[0]?.collapsibleState, TreeItemCollapsibleState.Expanded);
			const entries = await tree.getChildren(days[0]);
			assert.equal(entries[0]?.kind === "answer" && entries[0].id, "a");
			assert.deepEqual(await tree.getChildren(entries[0]), []);
		});

		it("lists 200 answers, and more when asked", async () => {
			const place = join(folder.path, "history", examplePicture);
			await mkdir(place, { recursive: true });
			for (let number = 1; number <= 201; number++) {
				const run = exampleRun("a", number);
				await writeFile(join(place, `${number}-a.json`), writeEntry(run));
			}
			const tree = new HistoryTree({ history, report });
			const [day, more] = await tree.getChildren();
			assert.equal((await tree.getChildren(day)).length, 200);
			assert.equal(more?.kind, "more");
			assert.equal(tree.getTreeItem(more).command?.command, "loupe.showMoreHistory");
			let changes = 0;
			tree.onDidChangeTreeData(() => changes++);
			tree.showMore();
			assert.equal(changes, 1);
			const [all, ...rest] = await tree.getChildren();
			assert.equal((await tree.getChildren(all)).length, 201);
			assert.deepEqual(rest, []);
		});

		it("says in its place why there is no list", async () => {
			const file = await folder.write("file", "");
			const tree = new HistoryTree({ history: new History(file.fsPath, assert.fail), report });
			const nodes = await tree.getChildren();
			assert.deepEqual(kinds(nodes), ["failed"]);
			assert.match(String(tree.getTreeItem(nodes[0]!).label), /ENOTDIR|ENOENT/);
		});
	});

	describe("as words", () => {
		it("names the picture, the task, what was asked and what was answered", async () => {
			const entry = await onlyEntry(exampleAnswer("a", 1, "A *cup*\nand a plate."), "cup.png");
			const item = entryItem(entry);
			assert.equal(item.label, "cup.png");
			assert.equal(item.description, "Ask · What is on the table? · A *cup* and a plate.");
			assert.equal(item.accessibilityInformation?.label, `cup.png, ${item.description}`);
			const lines = String(item.tooltip).split("\n");
			assert.equal(lines[0], Uri.parse(exampleName("cup.png").uri).fsPath);
			assert.deepEqual(lines.slice(1, 3), ["What is on the table?", "gemini-3.8-flash-001"]);
		});

		it("counts objects, and says that the demo engine found them", async () => {
			const entry = await onlyEntry({ ...exampleRun("a", 1), engine: "demo" }, "cup.png");
			const { description, tooltip } = entryItem(entry);
			assert.equal(description, "Segment · 2 objects found · demo engine");
			assert.match(String(tooltip), /^Demo engine: colours and shapes only, not Gemini$/m);
		});

		it("names several pictures by the first, and lists ten of them", async () => {
			const pictures = Array.from({ length: 12 }, (_, index) => exampleName(`${index}.png`));
			const run = { ...exampleAnswer("a", 1, "Both."), pictures };
			const item = entryItem(await onlyEntry(run, "0.png"));
			assert.equal(item.label, "0.png and 11 more");
			const lines = String(item.tooltip).split("\n");
			assert.equal(lines.filter((line) => line.endsWith(".png")).length, 10);
			assert(lines.includes("and 2 more"));
		});

		it("shows hostile names and prompts as plain text on one line", async () => {
			const evil = "\u202e<img src=x>\n[go](command:workbench.action.quit) $(zap)\u0000";
			const run = { ...exampleAnswer("a", 1, evil), prompt: evil, model: { asked: evil } };
			const item = entryItem(await onlyEntry(run, evil));
			assert.equal(typeof item.label, "string");
			assert.equal(typeof item.tooltip, "string");
			for (const words of [item.label, item.description, item.accessibilityInformation?.label]) {
				assert.match(String(words), /<img src=x> \[go\]/);
				assert.doesNotMatch(String(words), /[\p{Cc}\u202e]/u);
			}
			// Path, prompt, model, time.
			assert.equal(String(item.tooltip).split("\n").length, 4);
		});

		it("knows an answer of a newer Loupe, and one whose picture nobody named", async () => {
			const newer = { kind: "newer", hash: examplePicture, id: "a", startedAt: 1 } as const;
			const { label, description } = entryItem(newer);
			assert.deepEqual([label, description], ["Unknown picture", "kept by a newer Loupe"]);
		});
	});

	describe("finds the picture", () => {
		const bytes = new Uint8Array([1, 2, 3]);

		it("the same, changed, gone, and at an address that only the person's click fetches", async () => {
			const uri = await folder.write("a.png", bytes);
			assert.deepEqual(await checkPicture(uri, contentHash(bytes)), { kind: "same" });
			const other = contentHash(new Uint8Array([4]));
			assert.deepEqual(await checkPicture(uri, other), { kind: "changed" });
			const none = Uri.joinPath(uri, "..", "none.png");
			assert.deepEqual(await checkPicture(none, other), { kind: "gone" });
			const address = Uri.parse("https://127.0.0.1:1/a.png");
			assert.deepEqual(await checkPicture(address, other), { kind: "remote" });
			assert.deepEqual(await Promise.all([uri, none, address].map(isPictureGone)), [
				false,
				true,
				false,
			]);
		});

		it("knows several by all of them in their order", async () => {
			const one = await folder.write("1.png", bytes);
			const two = await folder.write("2.png", new Uint8Array([4]));
			const hash = subjectHash([contentHash(bytes), contentHash(new Uint8Array([4]))]);
			assert.equal(await arePicturesSame([one, two], hash), true);
			assert.equal(await arePicturesSame([two, one], hash), false);
			assert.equal(await arePicturesSame([one, Uri.parse("https://127.0.0.1:1/")], hash), true);
			const none = Uri.joinPath(one, "..", "none.png");
			await assert.rejects(arePicturesSame([one, none], hash), { name: "BadImage" });
		});

		it("takes none for gone that is merely out of reach", async () => {
			const far = Uri.parse("nobodys-file-system://far/a.png");
			assert.equal(await isPictureGone(far), false);
			assert.equal((await checkPicture(far, examplePicture)).kind, "unreadable");
		});
	});

	describe("shows an answer as Markdown", () => {
		it("words as they came, after what was asked", () => {
			const run = exampleAnswer("a", 1, "A **cup**.\n\nAnd a plate.");
			const text = answerText({ ...run, prompt: "What\nis it?" }, "cup <1>.png");
			const [title, facts, ...rest] = text.split("\n\n");
			assert.equal(title, "# cup \\<1\\>.png");
			assert(facts?.startsWith("Ask · gemini-3.8-flash-001 · "));
			assert.equal(rest.join("\n\n"), "> What\n> is it?\n\nA **cup**.\n\nAnd a plate.\n");
		});

		it("objects as a table, without those left out, and says what is missing", () => {
			const run = { ...exampleRun("a", 1), removed: [1], complete: false, warnings: ["Cut."] };
			run.objects![0]!.label = "a|b\nc";
			const lines = answerText(run, "cup.png").split("\n");
			assert(lines.includes("1 object found"));
			assert(lines.includes("| 1 | a\\|b c | 2 | 2 | 3 | 4 |"));
			assert(!lines.some((line) => line.includes("plate")));
			assert(lines.includes("- This answer is not whole."));
			assert(lines.includes("- Cut."));
		});

		it("data as JSON that no backtick in it ends", () => {
			const run = exampleAnswer("a", 1, "raw");
			const text = answerText({ ...run, task: "extract", data: { total: "```\n1" } }, "cup.png");
			const [, json] = /\n````json\n([\s\S]*)\n````\n$/.exec(text) ?? [];
			assert.deepEqual(JSON.parse(json ?? ""), { total: "```\n1" });
		});
	});

	it("speaks the language these tests expect", () => assert.equal(env.language, "en"));
});
