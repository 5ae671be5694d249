import assert from "node:assert/strict";
import { daysAgo, groupByDay } from "../../src/host/history/days.ts";
import { formatBytes } from "../../src/host/history/formatBytes.ts";
import { nameInMessage, oneLine } from "../../src/host/history/oneLine.ts";

/** Local time; the month counts from 1. */
function at(month: number, day: number, hour = 0, minute = 0): number {
	return new Date(2026, month - 1, day, hour, minute).getTime();
}

describe("answers by day", () => {
	let zone: string | undefined;
	before(() => {
		zone = process.env.TZ;
		process.env.TZ = "Europe/Berlin";
	});
	after(() => {
		if (zone === undefined) delete process.env.TZ;
		else process.env.TZ = zone;
	});

	it("are grouped by the person's calendar, in the order they come", () => {
		const times = [at(11, 21, 0, 1), at(11, 20, 23, 59), at(11, 20), at(11, 3, 12)];
		const days = groupByDay(times.map((startedAt) => ({ startedAt })));
		assert.deepEqual(
			days.map(({ start, entries }) => [start, entries.map(({ startedAt }) => startedAt)]),
			[
				[at(11, 21), [at(11, 21, 0, 1)]],
				[at(11, 20), [at(11, 20, 23, 59), at(11, 20)]],
				[at(11, 3), [at(11, 3, 12)]],
			],
		);
		assert.deepEqual(groupByDay([]), []);
	});

	it("are of today until midnight, and then of yesterday", () => {
		assert.equal(daysAgo(at(11, 21), at(11, 21, 23, 59)), 0);
		assert.equal(daysAgo(at(11, 21), at(11, 22)), 1);
		assert.equal(daysAgo(at(11, 21), at(11, 23)), 2);
	});

	it("know yesterday also where a day has 23 or 25 hours", () => {
		assert.equal(at(3, 30) - at(3, 29), 23 * 3_600_000);
		assert.equal(daysAgo(at(3, 29), at(3, 30)), 1);
		assert.equal(at(10, 26) - at(10, 25), 25 * 3_600_000);
		assert.equal(daysAgo(at(10, 25), at(10, 26)), 1);
		assert.equal(daysAgo(at(10, 25), at(10, 25, 23, 59)), 0);
	});
});

describe("hostile names and prompts in the history's view", () => {
	it("are one line, without controls and without what turns the direction", () => {
		assert.equal(oneLine("a\u202egnp.\u2066b\u0000\r\n\tc\u2028d\u200b"), "a gnp. b c d");
	});

	it("keep the letters and emoji that are made of several", () => {
		const text = "می\u200cخواهم 👩\u200d🚀";
		assert.equal(oneLine(text), text);
	});

	it("are cut with no character halved, however long", () => {
		assert.equal(oneLine("😀".repeat(5), 3), "😀😀😀…");
		assert.equal(oneLine("x".repeat(1_000_000), 4), "xxxx…");
		assert.equal(oneLine(`${"\u202e".repeat(1_000_000)}x`, 4), "…");
		assert.equal(oneLine("four", 4), "four");
	});

	it("make no link in VS Code's messages", () => {
		// What VS Code reads as a link: src/vs/base/common/linkedText.ts.
		const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
		const name = "[apple.png](command:workbench.action.closeWindow)";
		assert.match(name, link);
		assert.doesNotMatch(nameInMessage(name), link);
		assert.doesNotMatch(nameInMessage(name.replace("](", "]\u200b(")), link);
		assert.equal(nameInMessage("apple (1) [2].png"), "apple (1) [2].png");
	});
});

describe("what the history takes", () => {
	const cases: Array<[bytes: number, words: string]> = [
		[0, "0 B"],
		[999, "999 B"],
		[1000, "1.0 kB"],
		[999_499, "999 kB"],
		[999_500, "1.0 MB"],
		[38_400_000, "38 MB"],
		[2_000_000_000_000, "2,000 GB"],
	];
	for (const [bytes, words] of cases) {
		it(`${bytes} bytes are ${words}`, () => assert.equal(formatBytes(bytes, "en"), words));
	}
});
