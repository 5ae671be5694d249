import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentHash, History } from "../../src/history/history.ts";
import type { PruneWish } from "../../src/history/prune.ts";
import { exampleName, examplePicture, exampleRun } from "./historyExamples.ts";

const otherPicture = contentHash(new Uint8Array([4]));

describe("the history's size", () => {
	let folder: string;
	let history: History;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-prune-"));
		history = new History(folder, () => undefined);
		await history.add(examplePicture, exampleRun("a", 1), exampleName("cup.png"));
		await history.add(examplePicture, exampleRun("b", 20));
		await history.add(otherPicture, exampleRun("c", 3), exampleName("plate.png"));
	});
	afterEach(() => rm(folder, { recursive: true }));

	async function bytesOf(...files: string[]): Promise<number> {
		const stats = await Promise.all(files.map((file) => stat(join(folder, file))));
		return stats.reduce((sum, { size }) => sum + size, 0);
	}

	it("counts bytes, entries and pictures", async () => {
		assert.deepEqual(await history.size(), {
			bytes: await bytesOf(
				`${examplePicture}/1-a.json`,
				`${examplePicture}/20-b.json`,
				`${examplePicture}/picture.json`,
				`${otherPicture}/3-c.json`,
				`${otherPicture}/picture.json`,
			),
			entries: 3,
			pictures: 2,
		});
	});

	it("counts nothing that is not the history's", async () => {
		const before = await history.size();
		await writeFile(join(folder, "notes.txt"), "mine");
		assert.deepEqual(await history.size(), before);
	});

	it("shrinks by the answers older than a time, and tells what went", async () => {
		const bytes = await bytesOf(`${examplePicture}/1-a.json`, `${otherPicture}/3-c.json`);
		assert.deepEqual(await history.prune({ kind: "olderThan", time: 20 }), {
			bytes,
			entries: 2,
			pictures: 1,
		});
		assert.deepEqual(await readdir(folder), [examplePicture]);
		const { runs, picture } = await history.read(examplePicture);
		assert.deepEqual(runs, [exampleRun("b", 20)]);
		assert.deepEqual(picture, exampleName("cup.png"));
	});

	const wishes: Array<[what: string, wish: PruneWish]> = [
		["everything", { kind: "all" }],
		[
			"one picture and one that has nothing",
			{ kind: "pictures", hashes: [otherPicture, contentHash(new Uint8Array([9]))] },
		],
		["what is older than all", { kind: "olderThan", time: 0 }],
		["some answers of two pictures", { kind: "olderThan", time: 4 }],
		["what is older than tomorrow", { kind: "olderThan", time: 21 }],
	];
	for (const [what, wish] of wishes) {
		it(`is told before it shrinks by ${what}, and nothing goes by that`, async () => {
			await writeFile(join(folder, otherPicture, "2-cut.json.0.damaged"), "{");
			const before = await history.size();
			const told = await history.size(wish);
			assert.deepEqual(await history.size(), before);
			assert.deepEqual(await history.prune(wish), told);
		});
	}

	it("shrinks by one picture", async () => {
		const wish: PruneWish = { kind: "pictures", hashes: [examplePicture] };
		const { entries, pictures } = await history.prune(wish);
		assert.deepEqual({ entries, pictures }, { entries: 2, pictures: 1 });
		assert.deepEqual(await readdir(folder), [otherPicture]);
		assert.deepEqual(await history.list(otherPicture), [exampleRun("c", 3)]);
	});

	it("shrinks to nothing, also of what was set aside or a newer Loupe wrote", async () => {
		const place = join(folder, examplePicture);
		await writeFile(join(place, "4-cut.json"), "{");
		await writeFile(join(place, "5-later.json"), '{"version":2}');
		await history.list(examplePicture);
		const { entries, pictures } = await history.prune({ kind: "all" });
		assert.deepEqual({ entries, pictures }, { entries: 4, pictures: 2 });
		assert.deepEqual(await readdir(folder), []);
	});

	it("leaves files alone that are not the history's", async () => {
		await writeFile(join(folder, "notes.txt"), "mine");
		await writeFile(join(folder, examplePicture, "notes.txt"), "mine");
		await history.prune({ kind: "all" });
		assert.deepEqual((await readdir(folder)).sort(), [examplePicture, "notes.txt"].sort());
		assert((await readdir(join(folder, examplePicture))).includes("notes.txt"));
	});

	it("loses no answer that another window keeps meanwhile", async () => {
		const other = new History(folder, () => assert.fail("damaged"));
		const late = Array.from({ length: 30 }, (_, index) => exampleRun(`late${index}`, 100 + index));
		await Promise.all([
			...late.map((run) => other.add(examplePicture, run)),
			...late.map(() => history.prune({ kind: "olderThan", time: 50 })),
		]);
		assert.deepEqual(await history.list(examplePicture), late);
	});

	it("forgets the picture's name with its last answer", async () => {
		await history.remove(otherPicture, exampleRun("c", 3));
		assert.deepEqual(await readdir(folder), [examplePicture]);
	});

	it("has no room for what crashed writers left, once it is old", async () => {
		const place = join(folder, otherPicture);
		const [old, young] = [join(place, "old.tmp"), join(place, "young.tmp")];
		await writeFile(old, "{");
		await writeFile(young, "{");
		const longAgo = Date.now() / 1000 - 7200;
		await utimes(old, longAgo, longAgo);
		await history.list(otherPicture);
		assert.deepEqual((await readdir(place)).sort(), ["3-c.json", "picture.json", "young.tmp"]);
	});
});
