import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeEntities } from "../../src/webview/entities.ts";
import { GrowingMarkdown, lexMarkdown } from "../../src/webview/lexMarkdown.ts";
import { plainText } from "../../src/webview/plainText.ts";
import { safeAddress } from "../../src/webview/safeAddress.ts";

const everything = `# Title

Some *words* and \`code\`.

- one
- two

  more of two
  - three

1. first

2. second

| a | b |
|---|---|
| 1 | 2 |

> quote
> goes on

\`\`\`js
let x;

let y;
\`\`\`

Setext
===

<div>html</div>

last`;

const shape = (blocks: ReturnType<typeof lexMarkdown>) => JSON.stringify(blocks);

describe("Markdown that grows", () => {
	it("ends as it would be read at once, wherever it was cut", () => {
		const cuts = fc.uniqueArray(fc.nat({ max: everything.length }), { maxLength: 40 });
		fc.assert(
			fc.property(cuts, (ends) => {
				const growing = new GrowingMarkdown();
				for (const end of [...ends.sort((a, b) => a - b), everything.length]) {
					growing.lex(everything.slice(0, end));
				}
				assert.equal(shape(growing.lex(everything) ?? []), shape(lexMarkdown(everything)));
			}),
			{ numRuns: 100 },
		);
	});

	it("keeps the blocks that are over, and starts anew with another text", () => {
		const growing = new GrowingMarkdown();
		const before = growing.lex("one\n\ntwo\n\nthr");
		const after = growing.lex("one\n\ntwo\n\nthree");
		assert.equal(after?.[0], before?.[0]);
		assert.equal(after?.at(-1)?.raw, "three");
		assert.deepEqual(
			growing.lex("other")?.map(({ raw }) => raw),
			["other"],
		);
	});
});

describe("Markdown too large or too deep", () => {
	for (const [name, text] of [
		["a line of a megabyte", "a".repeat(1_000_000)],
		["ten thousand quotes", `${">".repeat(10_000)} x`],
		["ten thousand quotes with spaces", `${"> ".repeat(10_000)} x`],
		["lists in lists on one line", `${"1. ".repeat(5000)} x`],
		["quotes and lists by turns", `${"> - ".repeat(5000)} x`],
	] as const) {
		it(`is left as it was written: ${name}`, () => {
			assert.equal(lexMarkdown(text), undefined);
			assert.equal(plainText(text), text);
		});
	}

	it("is read in time where marks never end", () => {
		for (const mark of ["*a **b ", "[", "![a](", "`a", "<a ", "a!", "~~a ", "_a "]) {
			assert(lexMarkdown(mark.repeat(19_000 / mark.length)));
		}
	});
});

describe("Addresses", () => {
	it("are opened by http, https and mailto only", () => {
		assert.equal(safeAddress("https://a.example/b?c#d"), "https://a.example/b?c#d");
		assert.equal(safeAddress("HTTP://A.example"), "http://a.example/");
		assert.equal(safeAddress("mailto:a@b.example"), "mailto:a@b.example");
		for (const address of [
			"javascript:alert(1)",
			"JAVASCRIPT:alert(1)",
			" javascript:alert(1)",
			"java\nscript:alert(1)",
			"command:workbench.action.quit",
			"vscode://file/etc/passwd",
			"vscode-resource:/x",
			"file:///etc/passwd",
			"data:text/html,x",
			"blob:https://a.example/x",
			"//a.example",
			"/etc/passwd",
			"#anchor",
			"",
		]) {
			assert.equal(safeAddress(address), undefined, address);
		}
	});
});

describe("Plain text of Markdown", () => {
	it("has no marks", () => {
		assert.equal(
			plainText(
				"# T\n\nA **b** [c](https://d.example) &amp; `e`\n\n- f\n- [x] g\n\n2. h\n\n| i | j |\n|-|-|\n| k | l |",
			),
			"T\n\nA b c (https://d.example) & e\n\n- f\n- ☑ g\n\n2. h\n\ni\tj\nk\tl",
		);
	});

	it("has characters for their references, but none that cannot be seen", () => {
		assert.equal(decodeEntities("&lt;b&gt; &#65;&#x42; &amp;lt;"), "<b> AB &lt;");
		assert.equal(
			decodeEntities("&#x202e;&#0;&unknown;&constructor;"),
			"&#x202e;&#0;&unknown;&constructor;",
		);
		assert.equal(decodeEntities("&#9999999;"), "&#9999999;");
	});
});
