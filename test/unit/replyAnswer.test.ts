import assert from "node:assert/strict";
import fc from "fast-check";
import { AnswerReader } from "../../src/gemini/answer.ts";
import type { FoundObject } from "../../src/gemini/reply.ts";

const boxes = '[{"box_2d":[100,200,300,400],"label":"cup"},{"box_2d":[1,2,3,4],"label":"jar"}]';

function read(pieces: readonly string[], options = {}) {
	const reader = new AnswerReader(options);
	let text = "";
	const objects: FoundObject[] = [];
	for (const piece of pieces) {
		const now = reader.push(piece);
		text += now.text;
		objects.push(...now.objects);
	}
	const end = reader.end();
	return { text: text + end.text, objects: [...objects, ...end.objects], end: end.end };
}

function labels({ objects }: { objects: FoundObject[] }): string[] {
	return objects.map(({ label }) => label);
}

describe("An answer in words with boxes", () => {
	it("has the words as they come, and each object as soon as it is whole", () => {
		const reader = new AnswerReader();
		assert.deepEqual(reader.push("Two **th"), { text: "Two **th", objects: [] });
		assert.deepEqual(reader.push("ings**.\n\n``"), { text: "ings**.\n\n", objects: [] });
		assert.deepEqual(reader.push('`json\n[{"box_2d":[100,2'), { text: "", objects: [] });
		const first = reader.push('00,300,400],"label":"cup"},\n{"box_2d":[1,2');
		assert.deepEqual(first.text, "");
		assert.deepEqual(first.objects, [
			{ label: "cup", box: { top: 100, left: 200, bottom: 300, right: 400 } },
		]);
		assert.deepEqual(labels(reader.push(',3,4],"label":"jar"}]\n')), ["jar"]);
		assert.deepEqual(reader.push("```\n"), { text: "", objects: [] });
		const { text, objects, end } = reader.end();
		assert.deepEqual([text, objects], ["", []]);
		assert.deepEqual([end?.complete, end?.warnings], [true, []]);
	});

	const withBoxes: [what: string, answer: string, text: string][] = [
		["a fence", `Here.\n\`\`\`json\n${boxes}\n\`\`\``, "Here.\n"],
		["a fence without a language", `Here.\n\`\`\`\n${boxes}\n\`\`\`\n`, "Here.\n"],
		[
			"a fence in capitals, indented, with carriage returns",
			`Here.\r\n  \`\`\`JSON\r\n${boxes}\r\n  \`\`\`\r\n`,
			"Here.\r\n",
		],
		["a fence on one line", `Here.\n\`\`\`json ${boxes}\`\`\``, "Here.\n"],
		["a fence that closes behind the bracket", `Here.\n\`\`\`json\n${boxes} \`\`\`\n`, "Here.\n"],
		["a fence that does not close", `Here.\n\`\`\`json\n${boxes}`, "Here.\n"],
		[
			"words behind the fence",
			`Here.\n\`\`\`json\n${boxes}\n\`\`\`\nThat is all.`,
			"Here.\nThat is all.",
		],
		["a bare array", `Here.\n${boxes}`, "Here.\n"],
		[
			"a bare array over lines",
			`Here.\n[\n  {"label":"cup","box_2d":[100,200,300,400]},\n {"box_2d":[1,2,3,4],"label":"jar"}\n]\n`,
			"Here.\n\n",
		],
		["a fence with its boxes under a key", `\`\`\`json\n{"objects":${boxes}}\n\`\`\``, ""],
		[
			"other code before it",
			`\`\`\`python\n[{"box_2d": 1}]\n\`\`\`\n\`\`\`json\n${boxes}\n\`\`\``,
			'```python\n[{"box_2d": 1}]\n```\n',
		],
		["inline code before it", `\`\`\`a [{\`\`\` b\n\`\`\`json\n${boxes}\n\`\`\``, "```a [{``` b\n"],
		[
			"an empty fence before it",
			`Well\n\`\`\`json\n[]\n\`\`\`\n\`\`\`json\n${boxes}\n\`\`\``,
			"Well\n",
		],
	];
	for (const [what, answer, text] of withBoxes) {
		it(`gives boxes of ${what}`, () => {
			const whole = read([answer]);
			assert.deepEqual(labels(whole), ["cup", "jar"]);
			assert.equal(whole.text, text);
			assert.deepEqual(read([...answer]), whole);
		});
	}

	const words: [what: string, answer: string][] = [
		["a fence of other JSON", 'Yes:\n```json\n{"name": "cup", "size": [1, 2]}\n```\nDone.'],
		["a fence of long JSON", `\`\`\`json\n[${'{"name": "a cup"},'.repeat(200)}1]\n\`\`\`\n`],
		["a fence of JSON that is cut", 'Yes:\n```json\n{"name": "cu'],
		["a fence that speaks of boxes and has none", '```json\n{"box_2d": "none"}\n```'],
		["another language's fence", `\`\`\`python\nboxes = 1\n${boxes}\n\`\`\`\n`],
		["a longer fence around a fence", `\`\`\`\`md\n\`\`\`json\n${boxes}\n\`\`\`\n\`\`\`\`\n`],
		["links, marks and brackets", "[a](b)\n[illegible] x\n- [ ] y\n[\n1]\n[ {}\n`` ` ``\n"],
		["an empty fence alone", "```json\n[]\n```\n"],
		["an empty fence with more words", "So:\n```json\n[]\n```\n\nwas asked for."],
		["backticks without end", "`".repeat(50)],
		["blanks", " \n \n\t"],
	];
	for (const [what, answer] of words) {
		it(`keeps ${what} as words`, () => {
			for (const pieces of [[answer], [...answer]]) {
				const { text, objects, end } = read(pieces);
				assert.equal(text, answer);
				assert.deepEqual([objects, end], [[], undefined]);
			}
		});
	}

	it("drops an empty fence behind the words: nothing was found", () => {
		assert.equal(read(["Nothing.\n```json\n[]\n```\n"]).text, "Nothing.\n");
	});

	it("keeps whole objects of an answer that was cut, and says that it was", () => {
		const cut = read([`Here.\n\`\`\`json\n${boxes.slice(0, -8)}`]);
		assert.deepEqual(labels(cut), ["cup"]);
		assert.deepEqual(cut.end?.warnings, [{ kind: "cut", count: 1 }]);
		const none = read([`Here.\n\`\`\`json\n${boxes.slice(0, 25)}`]);
		assert.deepEqual([none.text, none.objects, none.end?.complete], ["Here.\n", [], false]);
	});

	it("knows a model that lists the same without end", () => {
		const reader = new AnswerReader();
		reader.push("```json\n[");
		for (let at = 0; at < 200 && !reader.isRunaway; at++) {
			reader.push('{"box_2d":[1,2,3,4],"label":"a"},');
		}
		assert.equal(reader.isRunaway, true);
	});

	it("gives the same however it is cut", () => {
		const part = fc.constantFrom(
			..."Words and more.|\n|\n\n|```json\n|```\n|```|``|`|[|]|[]|{|}| |  |\r\n|python".split("|"),
			boxes,
			'{"box_2d":[5,6,7,8],"label":"x"}',
			'"a": "[{\\"b',
			"x".repeat(400),
		);
		fc.assert(
			fc.property(
				fc.array(part, { maxLength: 14 }),
				fc.array(fc.nat(3000), { maxLength: 20 }),
				(parts, cuts) => {
					const answer = parts.join("");
					const places = [0, ...cuts.map((cut) => cut % (answer.length + 1)), answer.length];
					places.sort((a, b) => a - b);
					const pieces = places.slice(1).map((end, index) => answer.slice(places[index], end));
					assert.deepEqual(read(pieces), read([answer]));
				},
			),
			{ numRuns: 2000, seed: 7 },
		);
	});

	it("loses no word of an answer without boxes", () => {
		const part = fc.oneof(
			fc.string(),
			fc.constantFrom(..."\n|```json\n|```\n|```|[{|}]|[|\n[\n{|words".split("|")),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
				const answer = `${parts.join("")}.`;
				assert.deepEqual(read(parts.concat(".")), { text: answer, objects: [], end: undefined });
			}),
			{ numRuns: 1000, seed: 11 },
		);
	});

	it("takes a million characters of anything soon enough", () => {
		for (const unit of ["`", " ", "[", "[{", "\n", "```json\n", "x", '```json\n{"box_2d":']) {
			const reader = new AnswerReader();
			const piece = unit.repeat(Math.ceil(50 / unit.length));
			const started = performance.now();
			for (let length = 0; length < 1_000_000; length += piece.length) reader.push(piece);
			reader.end();
			assert.ok(performance.now() - started < 2000, JSON.stringify(unit));
		}
	}).timeout(16_000);
});

describe("Boxes in several pictures", () => {
	const listed = (value: unknown, key = "picture") =>
		`\`\`\`json\n[{"${key}":${JSON.stringify(value)},"box_2d":[1,2,3,4],"label":"a"}]\n\`\`\``;

	for (const key of ["picture", "image", "picture_index", "imageIndex", "Image Number"]) {
		it(`are told apart by "${key}", counted from 0`, () => {
			assert.equal(read([listed(2, key)], { pictures: 3 }).objects[0]?.picture, 1);
			assert.equal(read([listed("3", key)], { pictures: 3 }).objects[0]?.picture, 2);
		});
	}

	it("are left out when no picture has their number, rather than drawn on another", () => {
		for (const value of [0, 4, -1, 1.5]) {
			assert.deepEqual(read([`Here.\n${listed(value)}`], { pictures: 3 }).objects, []);
		}
	});

	it("need no number, nor is it heeded where there is one picture", () => {
		assert.equal("picture" in read([listed(1)]).objects[0]!, false);
		assert.equal("picture" in read([listed("left")], { pictures: 2 }).objects[0]!, false);
	});

	it("are no repeats when the same thing is in each", () => {
		const pair = [1, 2].map((picture) => ({ picture, box_2d: [1, 2, 3, 4], label: "a" }));
		const found = read([`\`\`\`json\n${JSON.stringify(pair)}\n\`\`\``], { pictures: 2 });
		assert.deepEqual(
			found.objects.map(({ picture }) => picture),
			[0, 1],
		);
	});
});
