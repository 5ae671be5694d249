import assert from "node:assert/strict";
import fc from "fast-check";
import { anchorOf, joinPages, PageReader, type WrittenPage } from "../../src/gemini/pageAnchors.ts";
import { PageProgress, type PagesEnd, pagesThatFit } from "../../src/gemini/pageProgress.ts";

/** Reads pieces to their end. */
function read(asked: readonly number[], pieces: readonly string[], isWhole = true): WrittenPage[] {
	const reader = new PageReader(asked);
	for (const piece of pieces) reader.push(piece);
	reader.end(isWhole);
	return reader.pages;
}

const whole = (page: number, text: string): WrittenPage => ({ page, text, isWhole: true });

/** Cuts a text at places given as shares of its length. */
function cutAt(text: string, shares: readonly number[]): string[] {
	const places = [...shares.map((share) => Math.floor(share * text.length))].sort((a, b) => a - b);
	return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
}

/** Lines as pages have them, some that look like anchors. */
const line = fc.oneof(
	fc.constantFrom(
		"# Title",
		"| a | b |",
		"",
		"  indented",
		"```",
		"<!-- note -->",
		"<!-- page -->",
	),
	fc.constantFrom("<!-- page 0 -->", "see <!-- page 3 --> there", "<!-- pa", "Ünïcödé 漢字 🍎"),
	fc.string({ maxLength: 30 }).map((text) => text.replace(/[\r\n]|^\s+|\s+$/g, "")),
);
const pageText = fc
	.array(line, { maxLength: 6 })
	.map((lines) => lines.join("\n").replace(/^(?:\s*\n)+|\s+$/g, ""));
const someTexts = fc
	.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 })
	.chain((numbers) =>
		fc
			.array(pageText, { minLength: numbers.length, maxLength: numbers.length })
			.map((texts) =>
				numbers.sort((a, b) => a - b).map((page, index) => ({ page, text: texts[index]! })),
			),
	);
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe("pages in an answer", () => {
	it("begin at their anchors", () => {
		const answer = "<!-- page 4 -->\n# Four\n\ntext\n\n<!-- page 9 -->\n\nNine\n";
		assert.deepEqual(read([4, 9], [answer]), [whole(4, "# Four\n\ntext"), whole(9, "Nine")]);
	});

	it("are the same however the answer is cut into pieces", () => {
		fc.assert(
			fc.property(someTexts, shares, fc.boolean(), (texts, places, isWhole) => {
				const asked = texts.map(({ page }) => page);
				const answer = joinPages(texts);
				assert.deepEqual(
					read(asked, cutAt(answer, places), isWhole),
					texts.map(({ page, text }, index) => ({
						...whole(page, text),
						isWhole: isWhole || index < texts.length - 1,
					})),
				);
			}),
		);
	});

	it("grow while they stream: what was shown stays", () => {
		fc.assert(
			fc.property(someTexts, shares, (texts, places) => {
				const reader = new PageReader(texts.map(({ page }) => page));
				const answer = joinPages(texts);
				let shown = "";
				for (const piece of cutAt(answer, places)) {
					reader.push(piece);
					const now = joinPages(reader.pages);
					assert(now.startsWith(shown), `${JSON.stringify(now)} after ${JSON.stringify(shown)}`);
					assert(answer.startsWith(now), JSON.stringify(now));
					shown = now;
				}
			}),
		);
	});

	const answers: Array<[what: string, asked: number[], answer: string, pages: WrittenPage[]]> = [
		["a greeting is left out", [1, 2], "Here it is:\n\n<!-- page 1 -->\nA", [whole(1, "A")]],
		["no anchor at all: it is the first page", [7, 8], "Just text", [whole(7, "Just text")]],
		[
			"only the first anchor is missing",
			[1, 2],
			"Text of one\n<!-- page 2 -->\nB",
			[whole(1, "Text of one"), whole(2, "B")],
		],
		[
			"a long text before the first anchor is that page",
			[1, 2],
			`${"word ".repeat(120)}\n<!-- page 1 -->\nrest\n<!-- page 2 -->\nB`,
			[whole(1, `${"word ".repeat(120)}\n<!-- page 1 -->\nrest`), whole(2, "B")],
		],
		[
			"a fence around the whole",
			[1, 2],
			"```markdown\n<!-- page 1 -->\nA\n<!-- page 2 -->\n```js\nx\n```\n```\n",
			[whole(1, "A"), whole(2, "```js\nx\n```")],
		],
		[
			"a number that is printed on the page is none of those asked for",
			[10, 11],
			"<!-- page 10 -->\nA\n<!-- page 3 -->\nB\n<!-- page 11 -->\nC",
			[whole(10, "A\n<!-- page 3 -->\nB"), whole(11, "C")],
		],
		[
			"a page that comes a second time is text",
			[1, 2],
			"<!-- page 1 -->\nA\n<!-- page 2 -->\nB\n<!-- page 1 -->\nC",
			[whole(1, "A"), whole(2, "B\n<!-- page 1 -->\nC")],
		],
		[
			"an anchor said twice is one",
			[1, 2],
			"<!-- page 1 -->\n<!-- page 1 -->\nA\n<!-- page 2 -->",
			[whole(1, "A"), whole(2, "")],
		],
		[
			"other spaces, other line ends, other letters",
			[1, 2],
			"<!--page 1-->\r\nA\r\n  <!-- PAGE 2  -->\r\nB\r\n",
			[whole(1, "A"), whole(2, "B")],
		],
		["nothing", [1], "\n\n", []],
	];
	for (const [what, asked, answer, pages] of answers) {
		it(what, () => {
			for (const pieces of [[answer], [...answer]]) {
				assert.deepEqual(read(asked, pieces), pages);
			}
		});
	}
});

/** A model that writes pages down, and may be cut after so much of its answer. */
function play(
	progress: PageProgress,
	textOf: (page: number) => string,
	cuts: Iterator<{ share: number; end: PagesEnd; skip: boolean }>,
): void {
	for (let request = 0; !progress.isDone; request++) {
		assert(request < 200, "it comes to an end");
		const asked = progress.next;
		assert(asked.length > 0);
		const { share, end, skip } = cuts.next().value as {
			share: number;
			end: PagesEnd;
			skip: boolean;
		};
		const said = skip ? asked.filter((_, index) => index % 3 !== 1) : asked;
		const answer = joinPages(said.map((page) => ({ page, text: textOf(page) })));
		const heard = end === "whole" ? answer : answer.slice(0, Math.floor(share * answer.length));
		progress.take(asked, read(asked, [heard], end === "whole"), end);
	}
}

describe("the pages of a document", () => {
	const cuts = fc.infiniteStream(
		fc.record({
			share: fc.double({ min: 0, max: 1, noNaN: true }),
			end: fc.constantFrom<PagesEnd>("whole", "cut", "dropped"),
			skip: fc.boolean(),
		}),
	);
	const numbers = fc
		.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 })
		.map((pages) => pages.sort((a, b) => a - b));

	it("wherever answers are cut, are all there in the end, once and in order", () => {
		fc.assert(
			fc.property(numbers, cuts, (asked, stream) => {
				const progress = new PageProgress(asked);
				const textOf = (page: number) => `# Page ${page}\n\nStart ${page} of it, end ${page}.`;
				play(progress, textOf, stream);
				const text = progress.text();
				assert.deepEqual(
					[...text.matchAll(/^<!-- page (\d+) -->$/gm)].map(([, page]) => Number(page)),
					asked,
				);
				const flawed = new Set(progress.flaws.map(({ page }) => page));
				for (const page of asked) {
					const times = text.split(`${anchorOf(page)}\n\n${textOf(page)}`).length - 1;
					assert.equal(times, flawed.has(page) ? times : 1, `page ${page}: ${times} times`);
					assert(text.split(`# Page ${page}\n`).length <= 2, `page ${page} is doubled`);
				}
			}),
		);
	});

	it("are without a flaw when a page alone is never cut", () => {
		fc.assert(
			fc.property(
				numbers,
				fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
				(asked, at) => {
					const progress = new PageProgress(asked);
					const cuts = at.map((share) => ({ share, end: "cut" as const, skip: false }));
					const alone = (function* () {
						while (true) {
							const cut = cuts.next().value!;
							yield progress.next.length === 1 ? { ...cut, end: "whole" as const } : cut;
						}
					})();
					const textOf = (page: number) => `Text of ${page}`;
					play(progress, textOf, alone);
					assert.equal(
						progress.text(),
						joinPages(asked.map((page) => ({ page, text: textOf(page) }))),
					);
					assert.deepEqual(progress.flaws, []);
				},
			),
		);
	});

	it("an answer cut in a page goes on with that page, whose half is replaced", () => {
		const progress = new PageProgress([3, 4, 5]);
		const cut = "<!-- page 3 -->\n\nThree\n\n<!-- page 4 -->\n\nFo";
		progress.take([3, 4, 5], read([3, 4, 5], [cut], false), "cut");
		assert.equal(progress.text(), cut);
		assert.deepEqual(progress.next, [4, 5]);
		const coming = read([4, 5], ["<!-- page 4 -->\nF"], false);
		assert.equal(progress.text(coming), "<!-- page 3 -->\n\nThree\n\n<!-- page 4 -->\n\nF");
		const rest = read([4, 5], ["<!-- page 4 -->\n\nFour\n\n<!-- page 5 -->\n\nFive"]);
		progress.take([4, 5], rest, "whole");
		assert(progress.isDone);
		assert.equal(
			progress.text(),
			"<!-- page 3 -->\n\nThree\n\n<!-- page 4 -->\n\nFour\n\n<!-- page 5 -->\n\nFive",
		);
	});

	it("a page that is too long even alone stays as it came, and the next ones follow", () => {
		const progress = new PageProgress([1, 2, 3]);
		const cut = read([1, 2, 3], ["<!-- page 1 -->\nendless"], false);
		assert.equal(progress.take([1, 2, 3], cut, "cut"), true);
		assert.deepEqual(progress.next, [1]);
		progress.take([1], cut, "cut");
		assert.deepEqual(progress.flaws, [{ page: 1, kind: "cut" }]);
		assert.deepEqual(progress.left, [2, 3]);
		assert.equal(progress.text(), "<!-- page 1 -->\n\nendless");
	});

	it("a page that was left out is asked for once more", () => {
		const progress = new PageProgress([1, 2, 3]);
		const without = "<!-- page 1 -->\nA\n<!-- page 3 -->\nC";
		progress.take([1, 2, 3], read([1, 2, 3], [without]), "whole");
		assert.deepEqual(progress.next, [2]);
		progress.take([2], [], "whole");
		assert(progress.isDone);
		assert.deepEqual(progress.flaws, [{ page: 2, kind: "absent" }]);
	});

	it("half a page stays until there is more of it, whatever fails meanwhile", () => {
		const progress = new PageProgress([1, 2]);
		progress.take([1, 2], read([1, 2], ["<!-- page 1 -->\nA half"], false), "cut");
		progress.take([1], [], "dropped");
		assert.equal(progress.text(), "<!-- page 1 -->\n\nA half");
		progress.take([1], read([1], ["<!-- page 1 -->\nA"]), "whole");
		assert.equal(progress.text(), "<!-- page 1 -->\n\nA");
	});

	it("a connection that breaks before a page is whole brings nothing further", () => {
		const progress = new PageProgress([1, 2]);
		const heard = read([1, 2], ["<!-- page 1 -->\nA"], false);
		assert.equal(progress.take([1, 2], heard, "dropped"), false);
		assert.deepEqual(progress.next, [1, 2]);
	});

	it("go into one request while their answer is likely to fit", () => {
		const page = (letters: number) => "x".repeat(letters);
		assert.equal(pagesThatFit(Array.from({ length: 20 }, () => "")), 20);
		assert.equal(pagesThatFit(Array.from({ length: 20 }, () => page(2500))), 20);
		assert.equal(pagesThatFit(Array.from({ length: 20 }, () => page(12_000))), 5);
		assert.equal(pagesThatFit([page(400_000), page(10)]), 1);
		assert.equal(pagesThatFit([page(10), page(400_000), page(10)]), 1);
	});
});
