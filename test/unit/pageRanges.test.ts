import assert from "node:assert/strict";
import fc from "fast-check";
import { formatPages, type PageFault, parsePages } from "../../src/shared/pageRanges.ts";

describe("page ranges", () => {
	const read: Array<[text: string, pages: number[]]> = [
		["1-3, 7, 12-", [1, 2, 3, 7, 12, 13, 14]],
		["", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
		["  ", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
		["-2", [1, 2]],
		["14-", [14]],
		["3", [3]],
		["5-5", [5]],
		["7, 1-2, 2, 7", [1, 2, 7]],
		["1 – 2;9 4,", [1, 2, 4, 9]],
		["1—2、4", [1, 2, 4]],
		["007", [7]],
	];
	for (const [text, pages] of read) {
		it(`"${text}" of 14 pages`, () => {
			assert.deepEqual(parsePages(text, 14), { kind: "pages", pages });
		});
	}

	const faults: Array<[text: string, fault: PageFault]> = [
		["0", { kind: "outside", page: 0, count: 14 }],
		["15", { kind: "outside", page: 15, count: 14 }],
		["3-99999999999", { kind: "outside", page: 99999999999, count: 14 }],
		["20-", { kind: "outside", page: 20, count: 14 }],
		["5-3", { kind: "backwards", from: 5, to: 3 }],
		["-0", { kind: "backwards", from: 1, to: 0 }],
		["one", { kind: "unreadable", part: "one" }],
		["1-2-3", { kind: "unreadable", part: "1-2-3" }],
		["1, -", { kind: "unreadable", part: "-" }],
		["1.5", { kind: "unreadable", part: "1.5" }],
		["2, 1e3", { kind: "unreadable", part: "1e3" }],
	];
	for (const [text, fault] of faults) {
		it(`"${text}" is no pages of 14: ${fault.kind}`, () => {
			assert.deepEqual(parsePages(text, 14), { kind: "fault", fault });
		});
	}

	const some = fc
		.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1 })
		.map((pages) => pages.sort((a, b) => a - b));

	it("are read as they were written", () => {
		fc.assert(
			fc.property(some, (pages) => {
				assert.deepEqual(parsePages(formatPages(pages), 200), { kind: "pages", pages });
			}),
		);
	});

	it("are written shortest: no page twice, no range that another continues", () => {
		fc.assert(
			fc.property(some, fc.infiniteStream(fc.boolean()), (pages, coins) => {
				const mixed = pages.toSorted(() => (coins.next().value ? 1 : -1));
				const parts = formatPages([...mixed, ...mixed]).split(", ");
				const ends = parts.map((part) => part.split("-").map(Number));
				for (const [index, [from]] of ends.entries()) {
					const before = ends[index - 1]?.at(-1);
					if (before !== undefined) assert(from! > before + 1, `${parts}`);
				}
			}),
		);
	});

	it("whatever is written, are pages there are, in order, or a fault", () => {
		const text = fc.string({ unit: fc.constantFrom(..."0123456789-–, ;x") });
		fc.assert(
			fc.property(text, fc.integer({ min: 1, max: 40 }), (written, count) => {
				const result = parsePages(written, count);
				if (result.kind === "fault") return;
				const { pages } = result;
				assert(pages.every((page, index) => page <= count && page > (pages[index - 1] ?? 0)));
			}),
		);
	});
});
