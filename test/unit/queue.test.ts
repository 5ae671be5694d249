import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Outcome, Queue, type QueueOptions } from "../../src/host/queue.ts";

/** A queue over these items whose tasks end when the test says so. */
function byHand<Item>(items: QueueOptions<Item, string>["items"], most: number) {
	const begun: Item[] = [];
	const outcomes: Outcome<Item, string>[] = [];
	const ends = new Map<Item, PromiseWithResolvers<string>>();
	const heard = new EventTarget();
	const queue = new Queue<Item, string>({
		items,
		most,
		run: (item, signal) => {
			const end = Promise.withResolvers<string>();
			signal.addEventListener("abort", () => end.reject(signal.reason), { once: true });
			ends.set(item, end);
			begun.push(item);
			heard.dispatchEvent(new Event("change"));
			return end.promise;
		},
		onDidEnd: (outcome) => {
			outcomes.push(outcome);
			heard.dispatchEvent(new Event("change"));
		},
	});
	const until = async (isSo: () => boolean): Promise<void> => {
		while (!isSo()) {
			await new Promise((resolve) => heard.addEventListener("change", resolve, { once: true }));
		}
	};
	return { queue, begun, outcomes, end: (item: Item) => ends.get(item), until };
}

/** Whatever could still happen by itself has happened when it resolves. */
const settled = () => setImmediate();

describe("A queue", () => {
	it("runs so many at once, and begins them in their order", async () => {
		const { queue, begun, end, until } = byHand(["a", "b", "c", "d", "e"], 2);
		const running = queue.run();
		await until(() => begun.length === 2);
		await settled();
		assert.deepEqual(begun, ["a", "b"]);
		assert.deepEqual(queue.counts, { done: 0, failed: 0, cancelled: 0, running: 2 });
		end("b")?.resolve("");
		await until(() => begun.length === 3);
		end("a")?.resolve("");
		await until(() => begun.length === 4);
		await settled();
		assert.deepEqual(begun, ["a", "b", "c", "d"]);
		for (const item of ["c", "d"]) end(item)?.resolve("");
		await until(() => begun.length === 5);
		end("e")?.resolve("");
		assert.deepEqual(await running, { done: 5, failed: 0, cancelled: 0, running: 0 });
	});

	it("tells of each item how it ended, and of one that fails no other suffers", async () => {
		const outcomes: unknown[] = [];
		const queue = new Queue({
			items: [3, 0, 2],
			most: 1,
			run: async (item) => {
				if (item === 0) throw new RangeError("nothing");
				return item * 2;
			},
			onDidEnd: (outcome) => void outcomes.push(outcome),
		});
		assert.deepEqual(await queue.run(), { done: 2, failed: 1, cancelled: 0, running: 0 });
		assert.deepEqual(outcomes, [
			{ kind: "done", item: 3, index: 0, result: 6 },
			{ kind: "failed", item: 0, index: 1, error: new RangeError("nothing") },
			{ kind: "done", item: 2, index: 2, result: 4 },
		]);
	});

	it("begins nothing while it is paused, and goes on where it was", async () => {
		const { queue, begun, outcomes, end, until } = byHand(["a", "b", "c"], 1);
		const running = queue.run();
		await until(() => begun.length === 1);
		queue.pause();
		queue.pause();
		end("a")?.resolve("");
		await until(() => outcomes.length === 1);
		await settled();
		assert.deepEqual([begun, queue.isPaused], [["a"], true]);
		queue.resume();
		await until(() => begun.length === 2);
		end("b")?.resolve("");
		await until(() => begun.length === 3);
		end("c")?.resolve("");
		assert.equal((await running).done, 3);
		assert.deepEqual(begun, ["a", "b", "c"]);
	});

	it("can be paused by what one item came to, before the next begins", async () => {
		const begun: number[] = [];
		const paused = Promise.withResolvers<void>();
		const queue: Queue<number, void> = new Queue({
			items: [1, 2, 3],
			most: 1,
			run: async (item) => void begun.push(item),
			onDidEnd: ({ item }) => {
				if (item !== 2) return;
				queue.pause();
				paused.resolve();
			},
		});
		const running = queue.run();
		await paused.promise;
		await settled();
		assert.deepEqual(begun, [1, 2]);
		queue.resume();
		await running;
		assert.deepEqual(begun, [1, 2, 3]);
	});

	it("holds an item back that was read while it was paused", async () => {
		const read = Promise.withResolvers<void>();
		const reading = Promise.withResolvers<void>();
		async function* items() {
			reading.resolve();
			await read.promise;
			yield "a";
		}
		const { queue, begun, end, until } = byHand(items(), 2);
		const running = queue.run();
		await reading.promise;
		queue.pause();
		read.resolve();
		await settled();
		assert.deepEqual(begun, []);
		queue.resume();
		await until(() => begun.length === 1);
		end("a")?.resolve("");
		assert.equal((await running).done, 1);
	});

	it("aborts what is under way when it is cancelled, paused or not, and begins nothing more", async () => {
		for (const isPaused of [false, true]) {
			let isClosed = false;
			function* items() {
				try {
					for (let item = 0; ; item++) yield item;
				} finally {
					isClosed = true;
				}
			}
			const { queue, begun, outcomes, end, until } = byHand(items(), 3);
			const running = queue.run();
			await until(() => begun.length === 3);
			if (isPaused) queue.pause();
			end(1)?.resolve("in time");
			await until(() => outcomes.length === 1);
			if (!isPaused) await until(() => begun.length === 4);
			queue.cancel();
			const cancelled = isPaused ? 2 : 3;
			assert.deepEqual(await running, { done: 1, failed: 0, cancelled, running: 0 });
			assert.equal(begun.length, isPaused ? 3 : 4);
			assert.equal(isClosed, true);
			assert.equal(outcomes.filter(({ kind }) => kind === "cancelled").length, cancelled);
		}
	});

	it("is run once, and waits until each outcome has been taken", async () => {
		const taken: number[] = [];
		let open = 0;
		const queue = new Queue({
			items: [1, 2, 3, 4],
			most: 1,
			run: async (item) => {
				assert.equal(open, 0, "the last one was not taken yet");
				return item;
			},
			onDidEnd: async ({ item }) => {
				open++;
				await settled();
				open--;
				taken.push(item);
			},
		});
		assert.equal(queue.run(), queue.run());
		assert.equal((await queue.run()).done, 4);
		assert.deepEqual(taken, [1, 2, 3, 4]);
	});

	it("ends with the error when the items cannot be read or an outcome cannot be taken", async () => {
		function* items() {
			yield 1;
			throw new Error("the folder is gone");
		}
		const run = async () => undefined;
		const broken = new Queue({ items: items(), most: 2, run, onDidEnd: () => {} });
		await assert.rejects(broken.run(), { message: "the folder is gone" });
		const full = new Queue({
			items: [1, 2, 3],
			most: 1,
			run,
			onDidEnd: () => {
				throw new Error("the disk is full");
			},
		});
		await assert.rejects(full.run(), { message: "the disk is full" });
		assert.equal(full.counts.done, 1, "nothing more began");
	});

	it("takes no more memory for 10,000 items than for 1,000", async () => {
		setFlagsFromString("--expose-gc");
		const collect = runInNewContext("gc") as () => void;
		const heapAt: number[] = [];
		async function* items() {
			for (let index = 0; index < 10_000; index++) {
				// Ten kilobytes each: kept, they would be a hundred megabytes.
				const item = { index, bytes: new Array<number>(1250).fill(index) };
				if (index % 1000 === 999) {
					collect();
					heapAt.push(process.memoryUsage().heapUsed);
				}
				yield item;
			}
		}
		const queue = new Queue({
			items: items(),
			most: 8,
			run: async ({ bytes }) => bytes.slice(),
			onDidEnd: () => {},
		});
		assert.equal((await queue.run()).done, 10_000);
		const growth = Math.max(...heapAt) - (heapAt[0] ?? 0);
		assert.equal(heapAt.length, 10);
		assert(growth < 5e6, `the heap grew by ${growth} bytes`);
	});
});
