import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HistoryChange } from "../../src/history/change.ts";
import { contentHash, History } from "../../src/history/history.ts";
import { exampleName, examplePicture, exampleRun } from "./historyExamples.ts";

describe("history", () => {
	let folder: string;
	let pictureFolder: string;
	let damaged: string[];
	let history: History;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-history-"));
		pictureFolder = join(folder, examplePicture);
		damaged = [];
		history = new History(folder, (file) => damaged.push(file));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it("gives back what was kept, masks included, oldest first", async () => {
		await history.add(examplePicture, exampleRun("b", 10));
		await history.add(examplePicture, exampleRun("a", 9));
		assert.deepEqual(await history.list(examplePicture), [exampleRun("a", 9), exampleRun("b", 10)]);
	});

	it("knows a picture by its content", async () => {
		await history.add(examplePicture, exampleRun("a", 1));
		assert.deepEqual(await history.list(contentHash(new Uint8Array([9]))), []);
	});

	it("leaves no temporary file behind", async () => {
		await history.add(examplePicture, exampleRun("a", 1), exampleName("cup.png"));
		assert.deepEqual((await readdir(pictureFolder)).sort(), ["1-a.json", "picture.json"]);
	});

	it("keeps a run as it was when asked to, and the last of several changes", async () => {
		const run = exampleRun("a", 1);
		const states = [[0], [0, 1], [1], []].map((removed) => {
			run.removed = removed;
			return history.add(examplePicture, run);
		});
		run.removed = [7];
		await Promise.all(states);
		assert.deepEqual(await history.list(examplePicture), [{ ...exampleRun("a", 1), removed: [] }]);
	});

	it("forgets what is removed right after it was asked to keep it", async () => {
		const run = exampleRun("a", 1);
		await Promise.all([history.add(examplePicture, run), history.remove(examplePicture, run)]);
		assert.deepEqual(await history.list(examplePicture), []);
	});

	it("goes on after a write that failed, and tells whoever asked for it", async () => {
		await mkdir(join(pictureFolder, "1-a.json"), { recursive: true });
		const failing = history.add(examplePicture, exampleRun("a", 1));
		const next = history.add(examplePicture, exampleRun("b", 2));
		await assert.rejects(failing, { code: "EISDIR" });
		await next;
		assert.deepEqual((await readdir(pictureFolder)).sort(), ["1-a.json", "2-b.json"]);
	});

	it("reads entries that have no summary", async () => {
		const { objects: _, ...run } = exampleRun("a", 1);
		await mkdir(pictureFolder);
		await writeFile(join(pictureFolder, "1-a.json"), JSON.stringify({ version: 1, run }));
		assert.deepEqual(await history.list(examplePicture), [run]);
		const [entry] = await history.recent(1);
		assert.equal(entry?.kind === "answer" && entry.summary.text, run.text);
	});

	const broken: Array<[what: string, text: string]> = [
		["cut", '{"version":1,"run":{"id":'],
		["cut after its first line", '{"version":1,"summary":{"id":"a"},\n'],
		["empty", ""],
		["zeros", "\0\0\0\0"],
		["without a version", '{"run":{"id":"a","task":"ask","text":""}}'],
		["without a run", '{"version":1}'],
		["no object", "null"],
	];
	for (const [what, text] of broken) {
		it(`sets an entry aside that is ${what}, tells of it once, and reads the others`, async () => {
			await history.add(examplePicture, exampleRun("a", 1));
			const file = join(pictureFolder, "0-broken.json");
			await writeFile(file, text);
			assert.deepEqual(await history.list(examplePicture), [exampleRun("a", 1)]);
			assert.deepEqual(await history.list(examplePicture), [exampleRun("a", 1)]);
			assert.deepEqual(damaged, [file]);
			const names = await readdir(pictureFolder);
			const aside = names.filter((name) => /^0-broken\.json\..+\.damaged$/.test(name));
			assert.equal(aside.length, 1);
			assert.equal(await readFile(join(pictureFolder, aside[0]!), "utf8"), text);
		});
	}

	it("sets a damaged entry aside beside an earlier one of the same name", async () => {
		const file = join(pictureFolder, "0-broken.json");
		await mkdir(pictureFolder);
		for (const text of ["first", "second"]) {
			await writeFile(file, text);
			await history.list(examplePicture);
		}
		assert.deepEqual(damaged, [file, file]);
		const kept = (await readdir(pictureFolder)).map((name) => join(pictureFolder, name));
		const texts = await Promise.all(kept.map((name) => readFile(name, "utf8")));
		assert.deepEqual(texts.sort(), ["first", "second"]);
	});

	it("tells of a damaged entry once when two windows meet it at once", async () => {
		await mkdir(pictureFolder);
		await writeFile(join(pictureFolder, "0-broken.json"), "{");
		const other = new History(folder, (file) => damaged.push(file));
		await Promise.all([history.list(examplePicture), other.list(examplePicture)]);
		assert.equal(damaged.length, 1);
	});

	it("reads the others when one cannot be read at all, and tells of it once", async () => {
		await history.add(examplePicture, exampleRun("a", 1));
		const file = join(pictureFolder, "0-folder.json");
		await mkdir(file);
		assert.deepEqual(await history.list(examplePicture), [exampleRun("a", 1)]);
		assert.equal((await history.recent(5)).length, 1);
		assert.deepEqual(damaged, [file]);
	});

	it("leaves entries of a newer version alone, and counts them", async () => {
		await history.add(examplePicture, exampleRun("a", 1));
		const file = join(pictureFolder, "2-later.json");
		const text = '{"version":2,"summary":{"id":"later"},\n"scene":{"id":"later"}}\n';
		await writeFile(file, text);
		const { runs, newer } = await history.read(examplePicture);
		assert.deepEqual(runs, [exampleRun("a", 1)]);
		assert.equal(newer, 1);
		assert.deepEqual(damaged, []);
		assert.equal(await readFile(file, "utf8"), text);
	});

	it("finds one answer, masks included, and none that is gone or newer", async () => {
		await history.add(examplePicture, exampleRun("a", 1));
		await writeFile(join(pictureFolder, "2-later.json"), '{"version":2,"scene":{}}');
		const find = (id: string, startedAt: number) => history.find(examplePicture, { id, startedAt });
		assert.deepEqual(await find("a", 1), exampleRun("a", 1));
		assert.equal(await find("a", 2), undefined);
		assert.equal(await find("later", 2), undefined);
		assert.deepEqual(damaged, []);
	});

	describe("tells those who listen", () => {
		let heard: HistoryChange[];
		beforeEach(() => {
			heard = [];
			history.onDidChange((change) => heard.push(change));
		});

		it("what is kept and forgotten, when it is", async () => {
			const adding = history.add(examplePicture, exampleRun("a", 1));
			assert.deepEqual(heard, []);
			await adding;
			await history.remove(examplePicture, exampleRun("a", 1));
			assert.deepEqual(heard, [
				{ kind: "kept", hash: examplePicture, id: "a" },
				{ kind: "removed", hash: examplePicture, ids: ["a"] },
			]);
		});

		it("that a picture is called otherwise now, once", async () => {
			await history.remember(examplePicture, exampleName("none.png"));
			await history.add(examplePicture, exampleRun("a", 1), exampleName("cup.png"));
			heard.length = 0;
			await history.remember(examplePicture, exampleName("cup.png"));
			assert.deepEqual(heard, []);
			await history.remember(examplePicture, exampleName("mug.png"));
			await history.remember(examplePicture, exampleName("mug.png"));
			assert.deepEqual(heard, [{ kind: "moved", hash: examplePicture }]);
		});

		it("what was pruned, per picture, and nothing of pictures that keep all", async () => {
			const other = contentHash(new Uint8Array([4]));
			await history.add(examplePicture, exampleRun("a", 1));
			await history.add(examplePicture, exampleRun("b", 2));
			await history.add(other, exampleRun("c", 9));
			heard.length = 0;
			await history.prune({ kind: "olderThan", time: 5 });
			assert.deepEqual(heard, [{ kind: "removed", hash: examplePicture, ids: ["a", "b"] }]);
		});

		it("nothing of a write that failed, and nothing any more once they stopped", async () => {
			await mkdir(join(pictureFolder, "1-a.json"), { recursive: true });
			await assert.rejects(history.add(examplePicture, exampleRun("a", 1)));
			const also: HistoryChange[] = [];
			const listening = history.onDidChange((change) => also.push(change));
			listening.dispose();
			await history.add(examplePicture, exampleRun("b", 2));
			assert.equal(heard.length, 1);
			assert.deepEqual(also, []);
		});
	});

	describe("of a picture's name", () => {
		it("knows all pictures that somebody told of", async () => {
			const other = contentHash(new Uint8Array([4]));
			await history.add(examplePicture, exampleRun("a", 1), exampleName("cup.png"));
			await history.add(other, exampleRun("b", 1));
			const known = await history.pictures();
			assert.deepEqual([...known], [[examplePicture, exampleName("cup.png")]]);
		});

		it("knows the last one, and where it was", async () => {
			await history.add(examplePicture, exampleRun("a", 1), exampleName("old.png"));
			await history.remember(examplePicture, exampleName("new.png"));
			const { picture } = await history.read(examplePicture);
			assert.deepEqual(picture, exampleName("new.png"));
		});

		it("keeps nothing when the picture has no answers", async () => {
			await history.remember(examplePicture, exampleName("cup.png"));
			assert.deepEqual(await readdir(folder), []);
		});

		it("keeps the name when an answer comes without", async () => {
			await history.add(examplePicture, exampleRun("a", 1), exampleName("cup.png"));
			await history.add(examplePicture, exampleRun("b", 2));
			assert.deepEqual((await history.read(examplePicture)).picture, exampleName("cup.png"));
		});

		it("is whole when two windows write it at once", async () => {
			const other = new History(folder, (file) => damaged.push(file));
			await history.add(examplePicture, exampleRun("a", 1));
			const names = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(1 + index * 40));
			await Promise.all(
				names.map((name, index) =>
					[history, other][index % 2]!.remember(examplePicture, exampleName(name)),
				),
			);
			const { picture } = await history.read(examplePicture);
			assert(names.slice(-2).includes(picture!.name));
			assert.deepEqual(picture, exampleName(picture!.name));
			assert.deepEqual(damaged, []);
		});

		it("is set aside when damaged, told once, and written anew", async () => {
			await history.add(examplePicture, exampleRun("a", 1));
			const file = join(pictureFolder, "picture.json");
			await writeFile(file, '{"version":1,"picture":{"uri":7}}');
			const { runs, picture } = await history.read(examplePicture);
			assert.deepEqual(runs, [exampleRun("a", 1)]);
			assert.equal(picture, undefined);
			assert.deepEqual(damaged, [file]);
			await history.remember(examplePicture, exampleName("cup.png"));
			assert.deepEqual((await history.read(examplePicture)).picture, exampleName("cup.png"));
		});

		it("is left alone when a newer Loupe wrote it", async () => {
			const file = join(pictureFolder, "picture.json");
			await mkdir(pictureFolder);
			await writeFile(file, '{"version":2,"places":[]}');
			await history.add(examplePicture, exampleRun("a", 1), exampleName("cup.png"));
			assert.equal((await history.read(examplePicture)).picture, undefined);
			assert.equal(await readFile(file, "utf8"), '{"version":2,"places":[]}');
			assert.deepEqual(damaged, []);
		});
	});
});
