import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentHash, History } from "../../src/history/history.ts";
import type { RecentEntry } from "../../src/history/recent.ts";
import { exampleAnswer, exampleName, examplePicture, exampleRun } from "./historyExamples.ts";

const otherPicture = contentHash(new Uint8Array([4]));

function ids(entries: RecentEntry[]): string[] {
	return entries.map(({ id }) => id);
}

describe("the list of recent answers", () => {
	let folder: string;
	let damaged: string[];
	let history: History;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-recent-"));
		damaged = [];
		history = new History(folder, (file) => damaged.push(file));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it("is empty when nothing was ever kept", async () => {
		const never = new History(join(folder, "never"), () => assert.fail());
		assert.deepEqual(await never.recent(5), []);
		assert.deepEqual(await never.size(), { bytes: 0, entries: 0, pictures: 0 });
	});

	it("goes over all pictures, newest first, as far as asked", async () => {
		await history.add(examplePicture, exampleRun("a", 9));
		await history.add(otherPicture, exampleRun("b", 10));
		await history.add(examplePicture, exampleRun("c", 100));
		assert.deepEqual(ids(await history.recent(2)), ["c", "b"]);
		assert.deepEqual(ids(await history.recent(9)), ["c", "b", "a"]);
		assert.deepEqual(await history.recent(0), []);
	});

	it("tells what was asked, what was answered, and of which picture", async () => {
		await history.add(examplePicture, exampleAnswer("a", 1, "A cup."), exampleName("cup.png"));
		assert.deepEqual(await history.recent(1), [
			{
				kind: "answer",
				hash: examplePicture,
				id: "a",
				startedAt: 1,
				picture: exampleName("cup.png"),
				summary: {
					id: "a",
					task: "ask",
					startedAt: 1,
					status: "done",
					engine: "gemini",
					complete: true,
					model: "gemini-3.8-flash-001",
					prompt: "What is on the table?",
					text: "A cup.",
				},
			},
		]);
	});

	it("counts the objects that were not left out", async () => {
		await history.add(examplePicture, { ...exampleRun("a", 1), removed: [1] });
		const [entry] = await history.recent(1);
		assert(entry?.kind === "answer");
		assert.equal(entry.summary.objects, 1);
		assert.equal(entry.summary.text, "");
	});

	it("names all pictures of an answer about several, however many there are", async () => {
		for (const [id, count] of [
			["few", 2],
			["many", 3600],
		] as const) {
			const pictures = Array.from({ length: count }, (_, index) => exampleName(`${index}.png`));
			const run = exampleAnswer(id, count, "The second is larger.");
			await history.add(examplePicture, { ...run, pictures }, exampleName("0.png"));
		}
		for (const entry of await history.recent(2)) {
			assert(entry.kind === "answer");
			const names = entry.summary.pictures?.map(({ uri, name }) => [uri, name]);
			const wanted = Array.from({ length: entry.startedAt }, (_, index) => `${index}.png`);
			assert.deepEqual(
				names,
				wanted.map((name) => [`file:///pictures/${name}`, name]),
			);
		}
	});

	it("reads no further than the first line", async () => {
		await history.add(examplePicture, exampleRun("a", 1, 300));
		const file = join(folder, examplePicture, "1-a.json");
		const text = await readFile(file, "utf8");
		assert(text.length > 100_000);
		await writeFile(file, text.slice(0, text.indexOf("\n") + 1));
		assert.deepEqual(ids(await history.recent(1)), ["a"]);
		assert.deepEqual(damaged, []);
	});

	it("shows the beginning of long words, no character halved, and still knows them all", async () => {
		const long = `${"x".repeat(199)}😀${"\u0001".repeat(1_000_000)}\n"}`;
		const run = { ...exampleAnswer("a", 1, long), prompt: long };
		await history.add(examplePicture, run);
		const [entry] = await history.recent(1);
		assert(entry?.kind === "answer");
		assert.equal(entry.summary.text, "x".repeat(199));
		assert.equal(entry.summary.prompt, "x".repeat(199));
		assert.deepEqual(await history.list(examplePicture), [run]);
	});

	it("reads the whole of an entry whose first line is long", async () => {
		const run = exampleAnswer("a", 1, "A cup.");
		run.model = { asked: "m".repeat(20_000) };
		await history.add(examplePicture, run);
		const [entry] = await history.recent(1);
		assert.equal(entry?.kind === "answer" && entry.summary.model, run.model.asked);
	});

	it("passes over damaged entries to older ones, and says which a newer Loupe wrote", async () => {
		await history.add(examplePicture, exampleRun("a", 1));
		await writeFile(join(folder, examplePicture, "3-cut.json"), '{"version":1,"run":{');
		await writeFile(join(folder, examplePicture, "2-later.json"), '{"version":2,"scene":{}}');
		const entries = await history.recent(2);
		assert.deepEqual(
			entries.map(({ kind, id }) => [kind, id]),
			[
				["newer", "later"],
				["answer", "a"],
			],
		);
		assert.equal(damaged.length, 1);
	});
});
