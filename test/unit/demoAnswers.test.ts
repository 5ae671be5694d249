import assert from "node:assert/strict";
import { answer, limits } from "../../src/demo/answers.ts";
import { nameColor } from "../../src/demo/colors.ts";
import { fill } from "../../src/demo/fill.ts";
import { labelsFor } from "../../src/demo/labels.ts";
import { look, type Sight } from "../../src/demo/vision.ts";
import { readWords, selectThings } from "../../src/demo/words.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { many, plain } from "../fixtures/scenes.ts";
import { colors, type Scene, shape } from "../fixtures/shapes.ts";

/** Two red circles, three blue squares and a star. */
const repeated: Scene = {
	size: { width: 900, height: 400 },
	background: "#ffffff",
	shapes: [
		shape("red", "circle", 40, 40, 100),
		shape("red", "circle", 700, 50, 140),
		shape("blue", "square", 40, 250, 80),
		shape("blue", "square", 200, 250, 80),
		shape("blue", "square", 360, 250, 80),
		shape("green", "star", 600, 230, 120, 114),
	],
};

describe("What the demo engine answers", () => {
	let five: Sight;
	let six: Sight;
	let twelve: Sight;
	before(async () => {
		five = await look(await renderScene(plain, { format: "png" }));
		six = await look(await renderScene(repeated, { format: "png" }));
		twelve = await look(await renderScene(many, { format: "png" }));
	});

	function picked(words: string, sight: Sight): string[] {
		return selectThings(sight, readWords(words)).map(({ color, shape }) => `${color} ${shape}`);
	}

	it("describes what is where", () => {
		const caption =
			"A picture with a red circle at the top left, a blue triangle at the top, a yellow rectangle at the bottom left, a purple star at the bottom and a green square at the right, on a white background.";
		const asked = ["What does this picture show?", "Describe it.", "What do you see?", ""];
		for (const question of asked) assert.equal(answer(question, five), caption);
	});

	it("counts when there are too many to list", () => {
		assert.match(answer("Describe this", twelve), /^A picture with 12 shapes: 1 red circle, /);
	});

	const questions: [question: string, answer: string][] = [
		["How many red circles are there?", "There are 2 red circles."],
		["How many stars?", "There is 1 green star."],
		["How many green circles are there?", "There are none (0)."],
		[
			"How many shapes are there?",
			"There are 6 shapes: 2 red circles, 3 blue squares and 1 green star.",
		],
		["How many red or blue things?", "There are 5: 2 red circles and 3 blue squares."],
		["What colours are there?", "Red, blue and green, on a white background."],
		["What colour is the star?", "The star at the bottom right is green."],
		["What color is the background?", "The background is white."],
		["Where is the green star?", "The green star is at the bottom right."],
		[
			"Where are the circles?",
			"The red circle (left) is at the top left and the red circle (right) is at the top right.",
		],
		["Is there a star?", "Yes, a green star at the bottom right."],
		["Are there any yellow triangles?", "No, I see no such thing in this picture."],
		["Are there circles?", "Yes, 2 red circles."],
		["What is the largest shape?", "The largest is the red circle at the top right."],
		["What shapes are there?", "I see 2 circles, 3 squares and 1 star."],
	];
	for (const [question, expected] of questions) {
		it(`answers “${question}”`, () => {
			assert.equal(answer(question, six), expected);
		});
	}

	it("says what it cannot see when asked for more", () => {
		for (const question of ["Who painted this?", "Is the dog asleep?", "이 그림은 무엇입니까?"]) {
			assert.ok(answer(question, five).endsWith(limits), question);
		}
	});

	const selections: [words: string, found: string[]][] = [
		["all green objects", ["green square"]],
		["the circles", ["red circle"]],
		["red and blue things", ["red circle", "blue triangle"]],
		["red circles and stars", ["red circle", "purple star"]],
		["yellow and green rectangles", ["yellow rectangle"]],
		["everything except red", ["blue triangle", "green square", "yellow rectangle", "purple star"]],
		["all shapes but no circles or stars", ["blue triangle", "green square", "yellow rectangle"]],
		["everything that is not yellow or purple", ["red circle", "blue triangle", "green square"]],
		["the largest shape", ["yellow rectangle"]],
		["shapes on the left", ["red circle", "yellow rectangle"]],
		["violet things", ["purple star"]],
		[
			"the prominent objects",
			["red circle", "blue triangle", "green square", "yellow rectangle", "purple star"],
		],
		["cats", []],
		["the wooden and glass items", []],
	];
	for (const [words, found] of selections) {
		it(`picks out “${words}”`, () => {
			assert.deepEqual(picked(words, five).sort(), found.sort());
		});
	}

	it("gives every thing a label of its own", () => {
		assert.deepEqual(labelsFor(six.things).sort(), [
			"blue square 1",
			"blue square 2",
			"blue square 3",
			"green star",
			"red circle (left)",
			"red circle (right)",
		]);
	});

	it("fills a schema with what it sees", () => {
		const schema = {
			type: "object",
			properties: {
				red_circles: { type: "integer" },
				hasStar: { type: "boolean" },
				has_cross: { type: "boolean" },
				main: { type: "string", enum: ["cat", "blue square", "yellow ring"] },
				colors: { type: "array", items: { type: "string", enum: ["red", "green", "pink"] } },
			},
		};
		assert.deepEqual(fill(schema, six, ""), {
			red_circles: 2,
			hasStar: true,
			has_cross: false,
			main: "blue square",
			colors: ["red", "green"],
		});
	});

	it("calls the clear cases of every colour by their names", () => {
		for (const [name, hex] of Object.entries(colors)) {
			const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
			assert.equal(nameColor(red!, green!, blue!), name);
		}
	});
});
