import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CopyCache } from "../../src/host/shown/copyCache.ts";

describe("The cache of copies", () => {
	let folder: string;
	const warnings: unknown[] = [];
	const open = (most = 100) =>
		new CopyCache(join(folder, "shown"), (...warning) => warnings.push(warning), { most });
	const names = async () => (await readdir(join(folder, "shown"))).sort();
	const bytes = (length: number) => (file: string) => writeFile(file, new Uint8Array(length));
	/** As if it was used so many minutes ago. */
	const age = async (name: string, minutes: number) => {
		const time = new Date(Date.now() - minutes * 60_000);
		await utimes(join(folder, "shown", name), time, time);
	};

	beforeEach(async () => {
		warnings.length = 0;
		folder = await mkdtemp(join(tmpdir(), "loupe-cache-"));
	});
	afterEach(async () => {
		await rm(folder, { recursive: true, force: true });
		assert.deepEqual(warnings, []);
	});

	it("makes a file once, however many ask, in this window and later", async () => {
		const cache = open();
		let made = 0;
		const write = async (file: string) => {
			made++;
			await writeFile(file, "picture");
		};
		const [a, b] = await Promise.all([cache.hold("a", write), cache.hold("a", write)]);
		assert.equal(a.path, b.path);
		assert.equal(await readFile(a.path, "utf8"), "picture");
		await open().hold("a", write);
		assert.equal(made, 1);
	});

	it("leaves nothing of a file that could not be made, and tries again for who asks next", async () => {
		const cache = open();
		const fail = async (file: string) => {
			await writeFile(file, "half");
			throw new Error("no more room");
		};
		const first = cache.hold("a", fail);
		const second = cache.hold("a", bytes(3));
		await assert.rejects(first, /no more room/);
		assert.equal((await readFile((await second).path)).length, 3);
		assert.deepEqual(await names(), ["a"]);
	});

	it("removes what was used least lately when there is too much, and nothing that is held", async () => {
		const cache = open(100);
		const a = await cache.hold("a", bytes(60));
		for (const name of ["b", "c"]) (await cache.hold(name, bytes(30))).dispose();
		await age("a", 30);
		await age("b", 20);
		await cache.trimmed();
		assert.deepEqual(await names(), ["a", "c"], "b was used before c, a is held");
		await age("c", 10);
		(await cache.hold("d", bytes(35))).dispose();
		await cache.trimmed();
		assert.deepEqual(await names(), ["a", "d"]);
		a.dispose();
		await age("a", 30);
		(await cache.hold("e", bytes(10))).dispose();
		await cache.trimmed();
		assert.deepEqual(await names(), ["d", "e"]);
	});

	it("keeps one that is larger than all may be for as long as it is held", async () => {
		const cache = open(100);
		const held = await cache.hold("large", bytes(500));
		await cache.trimmed();
		assert.deepEqual(await names(), ["large"]);
		held.dispose();
		await cache.trimmed();
		assert.deepEqual(await names(), []);
	});

	it("counts a use, so that what is shown often stays", async () => {
		const cache = open(100);
		for (const name of ["a", "b"]) {
			(await cache.hold(name, bytes(40))).dispose();
			await age(name, name === "a" ? 30 : 20);
		}
		(await cache.hold("a", bytes(40))).dispose();
		(await cache.hold("c", bytes(40))).dispose();
		await cache.trimmed();
		assert.deepEqual(await names(), ["a", "c"]);
	});

	it("sweeps what a crashed window left half, and not what another is writing", async () => {
		const cache = open();
		(await cache.hold("a", bytes(1))).dispose();
		await writeFile(join(folder, "shown", "old.tmp"), "half");
		await age("old.tmp", 90);
		await writeFile(join(folder, "shown", "new.tmp"), "half");
		await cache.trimmed();
		assert.deepEqual(await names(), ["a", "new.tmp"]);
	});
});
