import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { retryWhileBusy } from "../../src/history/files.ts";
import { InOrder } from "../../src/history/inOrder.ts";
import { inTurns } from "../../src/history/inTurns.ts";
import { writeWhole } from "../../src/history/writeWhole.ts";

/** Fails with these codes, one a time, then succeeds. */
function failing(...codes: string[]) {
	const told = { times: 0 };
	const action = async () => {
		const code = codes[told.times++];
		if (code) throw Object.assign(new Error(code), { code });
		return "done";
	};
	return { told, action };
}

describe("a file in someone's hands", () => {
	it("is tried again while it is busy", async () => {
		const { action } = failing("EPERM", "EBUSY", "EACCES");
		assert.equal(await retryWhileBusy(action, [0, 0, 0]), "done");
	});

	it("is given up when it stays busy, with the system's reason", async () => {
		const { told, action } = failing("EBUSY", "EBUSY", "EPERM", "EBUSY");
		await assert.rejects(retryWhileBusy(action, [0, 0]), { code: "EPERM" });
		assert.equal(told.times, 3);
	});

	it("is not tried again when something else is wrong", async () => {
		const { told, action } = failing("ENOSPC");
		await assert.rejects(retryWhileBusy(action, [0, 0]), { code: "ENOSPC" });
		assert.equal(told.times, 1);
	});
});

describe("writing a file whole", () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-files-"));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it("makes the folders it needs", async () => {
		const file = join(folder, "a", "b", "c.json");
		await writeWhole(file, "text");
		assert.equal(await readFile(file, "utf8"), "text");
	});

	it("is never seen half done", async () => {
		const file = join(folder, "a.json");
		const texts = ["a", "b", "c"].map((letter) => letter.repeat(600_000));
		await writeWhole(file, texts[0]!);
		let writing = true;
		const read = async () => {
			while (writing) assert(texts.includes(await readFile(file, "utf8")));
		};
		const write = async () => {
			for (let turn = 0; turn < 6; turn++) await writeWhole(file, texts[turn % 3]!);
			writing = false;
		};
		await Promise.all([read(), write()]);
	});

	it("succeeds though another window takes its file for a leftover", async () => {
		const file = join(folder, "a.json");
		const text = "x".repeat(2_000_000);
		let taken = 0;
		for (; taken === 0; ) {
			let writing = true;
			const take = async () => {
				while (writing && taken === 0) {
					const leftover = (await readdir(folder)).find((name) => name.endsWith(".tmp"));
					if (!leftover) continue;
					// Renamed just before: the next round takes another one.
					await rm(join(folder, leftover)).then(
						() => taken++,
						() => undefined,
					);
				}
			};
			const write = writeWhole(file, text).finally(() => {
				writing = false;
			});
			await Promise.all([write, take()]);
		}
		assert.equal(await readFile(file, "utf8"), text);
		assert.deepEqual(await readdir(folder), ["a.json"]);
	});

	it("leaves what was there, and nothing else, when it fails", async () => {
		const file = join(folder, "a.json");
		await writeWhole(join(file, "inside"), "text");
		await assert.rejects(writeWhole(file, "text"), { code: "EISDIR" });
		assert.deepEqual(await readdir(folder), ["a.json"]);
		assert.deepEqual(await readdir(file), ["inside"]);
	});
});

describe("doing things in order", () => {
	it("starts the next when the one before has ended, under one key only", async () => {
		const order = new InOrder();
		const begun: string[] = [];
		const gate = Promise.withResolvers<void>();
		const first = order.run("a", async () => {
			begun.push("first");
			await gate.promise;
			throw new Error("failed");
		});
		const second = order.run("a", async () => begun.push("second"));
		await order.run("b", async () => begun.push("other"));
		assert.deepEqual(begun, ["first", "other"]);
		gate.resolve();
		await assert.rejects(first, /failed/);
		await second;
		assert.deepEqual(begun, ["first", "other", "second"]);
	});
});

describe("mapping in turns", () => {
	it("keeps the order, with so many under way and no more", async () => {
		let underWay = 0;
		let most = 0;
		const items = Array.from({ length: 20 }, (_, index) => index);
		const doubled = await inTurns(
			items,
			async (item) => {
				most = Math.max(most, ++underWay);
				await new Promise(setImmediate);
				underWay--;
				return item * 2;
			},
			3,
		);
		assert.deepEqual(
			doubled,
			items.map((item) => item * 2),
		);
		assert.equal(most, 3);
	});
});
