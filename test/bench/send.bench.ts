// What lies between Loupe and Gemini, section by section: making pictures fit to send, and uploads.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp, { type Sharp } from "sharp";
import { type Prepared, prepare, readingMaxSide, spatialMaxSide } from "../../src/image/prepare.ts";
import type { Size } from "../../src/shared/result.ts";
import { photo } from "../fixtures/photo.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { large } from "../fixtures/scenes.ts";
import { measureUploads } from "./sendUpload.ts";

/** Loaded before the clock starts, as Loupe's thread is when it has decoded one picture. */
const bareHeif = createRequire(import.meta.url)("libheif-js/wasm-bundle") as BareHeif;

await preparing();
await measureUploads();

/** Against bare sharp (and for HEIC libheif) decoding, shrinking and encoding the same way. */
async function preparing(): Promise<void> {
	for (const { name, file } of await preparedPictures()) {
		for (const maxSide of [readingMaxSide, spatialMaxSide]) {
			const { loupe, bare, prepared } = await race(file, maxSide);
			say(
				`${name} → ${maxSide}: Loupe, bare`,
				`${ms(loupe)}, ${ms(bare)}, ${(loupe / bare).toFixed(2)} times`,
			);
			say("  bytes, of the original", `${share(prepared.bytes.length, file.length)}`);
		}
	}
}

async function preparedPictures(): Promise<Array<{ name: string; file: Uint8Array }>> {
	const twelve = { width: 4000, height: 3000 };
	const fifty = { width: 8660, height: 5774 };
	const grainy = await photo(twelve, 4);
	const heic = await codeHeic(grainy);
	return [
		{ name: "photograph, JPEG, 12 megapixels", file: grainy },
		{ name: "drawing, JPEG, 15 megapixels", file: await renderScene(large, { format: "jpeg" }) },
		{ name: "photograph, PNG, 50 megapixels", file: await asPng(await photo(fifty, 4)) },
		{ name: "drawing, PNG, 50 megapixels", file: await drawing(fifty) },
		heic
			? { name: "photograph, HEIC, 12 megapixels", file: heic }
			: { name: "drawing, HEIC, 240 × 160 (no heif-enc here)", file: await smallHeic() },
	];
}

/** By turns, the least time of each: the machine may be busy with something else. */
async function race(
	file: Uint8Array,
	maxSide: number,
): Promise<{ loupe: number; bare: number; prepared: Prepared }> {
	const prepared = await prepare(file, { maxSide });
	const least = { loupe: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
	for (let turn = 0; turn < 7; turn++) {
		let made = prepared;
		const own = await time(async () => {
			made = await prepare(file, { maxSide });
		});
		least.loupe = Math.min(least.loupe, own);
		// The look that is taken while the picture is on its way takes no time of the other's.
		await made.quality;
		least.bare = Math.min(least.bare, await time(() => bareSharp(file, prepared)));
	}
	return { ...least, prepared };
}

/** The same decoding, size and encoding in one pipeline, with no question asked. */
async function bareSharp(file: Uint8Array, { size, mimeType, asItWas }: Prepared): Promise<void> {
	const pipeline = await bareDecoded(file);
	pipeline.resize({ ...size, fit: "fill", kernel: "lanczos3" }).toColourspace("srgb");
	if (asItWas) {
		await pipeline.raw().toBuffer();
		return;
	}
	await (mimeType === "image/png"
		? pipeline.png({ compressionLevel: 6 })
		: pipeline.jpeg({ quality: 90, chromaSubsampling: "4:4:4" })
	).toBuffer();
}

async function bareDecoded(file: Uint8Array): Promise<Sharp> {
	const isHeic = Buffer.from(file.subarray(4, 8)).toString("latin1") === "ftyp";
	if (!isHeic) return sharp(file, { limitInputPixels: false, failOn: "truncated" }).autoOrient();
	const { data, ...size } = await bareHeic(file);
	return sharp(data, { raw: { ...size, channels: 4 } });
}

interface BareHeif {
	HeifDecoder: new () => { decode(file: Uint8Array): BareHeifImage[] };
}

interface BareHeifImage {
	get_width(): number;
	get_height(): number;
	display(
		target: Size & { data: Uint8ClampedArray },
		done: (shown: { data: Uint8ClampedArray } | null) => void,
	): void;
	free(): void;
}

/** As libheif-js's README does it. */
async function bareHeic(file: Uint8Array): Promise<Size & { data: Uint8ClampedArray }> {
	const [image] = new bareHeif.HeifDecoder().decode(file);
	if (!image) throw new Error("libheif finds no picture");
	const size = { width: image.get_width(), height: image.get_height() };
	const data = new Uint8ClampedArray(size.width * size.height * 4);
	await new Promise((done) => image.display({ ...size, data }, done));
	image.free();
	return { ...size, data };
}

/** Undefined where there is no heif-enc. */
async function codeHeic(jpeg: Uint8Array): Promise<Uint8Array | undefined> {
	const folder = await mkdtemp(join(tmpdir(), "loupe-bench-"));
	try {
		const [source, target] = [join(folder, "photo.jpg"), join(folder, "photo.heic")];
		await writeFile(source, jpeg);
		await promisify(execFile)("heif-enc", [
			"-q",
			"50",
			"-p",
			"preset=ultrafast",
			source,
			"-o",
			target,
		]);
		return new Uint8Array(await readFile(target));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function smallHeic(): Promise<Uint8Array> {
	const file = new URL("../fixtures/heic/plain.heic", import.meta.url);
	return new Uint8Array(await readFile(file));
}

async function asPng(jpeg: Uint8Array): Promise<Uint8Array> {
	const pipeline = sharp(jpeg, { limitInputPixels: false }).png({ compressionLevel: 3 });
	return new Uint8Array(await pipeline.toBuffer());
}

function drawing({ width }: Size): Promise<Uint8Array> {
	return renderScene(large, { format: "png", scale: width / large.size.width });
}

async function time(run: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await run();
	return performance.now() - start;
}

function share(part: number, whole: number): string {
	return `${(part / 1e6).toFixed(2)} of ${(whole / 1e6).toFixed(2)} MB, ${((100 * part) / whole).toFixed(0)} %`;
}

function ms(value: number): string {
	return value < 100 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

function say(what: string, figure: string): void {
	console.log(`${what.padEnd(56)} ${figure}`);
}
