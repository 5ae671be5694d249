import assert from "node:assert/strict";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { askedAgain, lastAnswered, shownTurns } from "../../src/webview/branches.ts";
import { recalled } from "../../src/webview/recall.ts";

function turn(id: string, change: Partial<ShownRun> = {}): ShownRun {
	return {
		id,
		task: "ask",
		prompt: `${id}?`,
		status: "done",
		startedAt: 0,
		took: 1,
		engine: "gemini",
		model: { asked: "m" },
		text: `${id}.`,
		complete: true,
		warnings: [],
		...change,
	};
}

const ids = (runs: readonly ShownRun[], branch?: string): string =>
	shownTurns(runs, branch)
		.map(({ run }) => run.id)
		.join(" ");

/** b was asked again as c; both were followed. */
const forked = [
	turn("a"),
	turn("found", { task: "detect" }),
	turn("b", { after: "a" }),
	turn("b1", { after: "b" }),
	turn("c", { after: "a", insteadOf: "b" }),
	turn("c1", { after: "c" }),
];

describe("Branches of a conversation", () => {
	it("show the newest version of a question and what followed it, in the order of time", () => {
		assert.equal(ids(forked), "a found c c1");
		const versions = shownTurns(forked, undefined).map((shown) => shown.versions.join(" "));
		assert.deepEqual(versions, ["a", "found", "b c", "c1"]);
	});

	it("show another version with all that followed, by any run of it", () => {
		for (const branch of ["b", "b1"]) assert.equal(ids(forked, branch), "a found b b1");
		for (const branch of ["a", "found", "c1", "gone"]) {
			assert.equal(ids(forked, branch), "a found c c1");
		}
	});

	it("keep what is asked next on the branch that is looked at", () => {
		assert.equal(ids([...forked, turn("b2", { after: "b1" })], "b1"), "a found b b1 b2");
		assert.equal(ids([...forked, turn("b2", { after: "b1" })]), "a found c c1");
	});

	it("fork at the first question too, and more than once", () => {
		const again = askedAgain(turn("c", { insteadOf: "a" }), "other words");
		assert.deepEqual(again, { task: "ask", prompt: "other words", insteadOf: "a" });
		const runs = [turn("a"), turn("a1", { after: "a" }), turn("b", { insteadOf: "a" })];
		const more = [...runs, turn("c", { insteadOf: "a" })];
		assert.equal(ids(more), "c");
		assert.equal(ids(more, "a1"), "a a1");
		assert.deepEqual(shownTurns(more, "b")[0]?.versions, ["a", "b", "c"]);
	});

	it("lose nothing when a run is deleted, and survive runs that follow each other in a ring", () => {
		assert.equal(ids(forked.filter(({ id }) => id !== "b")), "a found b1 c c1");
		assert.equal(ids(forked.filter(({ id }) => id !== "c")), "a found b b1 c1");
		const ring = [turn("x", { after: "y" }), turn("y", { after: "x" })];
		assert.equal(ids(ring, "y"), "x y");
	});

	it("are asked again with all that was asked; what is no conversation stands alone", () => {
		const region = { x: 1, y: 2, width: 3, height: 4 };
		assert.deepEqual(askedAgain(turn("b", { after: "a", region })), {
			task: "ask",
			prompt: "b?",
			region,
			after: "a",
			insteadOf: "b",
		});
		const classify = turn("d", { task: "classify", labels: ["x"], many: false });
		assert.deepEqual(askedAgain(classify), {
			task: "classify",
			prompt: "d?",
			labels: ["x"],
			many: false,
		});
	});
});

describe("The next question", () => {
	const next = (...runs: ShownRun[]): string | undefined =>
		lastAnswered(shownTurns(runs, undefined));

	it("follows the newest answer, a caption's too, but neither a failure nor a search", () => {
		assert.equal(next(), undefined);
		assert.equal(next(turn("a", { task: "caption" }), turn("b", { task: "detect" })), "a");
		assert.equal(next(turn("a"), turn("b", { after: "a", status: "failed", text: "" })), "a");
		assert.equal(next(turn("a"), turn("b", { after: "a", status: "running" })), "a");
		assert.equal(next(turn("a"), turn("b", { after: "a", status: "stopped" })), "b");
	});

	it("follows nothing from before a conversation that was begun afresh", () => {
		assert.equal(next(turn("a"), turn("b", { status: "running", text: "" })), undefined);
	});

	it("is recalled by ↑ in an empty box and ↓ from there, and left alone in one's own words", () => {
		const recent = ["new", "old"];
		assert.equal(recalled("ArrowUp", "", recent), "new");
		assert.equal(recalled("ArrowUp", "new", recent), "old");
		assert.equal(recalled("ArrowUp", "old", recent), undefined);
		assert.equal(recalled("ArrowDown", "old", recent), "new");
		assert.equal(recalled("ArrowDown", "new", recent), "");
		assert.equal(recalled("ArrowDown", "", recent), undefined);
		assert.equal(recalled("ArrowUp", "my words", recent), undefined);
	});
});
