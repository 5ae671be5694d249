import assert from "node:assert/strict";
import sharp from "sharp";
import { look } from "../../src/demo/vision.ts";
import type { Rect, Size } from "../../src/shared/result.ts";
import { orientations, renderScene } from "../fixtures/renderScene.ts";
import { large, many, plain, scenes, tall, transparent, wide } from "../fixtures/scenes.ts";
import type { Scene } from "../fixtures/shapes.ts";

/** Exactly the scene's shapes, under their names, every edge within 1 % of the picture's side. */
async function assertSees(bytes: Uint8Array, scene: Scene): Promise<void> {
	await assertFinds(
		bytes,
		scene.size,
		scene.shapes.map(({ label, box }) => ({ label, box })),
	);
}

async function assertFinds(
	bytes: Uint8Array,
	size: Size,
	truth: { label: string; box: Rect }[],
): Promise<void> {
	const sight = await look(bytes);
	const names = sight.things.map(({ color, shape }) => `${color} ${shape}`);
	assert.deepEqual([...names].sort(), truth.map(({ label }) => label).sort());
	for (const { label, box } of truth) {
		const thing = sight.things[names.indexOf(label)]!;
		const off = edges(thing.box, sight).map((edge, index) =>
			Math.abs(edge - edges(box, size)[index]!),
		);
		assert.ok(Math.max(...off) < 0.01, `${label} is off by ${off.map((one) => one.toFixed(4))}`);
	}
}

function edges({ x, y, width, height }: Rect, size: Size): number[] {
	return [x / size.width, y / size.height, (x + width) / size.width, (y + height) / size.height];
}

/** A drawing with soft edges on a ground of one's own. */
const drawn: Size = { width: 800, height: 540 };
const things = [
	{ label: "red circle", box: rect(70, 70, 160, 160), svg: circle(150, 150, 80, "#e02b2b") },
	{ label: "blue square", box: rect(300, 80, 140, 140), svg: bar(300, 80, 140, 140, "#1f5fd6") },
	{
		label: "green triangle",
		box: rect(500, 60, 200, 170),
		svg: '<polygon points="600,60 700,230 500,230" fill="#2a9d3f"/>',
	},
	{
		label: "purple ellipse",
		box: rect(80, 360, 240, 120),
		svg: '<ellipse cx="200" cy="420" rx="120" ry="60" fill="#7a32c2"/>',
	},
	{
		label: "orange rectangle",
		box: rect(420, 350, 200, 90),
		svg: '<rect x="420" y="350" width="200" height="90" rx="14" fill="#f5820b"/>',
	},
];

const onWhite = svg(bar(0, 0, 800, 540, "#fff") + things.map((thing) => thing.svg).join(""));

function rect(x: number, y: number, width: number, height: number): Rect {
	return { x, y, width, height };
}

function bar(x: number, y: number, width: number, height: number, fill: string): string {
	return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
}

function circle(x: number, y: number, radius: number, fill: string): string {
	return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
}

function svg(body: string, defs = "", { width, height } = drawn): Buffer {
	return Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${defs}</defs>${body}</svg>`,
	);
}

/** Noise of a normal kind, the same in every run. */
async function withNoise(picture: Buffer, deviation: number): Promise<Buffer> {
	const { data, info } = await sharp(picture)
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	let state = 1;
	const random = (): number => {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		return state / 0x7fffffff;
	};
	for (let at = 0; at < data.length; at++) {
		const normal = (random() + random() + random() + random() - 2) * Math.sqrt(3);
		data[at] = Math.min(255, Math.max(0, data[at]! + normal * deviation));
	}
	const { width, height, channels } = info;
	return sharp(data, { raw: { width, height, channels } }).png().toBuffer();
}

describe("What the demo engine sees", () => {
	for (const [name, scene] of Object.entries(scenes)) {
		it(`is what is drawn in the ${name} scene`, async () => {
			// The camera's picture is drawn in the size it would be sent in.
			const scale = scene === large ? 0.3 : 1;
			await assertSees(await renderScene(scene, { format: "png", scale }), scene);
		});
	}

	it("is the same whichever way the file stores the picture", async () => {
		for (const orientation of orientations) {
			await assertSees(await renderScene(plain, { format: "jpeg", orientation }), plain);
		}
	});

	it("survives JPEG at quality 80", async () => {
		for (const scene of [plain, many]) {
			await assertSees(await renderScene(scene, { format: "jpeg", quality: 80 }), scene);
		}
	});

	it("survives shrinking to 1024 pixels, very wide and tall pictures too", async () => {
		for (const scene of [large, many, wide, tall]) {
			const scale = scene === large ? 0.4 : 1;
			const shrunk = await sharp(await renderScene(scene, { format: "png", scale }))
				.resize({ width: 1024, height: 1024, fit: "inside" })
				.toBuffer();
			await assertSees(shrunk, scene);
		}
	});

	it("survives shrinking and JPEG with halved colour at once", async () => {
		const shrunk = await sharp(await renderScene(large, { format: "png", scale: 0.4 }))
			.resize({ width: 768 })
			.jpeg({ quality: 80, chromaSubsampling: "4:2:0" })
			.toBuffer();
		await assertSees(shrunk, large);
	});

	it("takes transparency for the background", async () => {
		const bytes = await renderScene(transparent, { format: "png" });
		assert.equal((await look(bytes)).background, "transparent");
	});

	it("does not mind soft edges, blur and rounded corners", async () => {
		await assertFinds(await sharp(onWhite).png().toBuffer(), drawn, things);
		await assertFinds(await sharp(onWhite).blur(2).png().toBuffer(), drawn, things);
		await assertFinds(await sharp(onWhite).jpeg({ quality: 30 }).toBuffer(), drawn, things);
	});

	it("does not mind a gradient behind or inside the shapes", async () => {
		const defs = `<linearGradient id="line" x2="1" y2="1"><stop stop-color="#fdfdfd"/>
			<stop offset="1" stop-color="#9ab0c8"/></linearGradient><radialGradient id="round">
			<stop stop-color="#ffe"/><stop offset="1" stop-color="#446"/></radialGradient>
			<linearGradient id="inside"><stop stop-color="#ff5040"/><stop offset="1" stop-color="#a01010"/></linearGradient>`;
		const shapes = things.map((thing) => thing.svg).join("");
		for (const ground of ["line", "round"]) {
			const picture = svg(bar(0, 0, 800, 540, `url(#${ground})`) + shapes, defs);
			await assertFinds(await sharp(picture).png().toBuffer(), drawn, things);
			await assertFinds(await sharp(picture).jpeg({ quality: 80 }).toBuffer(), drawn, things);
		}
		const shaded = svg(circle(300, 250, 150, "url(#inside)"), defs);
		const truth = [{ label: "red circle", box: rect(150, 100, 300, 300) }];
		await assertFinds(await sharp(shaded).png().toBuffer(), drawn, truth);
	});

	it("does not mind light noise", async () => {
		for (const deviation of [5, 10]) {
			await assertFinds(await withNoise(onWhite, deviation), drawn, things);
		}
	});

	it("tells shapes apart that touch or lie on one another", async () => {
		const truth = [
			{ label: "red square", box: rect(100, 100, 150, 150) },
			{ label: "blue square", box: rect(250, 100, 150, 150) },
			{ label: "yellow circle", box: rect(95, 250, 160, 160) },
			{ label: "green square", box: rect(500, 100, 200, 200) },
			{ label: "black circle", box: rect(560, 160, 80, 80) },
		];
		const picture = svg(
			[
				bar(0, 0, 800, 540, "#fff"),
				bar(100, 100, 150, 150, "#e02b2b"),
				bar(250, 100, 150, 150, "#1f5fd6"),
				circle(175, 330, 80, "#f8d71c"),
				bar(500, 100, 200, 200, "#2a9d3f"),
				circle(600, 200, 40, "#111"),
			].join(""),
		);
		await assertFinds(await sharp(picture).png().toBuffer(), drawn, truth);
		await assertFinds(await sharp(picture).jpeg({ quality: 80 }).toBuffer(), drawn, truth);
	});

	it("names rings, frames, lines, crosses, turned rectangles, and takes a border for part of its shape", async () => {
		const stroke = (color: string, width: number): string =>
			`fill="none" stroke="${color}" stroke-width="${width}"`;
		const picture = svg(
			[
				bar(0, 0, 800, 540, "#f4f1ea"),
				`<circle cx="150" cy="150" r="80" ${stroke("#e02b2b", 30)}/>`,
				`<rect x="320" y="80" width="150" height="150" ${stroke("#1f5fd6", 20)}/>`,
				`<circle cx="540" cy="330" r="50" ${stroke("#7a32c2", 2)}/>`,
				bar(50, 497, 650, 6, "#2a9d3f"),
				'<path d="M200 280h40v40h40v40h-40v40h-40v-40h-40v-40h40z" fill="#d81bb4"/>',
				'<rect x="320" y="270" width="100" height="60" transform="rotate(30 370 300)" fill="#14c3d8"/>',
				'<circle cx="650" cy="150" r="70" fill="#f8d71c" stroke="#111" stroke-width="4"/>',
			].join(""),
		);
		await assertFinds(await sharp(picture).png().toBuffer(), drawn, [
			{ label: "red ring", box: rect(55, 55, 190, 190) },
			{ label: "blue frame", box: rect(310, 70, 170, 170) },
			{ label: "purple ring", box: rect(489, 279, 102, 102) },
			{ label: "green line", box: rect(50, 497, 650, 6) },
			{ label: "magenta cross", box: rect(160, 280, 120, 120) },
			{ label: "cyan rectangle", box: rect(311.7, 249, 116.6, 102) },
			{ label: "yellow circle", box: rect(578, 78, 144, 144) },
		]);
	});

	it("is nothing in a plain picture, in specks and in mere texture", async () => {
		const specks = Array.from({ length: 40 }, (_, index) =>
			bar(20 + 19 * index, 30 + ((index * 97) % 480), 3, 3, "#111"),
		).join("");
		const texture = { type: "gaussian", mean: 128, sigma: 40 } as const;
		const pictures = [
			await sharp(svg(bar(0, 0, 800, 540, "#8ac")))
				.png()
				.toBuffer(),
			await sharp(svg(bar(0, 0, 800, 540, "#fff") + specks))
				.png()
				.toBuffer(),
			await sharp({ create: { ...drawn, channels: 3, background: "#888", noise: texture } })
				.png()
				.toBuffer(),
		];
		for (const picture of pictures) assert.deepEqual((await look(picture)).things, []);
	});

	it("does not fail on the smallest pictures", async () => {
		for (const size of [1, 2, 3, 5]) {
			const create = { width: size, height: size, channels: 3, background: "#f00" } as const;
			const sight = await look(await sharp({ create }).png().toBuffer());
			assert.equal(sight.background, "red");
		}
	});

	it("is the same every time", async () => {
		const bytes = await renderScene(many, { format: "jpeg", quality: 80 });
		assert.deepEqual(await look(bytes), await look(bytes));
	});
});
