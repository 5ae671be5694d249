import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { decodePixels, readFacts } from "../../src/image/decode.ts";
import { blackPng, scriptSvg } from "../fixtures/brokenPictures.ts";
import { orientations, renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { plain, transparent } from "../fixtures/scenes.ts";

const bad = new URL("../fixtures/bad/", import.meta.url);
const svg = (root: string, inside = "") =>
	Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${root}>${inside}</svg>`);

describe("readFacts", () => {
	it("gives the upright size for all eight orientations of three formats", async () => {
		for (const format of ["png", "jpeg", "webp"] as const) {
			for (const orientation of orientations) {
				const facts = await readFacts(
					await renderScene(plain, { format, orientation, scale: 0.2 }),
				);
				assert.deepEqual(facts, {
					format,
					size: { width: 120, height: 80 },
					orientation,
					hasAlpha: false,
					frames: 1,
					bitDepth: 8,
					isCmyk: false,
					goesAsItIs: orientation === 1,
				});
			}
		}
	});

	it("counts the frames of an animation", async () => {
		const frame = await renderScene(plain, { format: "png", scale: 0.1 });
		const second = await sharp(frame).negate().png().toBuffer();
		const gif = await sharp([frame, second], { join: { animated: true } })
			.gif()
			.toBuffer();
		const facts = await readFacts(gif);
		assert.deepEqual([facts.frames, facts.size], [2, { width: 60, height: 40 }]);
		assert.deepEqual(
			await decodePixels(gif),
			await decodePixels(await sharp(frame).gif().toBuffer()),
		);
	});

	it("sees an alpha channel", async () => {
		assert.equal(
			(await readFacts(await renderScene(transparent, { format: "webp" }))).hasAlpha,
			true,
		);
	});
});

describe("decodePixels", () => {
	it("gives RGBA of 8 bits for grey, 16-bit and CMYK pictures", async () => {
		const grey = sharp({ create: { width: 9, height: 7, channels: 3, background: "#808080" } });
		for (const file of [
			await grey.clone().toColourspace("b-w").png().toBuffer(),
			await grey.clone().toColourspace("rgb16").png().toBuffer(),
			await grey.clone().toColourspace("grey16").png().toBuffer(),
			await grey.clone().toColourspace("cmyk").jpeg().toBuffer(),
		]) {
			const { width, height, data } = await decodePixels(file);
			assert.deepEqual([width, height, data.length], [9, 7, 9 * 7 * 4]);
			for (const [at, value] of data.subarray(0, 4).entries()) {
				const expected = at === 3 ? 255 : 128;
				assert.ok(Math.abs(value - expected) < 16, `${at}: ${value}`);
			}
		}
	});

	it("converts an embedded profile to sRGB", async () => {
		const red = sharp({ create: { width: 4, height: 4, channels: 3, background: "#e04040" } });
		const wide = await red.withIccProfile("p3").png().toBuffer();
		const asStored = await sharp(wide).metadata();
		assert.ok(asStored.icc, "the file has a profile");
		const [r = 0, g = 0, b = 0] = (await decodePixels(wide)).data;
		assert.ok(Math.abs(r - 0xe0) < 4 && Math.abs(g - 0x40) < 4 && Math.abs(b - 0x40) < 4);
	});

	it("shrinks in proportion and never enlarges", async () => {
		const file = await renderScene(plain, { format: "png" });
		const { width, height } = await decodePixels(file, { maxSide: 150 });
		assert.deepEqual([width, height], [150, 100]);
		assert.equal((await decodePixels(file, { maxSide: 9999 })).width, 600);
		const line = await sharp({ create: { width: 2000, height: 1, channels: 3, background: "red" } })
			.png()
			.toBuffer();
		assert.equal((await decodePixels(line, { maxSide: 100 })).height, 1);
	});

	it("owns its memory", async () => {
		const { data } = await decodePixels(await renderScene(plain, { format: "png", scale: 0.01 }));
		assert.deepEqual([data.byteOffset, data.buffer.byteLength], [0, 6 * 4 * 4]);
	});
});

describe("SVG", () => {
	const sizes: [string, number, number][] = [
		[`width="120" height="80"`, 120, 80],
		[`width="12.6px" height="7.2px" viewBox="0 0 1 1"`, 13, 7],
		[`viewBox="0 0 24 36"`, 24, 36],
		[`viewBox="0,0,24,36" width="48"`, 48, 72],
		[`viewBox="0 0 24 36" height="18"`, 12, 18],
		[`viewBox="-5 -5 30 40" width="100%" height="100%"`, 30, 40],
		[`width="1in" height="25.4mm"`, 96, 96],
		[`width="72pt" height="2em"`, 96, 32],
		[`viewBox="0 0 10 10" style="width:80px;height:20px"`, 80, 20],
		["", 300, 150],
	];
	for (const [root, width, height] of sizes) {
		it(`is ${width} × ${height} with ${root || "no size"}`, async () => {
			const file = svg(root, `<rect width="5" height="5" fill="red"/>`);
			assert.deepEqual((await readFacts(file)).size, { width, height });
			const pixels = await decodePixels(file);
			assert.deepEqual([pixels.width, pixels.height], [width, height]);
		});
	}

	it("has its size read at once, however long its attributes are", async () => {
		const file = svg(`width="${"1".repeat(200_000)}!" height="2" ${"\n".repeat(200_000)}`);
		assert.deepEqual((await readFacts(file)).size, { width: 300, height: 2 });
	});

	it("is drawn where its viewBox says, transparent around", async () => {
		const file = svg(`viewBox="0 0 10 10" width="100"`, `<path fill="#00f" d="M5 0h5v5h-5z"/>`);
		const { data } = await decodePixels(file);
		const at = (x: number, y: number) => [
			...data.subarray((y * 100 + x) * 4, (y * 100 + x) * 4 + 4),
		];
		assert.deepEqual(at(75, 25), [0, 0, 255, 255]);
		assert.deepEqual(at(25, 25), [0, 0, 0, 0]);
	});

	it("is read in UTF-16 and Latin-1 too", async () => {
		const text = `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><!-- é --></svg>`;
		const utf16 = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${text}`, "utf16le");
		const latin1 = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, "latin1");
		for (const file of [utf16, latin1]) assert.equal((await decodePixels(file)).width, 3);
	});

	it("keeps entities that the doctype declares", async () => {
		const file = Buffer.from(
			`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY fill "#ff0000">]>
			<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><path fill="&fill;" d="M0 0h2v2H0z"/></svg>`,
		);
		assert.deepEqual([...(await decodePixels(file)).data.subarray(0, 4)], [255, 0, 0, 255]);
	});

	it("runs nothing and loads nothing from outside", async () => {
		const asked: (string | undefined)[] = [];
		const server = createServer((request, response) => {
			asked.push(request.url);
			response.end();
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		try {
			const { port } = server.address() as AddressInfo;
			const file = Buffer.from(scriptSvg(`http://127.0.0.1:${port}`));
			const { data } = await decodePixels(file);
			assert.deepEqual(asked, []);
			const at = (x: number, y: number) => [
				...data.subarray((y * 200 + x) * 4, (y * 200 + x) * 4 + 3),
			];
			assert.deepEqual(at(100, 100), [0xe0, 0x2b, 0x2b]);
			assert.deepEqual(at(10, 10), [255, 255, 255]);
		} finally {
			server.close();
		}
	});

	it("is too large by its size alone", async () => {
		const bomb = svg(`width="1000000" height="1000000"`);
		await assert.rejects(readFacts(bomb), { name: "TooLarge", detail: "1000000 × 1000000" });
		const styled = svg(`width="10" height="10" style="width:30000px;height:30000px"`);
		await assert.rejects(readFacts(styled), { name: "TooLarge" });
	});

	it("without area or with broken markup is a bad image", async () => {
		await assert.rejects(readFacts(svg(`width="0" height="10"`)), { name: "BadImage" });
		await assert.rejects(readFacts(svg(`viewBox="0 0 0 0"`)), { name: "BadImage" });
		const open = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g>`);
		await assert.rejects(decodePixels(open), { name: "BadImage" });
	});
});

describe("a bad file", () => {
	const cases: [string, object][] = [
		["empty.png", { name: "BadImage", message: "the file is empty" }],
		["text.png", { name: "BadImage", message: /not a picture in a format that Loupe knows/ }],
		["truncated.jpg", { name: "BadImage", message: "the file is cut short" }],
		["huge.png", { name: "TooLarge", detail: "30000 × 30000" }],
	];
	for (const [name, expected] of cases) {
		it(`says what is wrong: ${name}`, async () => {
			await assert.rejects(decodePixels(await readFile(new URL(name, bad))), expected);
		});
	}

	it("that only breaks later still has its facts", async () => {
		const { size } = await readFacts(await readFile(new URL("truncated.jpg", bad)));
		assert.ok(size.width > 0);
	});

	it("is cut short in every format, never shown in part", async () => {
		const whole = await sharp({
			create: {
				width: 200,
				height: 150,
				channels: 3,
				background: "grey",
				noise: { type: "gaussian", mean: 128, sigma: 30 },
			},
		})
			.png()
			.toBuffer();
		for (const format of ["png", "jpeg", "webp", "gif", "avif"] as const) {
			const file = await sharp(whole).toFormat(format).toBuffer();
			const half = file.subarray(0, file.length >> 1);
			await assert.rejects(decodePixels(half), { name: "BadImage" }, format);
		}
	});

	it("is not made of stray bytes that every browser forgives", async () => {
		const jpeg = Buffer.from(await renderScene(plain, { format: "jpeg" }));
		const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
		const stray = Buffer.concat([jpeg.subarray(0, scan), Buffer.alloc(4), jpeg.subarray(scan)]);
		const tail = Buffer.concat([jpeg, Buffer.from("a camera's own notes")]);
		for (const file of [stray, tail]) assert.equal((await decodePixels(file)).width, 600);
	});

	it("with no width is a bad image, with too much of it too large", async () => {
		await assert.rejects(readFacts(blackPng(0, 10)), { name: "BadImage" });
		const most = blackPng(16384, 16384);
		assert.equal((await readFacts(most)).size.width, 16384);
		await assert.rejects(readFacts(blackPng(16385, 16384)), { name: "TooLarge" });
	});

	it("lies by its name and is read all the same", async () => {
		const { data } = await scenePixels(plain, 0.1);
		const file = await renderScene(plain, { format: "webp", scale: 0.1 });
		assert.deepEqual((await decodePixels(file)).data, data);
	});
});
