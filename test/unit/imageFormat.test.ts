import assert from "node:assert/strict";
import sharp from "sharp";
import { formats, sniffFormat } from "../../src/image/format.ts";
import { bmpFile, icoFile } from "../fixtures/bitmaps.ts";
import { renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { plain } from "../fixtures/scenes.ts";
import { sceneSvg } from "../fixtures/shapes.ts";

const bytes = (latin1: string) => new Uint8Array(Buffer.from(latin1, "latin1"));
const brands = (...names: string[]) => {
	const [major, ...others] = names;
	const length = String.fromCharCode(12 + 4 * names.length);
	return bytes(`\0\0\0${length}ftyp${major}\0\0\0\0${others.join("")}then more, like avif`);
};

describe("sniffFormat", () => {
	it("knows what sharp writes", async () => {
		for (const format of ["png", "jpeg", "webp", "gif", "avif", "tiff"] as const) {
			const file = await sharp(await renderScene(plain, { format: "png", scale: 0.1 }))
				.toFormat(format)
				.toBuffer();
			assert.equal(sniffFormat(file), format);
		}
	});

	it("knows bitmaps and icons", async () => {
		const pixels = await scenePixels(plain, 0.1);
		const png = await renderScene(plain, { format: "png", scale: 0.1 });
		assert.equal(sniffFormat(bmpFile(pixels, { bits: 24 })), "bmp");
		assert.equal(sniffFormat(bmpFile(pixels, { bits: 8, core: true })), "bmp");
		const ico = icoFile([{ width: 60, height: 40, bits: 32, bytes: png }]);
		assert.equal(sniffFormat(ico), "ico");
	});

	it("tells AVIF from HEIC by brand", () => {
		assert.equal(sniffFormat(brands("avif", "mif1", "miaf")), "avif");
		assert.equal(sniffFormat(brands("avis", "msf1")), "avif");
		assert.equal(sniffFormat(brands("mif1", "avif", "miaf")), "avif");
		assert.equal(sniffFormat(brands("heic", "mif1")), "heic");
		assert.equal(sniffFormat(brands("mif1", "heic")), "heic");
		assert.equal(sniffFormat(brands("mif1")), "heic");
		assert.equal(sniffFormat(brands("isom", "mp42")), undefined);
	});

	it("finds the svg root behind all that may stand before it", () => {
		const root = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`;
		const before = [
			"",
			"\ufeff",
			"\n\t ",
			`<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n`,
			"<!-- drawn by hand: <html> -->",
			`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">`,
			`<?xml version="1.0"?><!-- a --><!DOCTYPE svg [<!ENTITY ns "<b>">]>\n<!-- b -->`,
			`<?xml-stylesheet href="a.css"?>`,
		];
		for (const text of before) assert.equal(sniffFormat(Buffer.from(text + root)), "svg", text);
		assert.equal(sniffFormat(Buffer.from(`<s:svg xmlns:s="http://www.w3.org/2000/svg"/>`)), "svg");
		assert.equal(sniffFormat(Buffer.from(`\ufeff${root}`, "utf16le")), "svg");
	});

	it("is not fooled by other markup", () => {
		for (const text of [
			`<!doctype html><html><svg></svg></html>`,
			"<svgx/>",
			"<svg",
			"<!-- <svg></svg> -->",
			"plain <svg/>",
			"<?xml",
		]) {
			assert.equal(sniffFormat(bytes(text)), undefined, text);
		}
	});

	it("gives nothing for text, emptiness and broken beginnings", () => {
		for (const text of ["", "BM", "BMW is a car maker from Munich", "\x89PNG", "RIFF1234WAVE"]) {
			assert.equal(sniffFormat(bytes(text)), undefined, text);
		}
		assert.equal(sniffFormat(bytes("GIF88a")), undefined);
		assert.equal(sniffFormat(new Uint8Array(64)), undefined);
	});

	it("does not change its mind for any ending of a file", async () => {
		const png = await renderScene(plain, { format: "png", scale: 0.05 });
		const svg = Buffer.from(sceneSvg(plain));
		for (const [whole, format, enough] of [
			[png, "png", 8],
			[svg, "svg", svg.indexOf(">") + 1],
		] as const) {
			for (let length = 0; length < whole.length; length += 1 + (length >> 4)) {
				const expected = length >= enough ? format : undefined;
				assert.equal(sniffFormat(whole.subarray(0, length)), expected, `${format} ${length}`);
			}
		}
	});

	it("cannot be kept busy by markup made for it", () => {
		const long = 500_000;
		for (const text of [
			`<svg ${"a".repeat(long)}`,
			`<svg ${`a="" `.repeat(long)}`,
			`<svg ${"/".repeat(long)}"`,
			`<!doctype>${"<!doctype>".repeat(long)}`,
			`${"<!---->".repeat(long)}`,
			`${" ".repeat(long)}<svg`,
		]) {
			assert.equal(sniffFormat(bytes(text)), undefined);
		}
	});

	it("lists every extension once", () => {
		const extensions = Object.values(formats).flatMap((format) => format.extensions);
		assert.equal(new Set(extensions).size, extensions.length);
	});
});
