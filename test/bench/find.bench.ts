// From a reply's text to objects on pixels: against Google's way in Python, against JSON.parse, and
// how early the first object is there. The overlay's frames per second are in overlay.bench.ts.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { startDemoEngine } from "../../src/demo/server.ts";
import { writeFiles } from "../../src/export/writeFiles.ts";
import { GeminiClient } from "../../src/gemini/client.ts";
import { ReplyReader } from "../../src/gemini/reply.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import type { SentPicture } from "../../src/host/pixels/pixelApi.ts";
import { PixelThread } from "../../src/host/pixels/pixelThread.ts";
import { decodeMap } from "../../src/image/decodeMap.ts";
import type { MaskMap } from "../../src/image/mask.ts";
import { boxToPixels } from "../../src/shared/geometry.ts";
import type { DetectedObject, Rect } from "../../src/shared/result.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";

const side = 1024;
const picture = { width: side, height: side };
const whole = { x: 0, y: 0, ...picture };

const folder = await mkdtemp(join(tmpdir(), "loupe-bench-"));
const pixels = new PixelThread();
try {
	const photo = await drawPhoto();
	const text = await drawReply(15);
	await againstPython(photo, text);
	readerThroughput(text);
	await firstObject();
} finally {
	pixels.dispose();
	await rm(folder, { recursive: true });
}

async function againstPython(photo: Uint8Array, text: string): Promise<void> {
	await writeFile(join(folder, "photo.png"), photo);
	await writeFile(join(folder, "reply.txt"), text);
	// Once before the clock starts: both sides have their libraries loaded then.
	await toFiles(await toMasks(text), photo);
	const shown = await best(10, () => toMaps(text));
	const files = await best(5, async () => toFiles(await toMasks(text), photo));
	say("15 masks on 1024 × 1024, reply → masks ready to draw", ms(shown));
	say("the same → 31 PNG files", ms(files));
	const python = await findPython();
	if (!python) {
		say("Python with Pillow", "not here, skipped");
		return;
	}
	const pythonMasks = await best(1, () => runPython(python, "-"));
	const pythonFiles = await best(1, () => runPython(python, folder));
	say("Python, → masks", `${ms(pythonMasks)}, ${(pythonMasks / shown).toFixed(0)} times as long`);
	say(
		"Python, → 30 PNG files",
		`${ms(pythonFiles)}, ${(pythonFiles / files).toFixed(1)} times as long`,
	);
}

/** What the page draws: the reader's objects on pixels, their masks as the model's own maps. */
function toMaps(text: string): Promise<Array<{ label: string; place: Rect; map: MaskMap }>> {
	const reader = new ReplyReader();
	const found = [...reader.push(text), ...reader.end().objects];
	return Promise.all(
		found.map(async ({ label, box, mask }) => {
			if (!box || mask?.kind !== "png")
				throw new Error("The bench's reply has boxes and PNG masks");
			return { label, place: boxToPixels(box, whole), map: await decodeMap(mask.base64) };
		}),
	);
}

/** What the result holds: the masks in whole pixels, drawn in the pixel thread. */
async function toMasks(text: string): Promise<DetectedObject[]> {
	return Promise.all(
		(await toMaps(text)).map(async ({ label, place, map }) => {
			const mask = await pixels.api.drawMask({ kind: "map", map, box: place }, picture);
			return { label, box: place, ...(mask && { mask }) };
		}),
	);
}

async function toFiles(objects: DetectedObject[], bytes: Uint8Array): Promise<void> {
	const result = {
		task: "segment" as const,
		text: "",
		complete: true,
		warnings: [],
		model: { asked: "", answered: "" },
	};
	const sent: SentPicture = { fileName: "photo.png", size: picture, objects, bytes, result };
	const open = await pixels.api.beginExport("masks", [sent], {});
	const files = open.paths.map((path, index) => ({
		path,
		bytes: () => pixels.api.exportedFile(open.id, index),
	}));
	await writeFiles(files, async (path, data) => {
		const file = join(folder, "loupe", path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, data);
	});
	await pixels.api.endExport(open.id);
}

function readerThroughput(masks: string): void {
	const boxes = JSON.stringify(
		Array.from({ length: 20_000 }, (_, index) => ({
			box_2d: [index % 500, (index * 7) % 500, 500 + (index % 499), 501 + ((index * 3) % 499)],
			label: `thing ${index}`,
		})),
	);
	for (const [name, text] of [
		["20,000 boxes", boxes],
		["15 PNG masks", masks],
	] as const) {
		const reader = rate(text, () => {
			const one = new ReplyReader();
			one.push(text);
			one.end();
		});
		const parse = rate(text, () => JSON.parse(text));
		say(
			`reader, ${name}`,
			`${reader.toFixed(0)} MB/s, JSON.parse ${parse.toFixed(0)} MB/s, ratio ${(reader / parse).toFixed(2)}`,
		);
	}
}

/** How much of the reply's time has passed when the first object is whole, over the real protocol. */
async function firstObject(): Promise<void> {
	const demo = await startDemoEngine();
	try {
		const client = new GeminiClient({
			endpoint: async () => ({ key: "bench", baseUrl: demo.url }),
		});
		const bytes = await renderScene(scenes.many, { format: "png" });
		const request = buildRequest({
			task: "segment",
			model: "gemini-3.8-flash",
			pictures: [{ mimeType: "image/png", base64: Buffer.from(bytes).toString("base64") }],
			maxObjects: 25,
		});
		const reader = new ReplyReader();
		let began: number | undefined;
		let first: number | undefined;
		for await (const piece of client.stream(request, new AbortController().signal)) {
			if (piece.kind !== "text") continue;
			began ??= performance.now();
			if (reader.push(piece.text).length > 0) first ??= performance.now();
		}
		const end = performance.now();
		if (began === undefined || first === undefined) throw new Error("Nothing was found");
		const share = (100 * (first - began)) / (end - began);
		say("first of 12 objects", `after ${share.toFixed(0)} % of the time from first to last byte`);
	} finally {
		await demo.close();
	}
}

/** A gradient with a photograph's noise, which PNG has to work hard for. */
async function drawPhoto(): Promise<Uint8Array> {
	const data = new Uint8Array(side * side * 3);
	let state = 1;
	for (let at = 0; at < data.length; at++) {
		state = (state * 1103515245 + 12345) & 0x7fffffff;
		data[at] = 60 + ((at / 3072) % 128) + ((state >> 16) & 15);
	}
	const raw = { width: side, height: side, channels: 3 as const };
	return new Uint8Array(await sharp(data, { raw }).png().toBuffer());
}

/** A reply as 2.5 writes it: soft discs at 256 × 256, in boxes nearly as large as the picture. */
async function drawReply(count: number): Promise<string> {
	const items = [];
	for (let index = 0; index < count; index++) {
		const radius = 90 + 2 * index;
		const data = new Uint8Array(256 * 256).map((_, at) => {
			const distance = Math.hypot((at % 256) - 128, (at >> 8) - 128);
			return Math.max(0, Math.min(255, (radius - distance) * 16));
		});
		const raw = { width: 256, height: 256, channels: 1 as const };
		const png = await sharp(data, { raw }).toColourspace("b-w").png().toBuffer();
		items.push({
			box_2d: [index * 3, index * 2, 1000 - index * 4, 1000 - index * 3],
			mask: `data:image/png;base64,${png.toString("base64")}`,
			label: `disc ${index}`,
		});
	}
	return JSON.stringify(items);
}

async function findPython(): Promise<string | undefined> {
	for (const python of ["/usr/bin/python3", "python3"]) {
		try {
			await promisify(execFile)(python, ["-c", "import PIL"]);
			return python;
		} catch {
			// Without Pillow, or not there: the next.
		}
	}
	return undefined;
}

/** Milliseconds, by the script's own clock. */
async function runPython(python: string, target: string): Promise<number> {
	const script = join(import.meta.dirname, "reference.py");
	const args = [script, join(folder, "photo.png"), join(folder, "reply.txt"), target];
	const { stdout } = await promisify(execFile)(python, args);
	return Number(stdout) * 1000;
}

/** The least time of several runs, in milliseconds; a run that returns a number measured itself. */
async function best(times: number, run: () => Promise<unknown>): Promise<number> {
	let least = Number.POSITIVE_INFINITY;
	for (let time = 0; time < times; time++) {
		const start = performance.now();
		const own = await run();
		least = Math.min(least, typeof own === "number" ? own : performance.now() - start);
	}
	return least;
}

/** Megabytes a second, the best of several runs. */
function rate(text: string, run: () => void): number {
	let least = Number.POSITIVE_INFINITY;
	for (let time = 0; time < 8; time++) {
		const start = performance.now();
		run();
		least = Math.min(least, performance.now() - start);
	}
	return text.length / 1000 / least;
}

function ms(time: number): string {
	return time < 100 ? `${time.toFixed(1)} ms` : `${time.toFixed(0)} ms`;
}

function say(what: string, figure: string): void {
	console.log(`${what.padEnd(56)} ${figure}`);
}
