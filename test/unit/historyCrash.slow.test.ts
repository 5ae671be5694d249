import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { History } from "../../src/history/history.ts";
import { exampleName, examplePicture, exampleRun } from "./historyExamples.ts";

const kills = 300;
/** More than the machine has cores for, so that writers are also stopped by the scheduler. */
const lanes = 3;
const script = join(import.meta.dirname, "historyWriter.ts");

/** What the writers were promised: which answers are kept, and which of them are also changed. */
class Promises {
	readonly kept = new Set<string>();
	readonly changed = new Set<string>();

	hear(line: string): void {
		const [what, id = ""] = line.split(" ");
		if (what === "kept") this.kept.add(id);
		if (what === "changed") this.changed.add(id);
	}
}

describe("history, when writers are killed", () => {
	let place: string;
	let folder: string;
	beforeEach(async () => {
		place = await mkdtemp(join(tmpdir(), "loupe-crash-"));
		folder = join(place, "history");
	});
	afterEach(async () => {
		for (const { child, ended } of alive) {
			child.kill("SIGKILL");
			await ended;
		}
		await rm(place, { recursive: true });
	});

	/** Those to end when a test fails on its way. */
	const alive = new Set<ReturnType<typeof startWriter>>();
	function startWriter(name: string, pace: "always" | "asked") {
		const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
			process.execPath,
			[script, folder, name, pace],
			// What the compiler made of the script is kept: a start takes half the time.
			{
				stdio: ["pipe", "pipe", "inherit"],
				env: { ...process.env, NODE_COMPILE_CACHE: join(place, "compiled") },
			},
		);
		const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
		const writer = { child, ended, lines: createInterface({ input: child.stdout }) };
		alive.add(writer);
		void ended.then(() => alive.delete(writer));
		return writer;
	}

	it("has every confirmed answer whole after 300 kills beside a second writer", async function () {
		this.timeout(60_000);
		const promises = new Promises();
		const told: string[] = [];
		const reader = new History(folder, (file) => told.push(file));

		const first = startWriter("first", "asked");
		first.child.stdin.end(".");
		assert.deepEqual(await first.ended, [0, null]);
		const second = startWriter("second", "asked");
		second.lines.on("line", (line) => promises.hear(line));
		// One that died is told of by how it ended.
		second.child.stdin.on("error", () => undefined);
		await once(second.lines, "line");

		/** Milliseconds from one line to the next, lately. */
		let took = 2;
		/** Lets a writer say some lines, and kills it somewhere in the write after them. */
		const killOne = async (name: string) => {
			const writer = startWriter(name, "always");
			let left = Math.floor(Math.random() * 3);
			let last: number | undefined;
			writer.lines.on("line", (line) => {
				promises.hear(line);
				const now = performance.now();
				if (last !== undefined) took += (now - last - took) / 10;
				last = now;
				if (left-- !== 0) return;
				second.child.stdin.write(".");
				pause(Math.random() * took);
				writer.child.kill("SIGKILL");
			});
			const [, signal] = await writer.ended;
			assert.equal(signal, "SIGKILL", `${name} ended by itself`);
		};
		let begun = 0;
		const lane = async () => {
			while (begun < kills) {
				await killOne(`victim${begun++}`).catch((error) => {
					begun = kills;
					throw error;
				});
				// Who opens the history meanwhile finds nothing damaged either.
				if (begun % 20 === 0) await reader.recent(10);
			}
		};
		await Promise.all(Array.from({ length: lanes }, lane));
		second.child.stdin.end();
		assert.deepEqual(await second.ended, [0, null]);

		const { runs, newer, picture } = await reader.read(examplePicture);
		assert.deepEqual(told, [], "something is damaged");
		assert.equal(newer, 0);
		assert.match(picture?.name ?? "", /^(victim|second)/);
		assert.deepEqual(picture, exampleName(picture!.name));
		for (const { removed, ...run } of runs) {
			assert.deepEqual(run, exampleRun(run.id, run.startedAt, 64));
			if (promises.changed.has(run.id)) assert.deepEqual(removed, [0], `${run.id} is as before`);
		}
		const there = new Set(runs.map(({ id }) => id));
		assert.deepEqual(
			[...promises.kept].filter((id) => !there.has(id)),
			[],
		);
		for (let number = 0; number < kills; number++)
			assert(promises.changed.has(`second.${number}`), `the second writer lost ${number}`);
		assert(promises.kept.size > kills, "the victims hardly wrote");

		const pictureFolder = join(folder, examplePicture);
		const names = await readdir(pictureFolder);
		const leftovers = names.filter((name) => name.endsWith(".tmp"));
		assert(leftovers.length > 0, "no kill fell into a write");
		const entries = runs.map(({ id, startedAt }) => `${startedAt}-${id}.json`);
		assert.deepEqual(names.sort(), [...entries, ...leftovers, "picture.json"].sort());

		const longAgo = Date.now() / 1000 - 7200;
		for (const name of leftovers) await utimes(join(pictureFolder, name), longAgo, longAgo);
		await reader.size();
		assert.deepEqual((await readdir(pictureFolder)).sort(), [...entries, "picture.json"].sort());
	});
});

/** Holds this thread; timers know whole milliseconds only, and a write takes few of them. */
function pause(milliseconds: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
