import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import type { FoundObject } from "../../src/gemini/reply.ts";
import { ReplyReader } from "../../src/gemini/reply.ts";

const replies = new URL("../fixtures/replies/", import.meta.url);
const fixtures = readdirSync(replies)
	.filter((name) => name !== "README.md")
	.map((name): [string, string] => [name, readFileSync(new URL(name, replies), "utf8")]);

describe("ReplyReader on replies that models gave", () => {
	const summaries: Record<string, string[]> = {
		"detect-2.0-flash-prose-around-fence.txt": [
			"pink cloth 447,0,1000,418",
			"sugar bowl 197,300,510,514",
			"spill 433,607,664,871",
			"sugar container 0,465,325,807",
		],
		"detect-3.5-flash-fenced-then-text.txt": [
			"light blue sock with cat face on left 46,246,385,526",
			"light blue and grey sock with cat face on right 233,661,650,862",
		],
		"detect-3.6-flash-bare-array.txt": [
			"red sprinkle topping 393,67,574,206",
			"pink swirl topping with sprinkles 379,248,539,370",
			"light pink swirl topping 365,396,502,503",
			"bright pink topping with eye dots 444,432,597,566",
			"pink swirl topping with blue dots 353,529,522,652",
			"chocolate swirl topping 377,737,534,866",
			"white frosting with colorful sprinkles 554,41,727,201",
			"monster topping with sprinkles and eyes 543,296,703,444",
			"monster topping with pink sprinkles and eyes 557,513,712,665",
			"white frosting with pink and green sprinkles 473,629,638,772",
			"white frosting with colorful candy dots 508,798,691,959",
			"monster topping with eyes (center) 655,353,819,516",
			"monster topping with eyes (bottom left) 742,134,922,308",
		],
		"segment-2.5-flash-png-mask.json": [
			"the door excluding the doorframe 238,107,770,922 png of 728",
		],
		"segment-2.5-flash-seg-tokens.json": [
			"the microwave 179,442,344,497",
			"the tv 129,126,269,240",
		],
		// The model meant [x, y]; nothing in the reply says so, and prompts ask for [y, x].
		"segment-3.5-flash-polygon-no-box.json": [" 325,411,408,534 polygon of 6"],
	};

	for (const [name, text] of fixtures) {
		it(`reads ${name}`, () => {
			const { objects, end } = read([text]);
			assert.deepEqual(objects.map(summary), summaries[name]);
			assert.equal(end.complete, true);
			const noMask = name.includes("seg-tokens") ? [{ kind: "noMask", count: 2 }] : [];
			assert.deepEqual(end.warnings, noMask);
		});

		it(`reads ${name} cut anywhere: whole objects stay, others do not appear`, () => {
			const whole = read([text]).objects;
			let most = 0;
			for (let length = 0; length <= text.length; length++) {
				const { objects } = read([text.slice(0, length)]);
				assert.deepEqual(objects, whole.slice(0, objects.length));
				assert.ok(objects.length >= most);
				most = objects.length;
			}
			assert.equal(most, whole.length);
		});

		it(`reads ${name} character by character as at once`, () => {
			assert.deepEqual(read(text.split("")), read([text]));
		});
	}

	it("gives each object with the piece that closes it", () => {
		const reader = new ReplyReader();
		assert.deepEqual(reader.push('{"items": [{"point": [1, 2], "label": "a"'), []);
		assert.deepEqual(reader.push("}").map(summary), ["a 1/2"]);
		assert.deepEqual(reader.push(', {"point": [3, 4], "label": "b"}').map(summary), ["b 3/4"]);
		assert.equal(reader.end().complete, false);
	});

	it("tells a reply without JSON from one that names nothing", () => {
		assert.equal(read(["Sorry."]).end.sawJson, false);
		assert.equal(read(["[1] Sorry."]).end.sawJson, false);
		assert.equal(read(["[]"]).end.sawJson, true);
		assert.equal(read(['[{"bo']).end.sawJson, true);
	});
});

describe("ReplyReader on any reply", () => {
	const number = fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: -50, max: 1050 }));
	const label = fc.oneof(
		fc.string({ maxLength: 8 }),
		fc.constantFrom("cat", 'a "b" {c} [d]', "é\n"),
	);
	const item = fc.record(
		{
			box_2d: fc.tuple(number, number, number, number),
			label,
			point: fc.tuple(number, number),
			mask: fc.oneof(
				fc.array(fc.tuple(number, number), { maxLength: 5 }),
				fc.constantFrom(null, "<seg_1>", "gimme_mask_for_this"),
			),
		},
		{ requiredKeys: [] },
	);
	const items = fc.array(item, { maxLength: 4 });
	const reply = fc
		.tuple(items, fc.constantFrom(0, 1, 2), fc.constantFrom("array", "wrapper", "fence", "prose"))
		.map(([list, indent, form]) => {
			const text = JSON.stringify(list, null, indent);
			switch (form) {
				case "wrapper":
					return `{"items":${text}}`;
				case "fence":
					return `\`\`\`json\n${text}\n\`\`\``;
				case "prose":
					return `Here [1] is it:\n${text}\nThat's all.`;
				default:
					return text;
			}
		});

	it("gives for any prefix a prefix of the objects", () => {
		fc.assert(
			fc.property(reply, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
				const whole = read([text]).objects;
				const { objects } = read([text.slice(0, Math.floor(share * text.length))]);
				assert.deepEqual(objects, whole.slice(0, objects.length));
			}),
			{ numRuns: 3000, seed: 1 },
		);
	});

	it("gives the same for any pieces", () => {
		fc.assert(
			fc.property(reply, fc.array(fc.nat(300), { maxLength: 20 }), (text, cuts) => {
				assert.deepEqual(read(pieces(text, cuts)), read([text]));
			}),
			{ numRuns: 3000, seed: 2 },
		);
	});

	it("gives the same for any pieces of broken replies too", () => {
		const scrap = fc.constantFrom(
			...['{"', '":', "[1,2,3,4]", "{", "}", "[", "]", '"', "'", ",", ":", "\\", "```", "\n", " "],
			...["box_2d", "label", "points", "mask", "x", "//", "<seg_1>", "null", "7"],
		);
		const scraps = fc.array(scrap, { maxLength: 40 });
		fc.assert(
			fc.property(scraps, (parts) => {
				assert.deepEqual(read(parts.join("").split("")), read([parts.join("")]));
			}),
			{ numRuns: 10_000, seed: 3 },
		);
	});

	it("survives 100,000 mutations, in any pieces", () => {
		const random = generator(42);
		const seeds = [...fc.sample(reply, { numRuns: 200, seed: 4 }), ...short(fixtures)];
		const letters = [..."{}[]\",:'\\`<>\n 0-ax"];
		for (let run = 0; run < 100_000; run++) {
			let text = seeds[random(seeds.length)] ?? "";
			for (let change = random(4); change >= 0; change--) {
				const at = random(text.length + 1);
				const insert = random(3) === 0 ? "" : (letters[random(letters.length)] ?? "");
				text = text.slice(0, at) + insert + text.slice(at + random(3));
			}
			const cut = random(text.length + 1);
			const { objects, end } = read([text.slice(0, cut), text.slice(cut)]);
			for (const object of objects) {
				assert.ok(isSound(object), text);
			}
			assert.ok(end.warnings.every(({ count }) => count > 0));
			if (run % 20 === 0) {
				assert.deepEqual(read([text]), { objects, end }, text);
			}
		}
	}).timeout(30_000);
});

describe("ReplyReader on a model that does not stop", () => {
	const cat = '{"box_2d": [1, 2, 3, 4], "label": "cat"}';

	it("notices base64 that repeats itself, and keeps what is whole", () => {
		const {
			objects,
			reader,
			read: length,
		} = readUntilRunaway(
			`[${cat}, {"box_2d": [5, 6, 7, 8], "label": "dog", "mask": "data:image/png;base64,`,
			"4+Pj",
		);
		assert.deepEqual(objects.map(summary), ["cat 1,2,3,4"]);
		assert.ok(length < 12_000, `noticed after ${length}`);
		assert.deepEqual(reader.end(), {
			objects: [],
			complete: false,
			sawJson: true,
			warnings: [
				{ kind: "cut", count: 1 },
				{ kind: "runaway", count: 1 },
			],
		});
	});

	it("notices blank lines, tokens, vertices and sentences without end", () => {
		for (const [start, more] of [
			[`[${cat},`, "\n"],
			[`[{"mask": "`, "<seg_115>"],
			[`[{"mask": [`, "[412, 300], [418, 306], [425, 310], [421, 317], "],
			["", "The picture shows a cat on a mat, and another cat on another mat. "],
		] as const) {
			assert.ok(readUntilRunaway(start, more).read < 12_000, more);
		}
	});

	it("notices base64 that does not end though it does not repeat itself", () => {
		const random = generator(7);
		const noise = Buffer.from(Array.from({ length: 300_000 }, () => random(256)));
		const { reader, objects } = feed(
			`[${cat}, {"box_2d": [1, 2, 3, 9], "mask": "${noise.toString("base64")}"}, {"point": [5, 6]}]`,
		);
		assert.equal(reader.isRunaway, true);
		assert.deepEqual(objects.map(summary), ["cat 1,2,3,4", " 5/6"]);
		assert.deepEqual(reader.end().warnings, [
			{ kind: "unreadable", count: 1 },
			{ kind: "runaway", count: 1 },
		]);
	});

	it("notices a polygon that does not end though it does not repeat itself", () => {
		const random = generator(8);
		const points = Array.from({ length: 50_000 }, () => `[${random(1000)},${random(1000)}]`);
		assert.equal(feed(`[{"mask": [${points.join(",")}`).reader.isRunaway, true);
	});

	it("notices the same few objects again and again, and objects beyond the limit", () => {
		const again = Array.from({ length: 80 }, (_, at) => `{"point": [${at % 3}, 1]}`);
		const { reader, objects } = feed(`[${again.join()}`);
		assert.equal(objects.length, 3);
		assert.equal(reader.isRunaway, true);

		const limited = new ReplyReader({ maxObjects: 10 });
		limited.push(`[${Array.from({ length: 80 }, (_, at) => `{"point": [${at}, 1]}`).join()}`);
		assert.equal(limited.isRunaway, true);
	});

	it("lets long replies pass", () => {
		const grid = Array.from({ length: 3000 }, (_, at) => ({
			box_2d: [
				Math.floor(at / 60) * 10,
				(at % 60) * 10,
				Math.floor(at / 60) * 10 + 9,
				(at % 60) * 10 + 9,
			],
			label: "window",
		}));
		const { reader, objects } = feed(JSON.stringify(grid, null, 2));
		assert.equal(objects.length, 3000);
		assert.equal(reader.isRunaway, false);
		assert.deepEqual(reader.end().warnings, []);
	});

	for (const level of [0, 1, 9]) {
		for (const [size, value] of [
			[256, 0],
			[256, 255],
			[256, 0xe3],
			[128, 255],
			[64, 255],
		] as const) {
			it(`lets a flat ${size}×${size} mask of ${value} pass, compressed at level ${level}`, () => {
				const base64 = flatPng(size, value, level).toString("base64");
				const { reader, objects } = feed(
					`[{"box_2d": [1, 2, 3, 4], "label": "sky", "mask": "data:image/png;base64,${base64}"}]`,
				);
				assert.deepEqual(objects[0]?.mask, { kind: "png", base64 });
				assert.equal(reader.isRunaway, false);
				assert.equal(reader.end().complete, true);
			});
		}
	}
});

describe("ReplyReader on 10 MB of nonsense", () => {
	const size = 10_000_000;
	const random = generator(3);
	const noise = Array.from({ length: 5000 }, () => "[]{}\":,\\'`x1 \n"[random(15)]).join("");
	const inputs: Record<string, string> = {
		"opening brackets": "[".repeat(size),
		"opening braces": "{".repeat(size),
		quotes: '"'.repeat(size),
		"a string without end": `[{"label": "${"ab ".repeat(size / 3)}`,
		backslashes: `[{"label": "${"\\".repeat(size)}`,
		"escaped quotes": `[{"label": "${'\\"'.repeat(size / 2)}`,
		"nested masks": '[{"mask":['.repeat(size / 10),
		"scraps in disorder": noise.repeat(size / noise.length),
		// These do not repeat, so that nothing stops their reading.
		"closing brackets at many depths": varied((at) => `{"mask":{{{{{{${"]".repeat(at % 50)}`, size),
		"unclosed objects": varied((at) => `{"a${at}":[{"b":`, size),
		"unclosed strings": varied((at) => `{"a": "${at}, "b": "c`, size),
		"escapes before quotes": `[{"label": "${varied((at) => `\\"${at}`, size)}`,
		"braces without keys": varied((at) => `{${" ".repeat(at % 40)}`, size),
	};

	for (const [name, text] of Object.entries(inputs)) {
		it(`comes through ${name}, and soon enough`, () => {
			read([text]);
		}).timeout(10_000);
	}
});

function read(pieces: string[]) {
	const reader = new ReplyReader();
	const objects = pieces.flatMap((piece) => reader.push(piece));
	const end = reader.end();
	return { objects: [...objects, ...end.objects], end: { ...end, objects: [] } };
}

/** In pieces of 61 characters, as a stream brings them. */
function feed(text: string) {
	const reader = new ReplyReader();
	const objects: FoundObject[] = [];
	for (let at = 0; at < text.length; at += 61) {
		objects.push(...reader.push(text.slice(at, at + 61)));
	}
	return { reader, objects };
}

function readUntilRunaway(start: string, more: string) {
	const reader = new ReplyReader();
	const objects = reader.push(start);
	let length = 0;
	while (!reader.isRunaway && length < 1_000_000) {
		objects.push(...reader.push(more));
		length += more.length;
	}
	return { reader, objects, read: length };
}

function pieces(text: string, cuts: number[]): string[] {
	const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length];
	places.sort((a, b) => a - b);
	return places.slice(1).map((end, index) => text.slice(places[index], end));
}

function summary({ label, box, point, mask }: FoundObject): string {
	const parts = [label];
	if (box !== undefined) {
		parts.push(`${box.top},${box.left},${box.bottom},${box.right}`);
	}
	if (point !== undefined) {
		parts.push(`${point.y}/${point.x}`);
	}
	if (mask !== undefined) {
		parts.push(
			mask.kind === "png"
				? `png of ${mask.base64.length}`
				: `polygon of ${mask.polygons[0]?.length}`,
		);
	}
	return parts.join(" ");
}

/** Everything in the image, edges in order, something to draw. */
function isSound({ label, box, point, mask }: FoundObject): boolean {
	const points = mask?.kind === "polygons" ? mask.polygons.flat() : [];
	const scaled = [...points, ...(point === undefined ? [] : [point])].flatMap(({ x, y }) => [x, y]);
	const edges = box === undefined ? [] : [box.top, box.left, box.bottom, box.right];
	return (
		typeof label === "string" &&
		(box !== undefined || point !== undefined) &&
		(box === undefined || (box.top < box.bottom && box.left < box.right)) &&
		[...scaled, ...edges].every((each) => each >= 0 && each <= 1000)
	);
}

function short(files: [string, string][]): string[] {
	return files.map(([, text]) => text).filter((text) => text.length < 500);
}

function varied(part: (at: number) => string, size: number): string {
	const parts: string[] = [];
	for (let at = 0, length = 0; length < size; at++) {
		parts.push(part(at));
		length += parts.at(-1)!.length;
	}
	return parts.join("");
}

/** The minimal standard generator of Park and Miller: whole numbers below `limit`, always the same. */
function generator(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % limit;
	};
}

/** An 8-bit grey PNG of one value; checksums are left zero, as the reader does not look at them. */
function flatPng(size: number, value: number, level: number): Buffer {
	const rows = Buffer.alloc((size + 1) * size, value);
	for (let row = 0; row < size; row++) {
		rows[row * (size + 1)] = 0;
	}
	const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
	header.writeUInt32BE(size, 0);
	header.writeUInt32BE(size, 4);
	const chunks = [
		["IHDR", header],
		["IDAT", deflateSync(rows, { level })],
		["IEND", Buffer.alloc(0)],
	] as const;
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		...chunks.flatMap(([type, data]) => {
			const length = Buffer.alloc(4);
			length.writeUInt32BE(data.length);
			return [length, Buffer.from(type, "latin1"), data, Buffer.alloc(4)];
		}),
	]);
}
