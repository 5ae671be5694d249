import assert from "node:assert/strict";
import { GoogleGenAI } from "@google/genai/web";
import sharp from "sharp";
import { limits } from "../../src/demo/answers.ts";
import { type DemoEngine, startDemoEngine } from "../../src/demo/server.ts";
import { AnswerReader } from "../../src/gemini/answer.ts";
import { readLabels } from "../../src/gemini/labels.ts";
import type { FoundObject } from "../../src/gemini/reply.ts";
import { ReplyReader } from "../../src/gemini/reply.ts";
import { buildRequest, type EarlierTurn, type RequestInput } from "../../src/gemini/request.ts";
import { readData } from "../../src/host/readData.ts";
import { schemaFromNames } from "../../src/shared/schemaFromNames.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { many, plain, transparent } from "../fixtures/scenes.ts";
import { type Scene, shape } from "../fixtures/shapes.ts";

/** `plain` with the circle gone, the square moved, the triangle in another colour, and a ring. */
const changed: Scene = {
	...plain,
	shapes: [
		shape("orange", "triangle", 250, 50, 150, 120),
		shape("green", "square", 40, 40, 110),
		shape("yellow", "rectangle", 60, 250, 200, 90),
		shape("purple", "star", 300, 230, 120, 114),
		shape("black", "diamond", 480, 220, 90, 120),
	],
};

describe("A talk with the demo engine", () => {
	let engine: DemoEngine;
	let client: GoogleGenAI;
	const pictures = new Map<Scene, string>();
	before(async () => {
		engine = await startDemoEngine({ pause: 0 });
		const httpOptions = { baseUrl: engine.url, apiVersion: "v1beta" };
		client = new GoogleGenAI({ apiKey: "any", vertexai: false, httpOptions });
		for (const scene of [plain, many, transparent, changed]) {
			const bytes = await renderScene(scene, { format: "png" });
			pictures.set(scene, Buffer.from(bytes).toString("base64"));
		}
	});
	after(() => engine.close());

	function pictureOf(scene: Scene) {
		return { mimeType: "image/png", base64: pictures.get(scene)! };
	}

	async function replyTo(change: Partial<RequestInput>, scenes = [plain]): Promise<string> {
		const request = buildRequest({
			task: "ask",
			model: "gemini-3.8-flash",
			pictures: scenes.map(pictureOf),
			maxObjects: 25,
			...change,
		});
		const { text } = await client.models.generateContent(request);
		return text ?? "";
	}

	/** As Loupe reads it: words, and the objects of the fence behind them. */
	async function ask(change: Partial<RequestInput> | string, scenes = [plain]) {
		const asked = typeof change === "string" ? { prompt: change } : change;
		const reader = new AnswerReader({ pictures: scenes.length });
		const first = reader.push(await replyTo(asked, scenes));
		const last = reader.end();
		assert.deepEqual(last.end?.warnings ?? [], []);
		const objects = [...first.objects, ...last.objects];
		return { text: (first.text + last.text).trim(), objects };
	}

	function labels(objects: readonly FoundObject[]): string[] {
		return objects.map(({ label }) => label).sort();
	}

	/** Asks one after the other, each with the conversation so far; resolves with the last answer. */
	async function talk(questions: string[], scenes = [plain]) {
		const earlier: EarlierTurn[] = [];
		let answer: Awaited<ReturnType<typeof ask>> | undefined;
		for (const prompt of questions) {
			answer = await ask({ prompt, earlier: [...earlier] }, scenes);
			earlier.push({ task: "ask", prompt, answer: answer.text });
		}
		return answer!;
	}

	/** Where a shape of the fixture is, in thousandths of its picture. */
	function boxIn({ size, shapes }: Scene, label: string) {
		const { box } = shapes.find((one) => one.label === label)!;
		return {
			top: (box.y / size.height) * 1000,
			left: (box.x / size.width) * 1000,
			bottom: ((box.y + box.height) / size.height) * 1000,
			right: ((box.x + box.width) / size.width) * 1000,
		};
	}

	function assertAt(object: FoundObject | undefined, scene: Scene, label: string, off = 5) {
		const expected = boxIn(scene, label);
		for (const edge of ["top", "left", "bottom", "right"] as const) {
			const distance = Math.abs((object?.box?.[edge] ?? Number.NaN) - expected[edge]);
			assert.ok(distance <= off, `${label}: ${edge} is off by ${distance}`);
		}
	}

	describe("draws what a question asks for", () => {
		const drawn: [question: string, text: RegExp, labels: string[]][] = [
			["Where is the star?", /^The purple star is at the bottom\.$/, ["purple star"]],
			["How many red or blue things are there?", /^There are 2/, ["blue triangle", "red circle"]],
			["Find the circle", /red circle/, ["red circle"]],
			["Count the squares.", /1 green square/, ["green square"]],
			["Where are the cats?", /I see colours and shapes only/, []],
			["How many pink things?", /none \(0\)/, []],
			["What colour is the star?", /is purple/, []],
			["Is there a star?", /^Yes/, []],
			["What does this picture show?", /^A picture with a red circle/, []],
		];
		for (const [question, text, found] of drawn) {
			it(`“${question}”`, async () => {
				const answer = await ask(question);
				assert.match(answer.text, text);
				assert.doesNotMatch(answer.text, /```|box_2d/);
				assert.deepEqual(labels(answer.objects), found);
				for (const object of answer.objects) assertAt(object, plain, object.label);
			});
		}

		it("as many as are asked for at most", async () => {
			const answer = await ask({ prompt: "Where is everything?", maxObjects: 3 }, [many]);
			assert.equal(answer.objects.length, 3);
		});

		it("in any language of the answer", async () => {
			const answer = await ask({ prompt: "Where is the star?", language: "ko" });
			assert.deepEqual(labels(answer.objects), ["purple star"]);
		});

		it("and writes no fence for a client that does not ask for one", async () => {
			const { mimeType, base64: data } = pictureOf(plain);
			const parts = [{ inlineData: { mimeType, data } }, { text: "Where is the star?" }];
			const { text } = await client.models.generateContent({
				model: "loupe-demo",
				contents: [{ role: "user", parts }],
			});
			assert.equal(text, "The purple star is at the bottom.");
		});
	});

	describe("remembers what was spoken of", () => {
		const talks: [questions: string[], text: RegExp, found: string[]][] = [
			[
				["Is there a star?", "Where is it?"],
				/^The purple star is at the bottom\.$/,
				["purple star"],
			],
			[
				["Where is the red circle?", "And the blue one?"],
				/^The blue triangle is/,
				["blue triangle"],
			],
			[["Where is the star?", "What colour is it?"], /purple/, []],
			[["Where is the square?", "Is it red?"], /^No/, []],
			[["Where is the square?", "Is it green?"], /^Yes, a green square/, []],
			[
				["What is here?", "How many are there?"],
				/^There are 5 shapes/,
				["blue triangle", "green square", "purple star", "red circle", "yellow rectangle"],
			],
			[
				["Where is the star?", "Thanks, very nice!", "How many are there?"],
				/^There is 1/,
				["purple star"],
			],
			[
				["Where is the star?", "How many red circles are there?"],
				/^There is 1 red circle/,
				["red circle"],
			],
			[["How many circles?", "what about squares?"], /^There is 1 green square/, ["green square"]],
		];
		for (const [questions, text, found] of talks) {
			it(questions.join(" – "), async () => {
				const answer = await talk(questions);
				assert.match(answer.text, text);
				assert.deepEqual(labels(answer.objects), found);
			});
		}
	});

	describe("about several pictures", () => {
		it("answers for each, and says which one each box is in", async () => {
			const answer = await ask("Where are the circles?", [plain, transparent]);
			assert.match(answer.text, /^Picture 1: The red circle .*\n\nPicture 2: The red circle /);
			const places = answer.objects.map(({ picture }) => picture);
			assert.deepEqual(places, [0, 1]);
			assertAt(answer.objects[0], plain, "red circle");
			assertAt(answer.objects[1], transparent, "red circle");
		});

		const named = [
			"Where is the triangle in picture 2?",
			"Where is the triangle in the second image?",
		];
		for (const question of named) {
			it(`answers for the one that is named: “${question}”`, async () => {
				const answer = await ask(question, [plain, transparent]);
				assert.match(answer.text, /^The green triangle is/);
				assert.deepEqual(
					answer.objects.map(({ picture }) => picture),
					[1],
				);
			});
		}

		it("goes on with the picture that was named", async () => {
			const { text } = await talk(
				["How many shapes in picture 1?", "and in picture 2?"],
				[plain, transparent],
			);
			assert.match(text, /^There are 3 shapes/);
			const other = await talk(
				["Is there a circle in picture 2?", "Where is it?"],
				[plain, transparent],
			);
			assert.deepEqual(
				other.objects.map(({ picture }) => picture),
				[1],
			);
		});

		it("captions each, and finds things in each", async () => {
			const caption = await replyTo({ task: "caption" }, [plain, transparent]);
			assert.match(caption, /^Picture 1: A picture with .*\n\nPicture 2: A picture with /);
			const reader = new ReplyReader({ pictures: 2 });
			const reply = await replyTo({ task: "detect", prompt: "circles" }, [plain, transparent]);
			const objects = [...reader.push(reply), ...reader.end().objects];
			assert.deepEqual(
				objects.map(({ picture }) => picture),
				[0, 1],
			);
		});
	});

	describe("about a part", () => {
		async function crop(left: number, top: number, width: number, height: number) {
			const bytes = await sharp(Buffer.from(pictures.get(plain)!, "base64"))
				.extract({ left, top, width, height })
				.resize({ width: width * 3 })
				.png()
				.toBuffer();
			return { mimeType: "image/png", base64: bytes.toString("base64") };
		}

		it("answers about the part, with boxes where they are in the whole", async () => {
			const part = await crop(20, 10, 400, 190);
			const answer = await ask({ prompt: "How many shapes are there?", crop: part });
			assert.match(answer.text, /^There are 2 shapes: 1 red circle and 1 blue triangle\.$/);
			assert.deepEqual(labels(answer.objects), ["blue triangle", "red circle"]);
			for (const object of answer.objects) assertAt(object, plain, object.label, 10);
		});

		it("draws nothing when it cannot tell where the part is", async () => {
			const part = await crop(60, 60, 60, 60);
			const answer = await ask({ prompt: "Where is anything?", crop: part });
			assert.deepEqual(answer.objects, []);
		});

		it("speaks of the whole again when the next question brings no part", async () => {
			const part = await crop(20, 10, 400, 190);
			const earlier: EarlierTurn[] = [
				{ task: "ask", prompt: "What is here?", crop: part, answer: "x" },
			];
			const answer = await ask({ prompt: "How many shapes are in the picture?", earlier });
			assert.match(answer.text, /^There are 5 shapes/);
		});

		it("captions, classifies and reads the part", async () => {
			const part = await crop(20, 10, 400, 190);
			const caption = await replyTo({ task: "caption", crop: part });
			assert.match(caption, /^A picture with a red circle .* and a blue triangle [^,]*, on/);
			const chosen = await replyTo({
				task: "classify",
				crop: part,
				labels: ["star", "blue triangle"],
			});
			assert.deepEqual(readLabels(chosen, ["star", "blue triangle"], true).labels, [
				"blue triangle",
			]);
		});
	});

	describe("compares", () => {
		it("says what is gone, new, moved and recoloured, and draws both sides", async () => {
			const answer = await ask({ task: "compare" }, [plain, changed]);
			assert.deepEqual(
				answer.text
					.split("\n")
					.filter((line) => line.startsWith("- "))
					.sort(),
				[
					"- A black diamond at the bottom right is new.",
					"- The green square moved from the right to the top left.",
					"- The red circle at the top left is gone.",
					"- The triangle at the top changed from blue to orange.",
				],
			);
			assert.ok(answer.text.endsWith(limits));
			const drawn = answer.objects.map(({ label, picture }) => `${picture} ${label}`);
			assert.deepEqual(drawn.sort(), [
				"0 blue triangle",
				"0 green square",
				"0 red circle",
				"1 black diamond",
				"1 green square",
				"1 orange triangle",
			]);
			for (const object of answer.objects) {
				const scene = object.picture === 0 ? plain : changed;
				assertAt(object, scene, object.label);
			}
		});

		it("sees no difference where there is none, whatever the size", async () => {
			const bytes = await renderScene(plain, { format: "png" });
			const small = await sharp(bytes).resize({ width: 450 }).png().toBuffer();
			const request = { mimeType: "image/png", base64: small.toString("base64") };
			const answer = await ask({ task: "compare", pictures: [pictureOf(plain), request] }, [
				plain,
				plain,
			]);
			assert.match(answer.text, /^I see no difference from picture 1 to picture 2\./);
			assert.deepEqual(answer.objects, []);
		});

		it("keeps to what the person asks about", async () => {
			const prompt = "What happened to the square?";
			const answer = await ask({ task: "compare", prompt }, [plain, changed]);
			assert.deepEqual(labels(answer.objects), ["green square", "green square"]);
		});
	});

	describe("chooses, reads and writes down what it sees", () => {
		it("labels that it sees are sure, those that it half sees are guesses", async () => {
			const choose = async (names: string[], many: boolean) =>
				readLabels(await replyTo({ task: "classify", labels: names, many }), names, many);
			assert.deepEqual(await choose(["cat", "red circle", "star", "green circle"], true), {
				labels: ["red circle", "star"],
				confidence: { "red circle": "high", star: "high" },
			});
			assert.deepEqual(await choose(["star", "rectangle"], false), {
				labels: ["rectangle"],
				confidence: { rectangle: "high" },
			});
			assert.deepEqual(await choose(["red apple", "cat"], false), {
				labels: ["red apple"],
				confidence: { "red apple": "low" },
			});
			assert.deepEqual(await choose(["cat", "dog"], true), { labels: [] });
			const set = Array.from({ length: 150 }, (_, index) => `breed ${index}`).concat("purple star");
			assert.deepEqual((await choose(set, false)).labels, ["purple star"]);
		});

		it("data keeps to the schema; what it cannot see is null, left out or empty", async () => {
			const schema = {
				type: "object",
				properties: {
					circles: { type: "integer" },
					hasStar: { type: "boolean" },
					colors: { type: "array", items: { type: "string" } },
					background: { type: "string" },
					invoiceNumber: { type: ["string", "null"] },
					owner: { type: "string" },
					date: { type: "string" },
					shapes: { type: "array", items: { $ref: "#/$defs/shape" } },
				},
				required: ["circles", "owner", "shapes"],
				$defs: {
					shape: {
						type: "object",
						properties: { color: { type: "string" }, shape: { type: "string" } },
						required: ["color", "shape"],
					},
				},
			};
			const read = await readData(
				await replyTo({ task: "extract", schema }, [transparent]),
				schema,
			);
			assert.deepEqual(read, {
				data: {
					circles: 1,
					hasStar: false,
					colors: ["red", "blue", "green"],
					background: "transparent",
					invoiceNumber: null,
					owner: "",
					shapes: [
						{ color: "red", shape: "circle" },
						{ color: "blue", shape: "square" },
						{ color: "green", shape: "triangle" },
					],
				},
			});
		});

		it("data by a schema from names, and by one that holds itself", async () => {
			const named = schemaFromNames("items[], total: number, is_square?: boolean")!;
			const read = await readData(
				await replyTo({ task: "extract", schema: named }, [transparent]),
				named,
			);
			assert.deepEqual(read.data, {
				items: ["red circle", "blue square", "green triangle"],
				total: 3,
				is_square: true,
			});
			const endless = {
				type: "object",
				properties: { next: { $ref: "#" }, circles: { type: "integer" } },
			};
			const reply = await replyTo({ task: "extract", schema: endless });
			assert.equal((await readData(reply, endless)).invalid, undefined);
		});

		it("no text, and says so", async () => {
			const text = await replyTo({ task: "transcribe" }, [transparent]);
			assert.match(text, /^I see colours and shapes only, so I cannot read the text/);
			const lines = text.split("\n").slice(2);
			assert.deepEqual(lines, [
				"- red circle at the left",
				"- blue square at the top right",
				"- green triangle at the bottom",
			]);
		});

		it("captions as short as they are asked for", async () => {
			const most = async (length: number) =>
				(
					await replyTo({ task: "caption", prompt: `Alt text of at most ${length} characters.` }, [
						many,
					])
				).length;
			assert.ok((await most(125)) <= 125);
			assert.ok((await most(20)) <= 20);
			const whole = await replyTo({
				task: "caption",
				prompt: "In detail: what is left and right, and its colours",
			});
			assert.match(
				whole,
				/red circle .*blue triangle .*yellow rectangle .*purple star .*green square/,
			);
		});
	});
});
