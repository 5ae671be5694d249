import assert from "node:assert/strict";
import type { Request } from "playwright-core";
import { type OpenPage, open } from "./bed.ts";
import { captionRun } from "./scene.ts";
import { themes } from "./themes.ts";

/** Opens the page with an answer of that text. */
async function answer(text: string): Promise<OpenPage> {
	const run = captionRun({ id: "a", task: "ask", prompt: "What?", text });
	return open({ state: { runs: [run] } });
}

const drawn = ({ page }: OpenPage) => page.getByRole("article").locator(".markdown");

/** The tags an answer is drawn by, with the words in them. */
const outline = (opened: OpenPage): Promise<string> =>
	drawn(opened).evaluate((root) => {
		const written = (node: Node): string => {
			if (!(node instanceof Element)) return node.textContent ?? "";
			if (node.matches("button, svg, .code-language")) return "";
			const inside = [...node.childNodes].map(written).join("");
			return node.matches("div, span, thead, tbody") ? inside : `<${node.localName}>${inside}`;
		};
		return written(root);
	});

/** What the page asks the network for until the returned function is called. */
function listenForRequests({ page }: OpenPage): () => string[] {
	const addresses: string[] = [];
	const hear = (request: Request): number => addresses.push(request.url());
	page.on("request", hear);
	return () => {
		page.off("request", hear);
		return addresses;
	};
}

describe("An answer in Markdown", () => {
	const constructs: [name: string, text: string, tags: string][] = [
		["paragraphs", "one\n\ntwo", "<p>one<p>two"],
		["a line end", "one  \ntwo", "<p>one<br>two"],
		["emphasis", "*a* **b** ~~c~~ `d`", "<p><em>a <strong>b <del>c <code>d"],
		["headings, below the page's own", "# a\n\n## b\n\n###### c", "<h4>a<h5>b<h6>c"],
		["lists in lists", "- a\n  1. b", "<ul><li>a<ol><li>b"],
		["task lists", "- [x] a\n- [ ] b", "<ul><li>☑ a<li>☐ b"],
		["quotes", "> a\n> > b", "<blockquote><p>a<blockquote><p>b"],
		["rules", "a\n\n---\n\nb", "<p>a<hr><p>b"],
		["code", "```js\n<b>&amp;\n```", "<pre><code><b>&amp;"],
		["tables", "|a|b|\n|-|-|\n|1|**2**|", "<table><tr><th>a<th>b<tr><td>1<td><strong>2"],
		["references to characters", "a &lt;b&gt; &amp; &#8364;", "<p>a <b> & €"],
		["escaped marks", "\\*a\\*", "<p>*a*"],
		["links", "[a](https://b.example) https://c.example", "<p><a>a <a>https://c.example"],
		["pictures, as links", "![a *b*](https://c.example/d.png)", "<p><a>[image: a *b*]"],
		["HTML, as it was written", "a <b>c</b>\n\n<div>d</div>", "<p>a <b>c</b><p><div>d</div>"],
	];
	it("is drawn from its marks", async () => {
		const opened = await answer("begins");
		for (const [name, text, tags] of constructs) {
			await opened.view.changeRun("a", { text });
			await opened.painted();
			assert.equal(await outline(opened), tags, name);
		}
	});

	it("is drawn as it streams, blocks that are over staying what they are", async () => {
		const opened = await open();
		const { view, page } = opened;
		await view.addRun(
			captionRun({ id: "a", task: "ask", prompt: "What?", status: "running", text: "" }),
		);
		await view.addText("a", "# One\n\nTwo **bo");
		await opened.painted();
		assert.equal(await outline(opened), "<h4>One<p>Two **bo");
		const heading = await page.getByRole("heading", { name: "One" }).elementHandle();
		for (const piece of ["ld** words\n\n", "- a\n- b\n\n", "|c|d|\n|-|-|\n|1", "|2|"]) {
			await view.addText("a", piece);
			await opened.painted();
		}
		await view.changeRun("a", { status: "done" });
		await opened.painted();
		assert.equal(
			await outline(opened),
			"<h4>One<p>Two <strong>bold words<ul><li>a<li>b<table><tr><th>c<th>d<tr><td>1<td>2",
		);
		assert(await heading?.evaluate((one) => one.isConnected));
	});

	it("gives code to copy, and opens links by the host alone", async () => {
		const opened = await answer("```py\nx = 1\n```\n\n[a](https://b.example/?c) <d@e.example>");
		const { page, host } = opened;
		const requests = listenForRequests(opened);
		const address = page.url();
		await page.getByRole("button", { name: "Copy Code" }).click();
		const link = page.getByRole("link", { name: "a", exact: true });
		assert.equal(await link.getAttribute("title"), "https://b.example/?c");
		await link.click();
		await link.click({ button: "middle" });
		await link.click({ modifiers: ["Control"] });
		await link.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("link", { name: "d@e.example" }).click();
		await opened.painted();
		const opens = ["openLink", "https://b.example/?c"];
		assert.deepEqual(host.calls, [
			["copyText", "x = 1"],
			...[opens, opens, opens, opens],
			["openLink", "mailto:d@e.example"],
		]);
		assert.equal(page.url(), address);
		assert.equal(page.context().pages().length, 1);
		assert.deepEqual(requests(), []);
	});
});

describe("A hostile answer", () => {
	const hostile = [
		"<script>document.title = 'ran'</script>",
		"<img src=x onerror=\"document.title='ran'\"> <svg onload=\"document.title='ran'\">",
		"<iframe src='https://evil.example'></iframe><style>body{display:none}</style>",
		"![tracking](https://evil.example/pixel.png?secret)",
		"![x](javascript:alert(1)) ![y](data:image/svg+xml,<svg/onload=alert(1)>)",
		"[run](javascript:document.title='ran') [cmd](command:workbench.action.quit)",
		"[code](vscode://file/etc/passwd) [file](file:///etc/passwd) [entity](javascript&#58;alert(1))",
		"<javascript:alert(1)> [ref] [bidi](https://a.example/\u202egnp.exe)",
		"[ref]: command:workbench.action.quit",
		"|<img src=x onerror=alert(1)>|\n|-|\n|<a href='command:x'>y</a>|",
		"# \u202eesrever\u2066\u200b",
		`\`\`\`"><img/src=x/onerror=alert(1)>\nconst access = "user\u202e \u2066// check\u2069";\n\`\`\``,
	].join("\n\n");

	it("runs nothing, loads nothing and leads nowhere", async () => {
		const opened = await answer("begins");
		const { page, view, host } = opened;
		const requests = listenForRequests(opened);
		const title = await page.title();
		await view.changeRun("a", { text: hostile });
		await page.getByRole("link", { name: "[image: tracking]" }).waitFor();
		for (const link of await drawn(opened).locator("a").all()) {
			assert.match((await link.getAttribute("href")) ?? "", /^https:\/\//);
			await link.click();
		}
		for (const words of ["run", "cmd", "code", "file", "entity", "ref"]) {
			await drawn(opened).getByText(words, { exact: false }).first().click();
		}
		await opened.painted();
		assert.deepEqual(
			host.calls.map(([call]) => call),
			["openLink", "openLink"],
		);
		assert.equal(await page.title(), title);
		assert.deepEqual(requests(), []);
		const tags = await drawn(opened).evaluate((root) => [
			...new Set([...root.querySelectorAll("*")].map(({ localName }) => localName)),
		]);
		const foreign = tags.filter((tag) => /script|img|iframe|style|object|form/.test(tag));
		assert.deepEqual(foreign, []);
		const text = (await drawn(opened).textContent()) ?? "";
		assert.match(text, /<script>document\.title/, "it is shown as it was written");
		assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b]/u);
	});

	for (const [name, text] of [
		["a line of a megabyte", "a".repeat(1_000_000)],
		["a word of a megabyte in a table", `|${"b".repeat(1_000_000)}|\n|-|\n|c|`],
		["ten thousand nested quotes", `${">".repeat(10_000)} x`],
		[
			"a thousand nested lists",
			Array.from({ length: 300 }, (_, i) => `${"  ".repeat(i)}- x`).join("\n"),
		],
		["ten thousand openings", "[".repeat(10_000)],
		["emphasis without end", "*a **b ".repeat(2500)],
		["lines of right-to-left overrides", "\u202e".repeat(5000)],
		["code far too wide", `\`\`\`\n${"x".repeat(15_000)}\n\`\`\``],
		["a table far too wide", `|${"wide|".repeat(200)}\n|${"-|".repeat(200)}\n|${"y|".repeat(200)}`],
	] as const) {
		it(`leaves the layout as it is: ${name}`, async () => {
			const run = captionRun({
				id: "a",
				task: "ask",
				prompt: "What?",
				status: "running",
				text: "",
			});
			const opened = await open({ state: { runs: [run] } });
			const { page, view } = opened;
			await view.addText("a", text.slice(0, text.length / 2));
			await view.addText("a", text.slice(text.length / 2));
			await view.changeRun("a", { status: "done" });
			await page.getByRole("button", { name: "Retry" }).waitFor();
			const panel = await page.getByRole("complementary").boundingBox();
			assert.equal(panel?.width, 340);
			const wide = await page.evaluate(() =>
				["html", ".panel", ".log", ".entry", ".markdown"].filter((selector) => {
					const element = document.querySelector(selector);
					return !element || element.scrollWidth > element.clientWidth + 1;
				}),
			);
			assert.deepEqual(wide, []);
			const box = await page.getByRole("textbox").boundingBox();
			assert(box && box.y + box.height <= 640);
		});
	}
});

describe("Markdown's looks", () => {
	const text = [
		"There are **three** things on the table:",
		"1. a white cup\n   - with *coffee*\n   - [x] full\n2. an apple, see [the wiki](https://a.example)",
		"| Thing | Width | Height |\n|:--|--:|--:|\n| cup | 250 | 206 |\n| apple | 128 | 160 |",
		"> A still life.",
		'```python\nprint("cup", 250)\n```',
		"## Summary\nUse `detect` for boxes.",
	].join("\n\n");
	for (const [name, theme] of Object.entries(themes)) {
		it(`are drawn in ${name}, the question being edited`, async () => {
			const runs = [captionRun({ task: "ask", prompt: "What is on the table?", text })];
			const opened = await open({ theme, width: 900, height: 720, state: { runs } });
			const { page } = opened;
			await page.getByRole("article").focus();
			await page.keyboard.press("F2");
			await page.getByRole("textbox", { name: "Edit the question" }).waitFor();
			await opened.screenshot(`markdown-${name}`);
			assert.equal(await page.getByRole("cell").count(), 6);
		});
	}
});
