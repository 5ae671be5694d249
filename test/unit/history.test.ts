import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentHash, History } from "../../src/history/history.ts";
import type { Run } from "../../src/shared/protocol.ts";

const picture = contentHash(new Uint8Array([1, 2, 3]));

function run(id: string, startedAt: number): Run {
	return {
		id,
		task: "segment",
		status: "done",
		startedAt,
		took: 12,
		engine: "gemini",
		model: { asked: "gemini-3.8-flash", answered: "gemini-3.8-flash" },
		text: "[]",
		objects: [
			{
				label: "cup",
				box: { x: 1.5, y: 2, width: 3, height: 4 },
				mask: { x: 1, y: 2, width: 2, height: 1, data: new Uint8Array([0, 255]) },
			},
		],
		complete: true,
		warnings: [],
	};
}

describe("history", () => {
	let folder: string;
	let damaged: string[];
	let history: History;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-history-"));
		damaged = [];
		history = new History(folder, (file) => damaged.push(file));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it("gives back what was kept, masks included, oldest first", async () => {
		await history.add(picture, run("b", 2));
		await history.add(picture, run("a", 1));
		assert.deepEqual(await history.list(picture), [run("a", 1), run("b", 2)]);
	});

	it("knows a picture by its content", async () => {
		await history.add(picture, run("a", 1));
		assert.deepEqual(await history.list(contentHash(new Uint8Array([9]))), []);
	});

	it("leaves no temporary file behind", async () => {
		await history.add(picture, run("a", 1));
		assert.deepEqual(await readdir(join(folder, picture)), ["1-a.json"]);
	});

	it("sets a damaged entry aside, tells of it once, and reads the others", async () => {
		await history.add(picture, run("a", 1));
		const broken = join(folder, picture, "0-broken.json");
		await writeFile(broken, '{"version":1,"run":{"id":');
		assert.deepEqual(await history.list(picture), [run("a", 1)]);
		assert.deepEqual(await history.list(picture), [run("a", 1)]);
		assert.deepEqual(damaged, [broken]);
		assert.equal(await readFile(`${broken}.damaged`, "utf8"), '{"version":1,"run":{"id":');
	});

	it("forgets what is removed", async () => {
		await history.add(picture, run("a", 1));
		await history.remove(picture, run("a", 1));
		assert.deepEqual(await history.list(picture), []);
	});
});
