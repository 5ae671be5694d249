// How fast a 12-megapixel picture follows a drag with 500 objects on it, 300 of them with masks or
// outlines, against the same picture with none. Both are drawn by the same browser without a GPU.
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import type { EditorState, ShownObject } from "../../src/shared/protocol.ts";
import type { Size } from "../../src/shared/result.ts";
import { launchChromium } from "../bed/chromium.ts";
import { drawCrowd } from "../page/crowd.ts";
import { FakeHost } from "../page/fakeHost.ts";
import { type PageServer, startPageServer, themeSheet, whenUp, wire } from "../page/pageServer.ts";
import { detectRun } from "../page/scene.ts";
import { themes } from "../page/themes.ts";

const picture: Size = { width: 4000, height: 3000 };
const view: Size = { width: 1280, height: 800 };
const target = 0.8;
/** How long each drag is measured, in milliseconds, and how often each is. */
const dragTime = 3000;
const rounds = 3;

/** 500 objects all over the picture: 300 with shapes of the kind asked for, 200 boxes and points. */
function crowd(shape: "mask" | "outline"): ShownObject[] {
	const objects = drawCrowd(picture, { count: 500, shaped: 300, points: 20, shape, most: 360 });
	return objects.map((object, index) => ({ ...object, label: `${object.label} ${index}` }));
}

function stateWith(url: string, objects: ShownObject[]): EditorState {
	return {
		picture: { kind: "shown", name: "large.jpg", url, size: picture, bytes: 4_000_000 },
		engine: { kind: "gemini", model: "gemini-3.8-flash" },
		viewer: { wheel: "zoom", background: "theme" },
		runs: objects.length > 0 ? [detectRun({ task: "segment", objects })] : [],
		isRestored: true,
		recentPrompts: {},
		saved: { presets: [], labelSets: {}, schemas: [] },
		words: {},
	};
}

/** Opens the page and returns the frames per second of a drag, the best of several. */
async function measure(
	browser: Browser,
	server: PageServer,
	state: EditorState,
	key: string,
): Promise<number> {
	const page = await browser.newPage({ viewport: view });
	const fail = (complaint: string): never => {
		throw new Error(complaint);
	};
	(await wire(page, fail)).join(new FakeHost(state));
	await page.goto(server.origin);
	await whenUp(page);
	await page.waitForFunction(
		(count) =>
			document.querySelector<HTMLImageElement>("img.picture")?.complete === true &&
			document.querySelectorAll("[role=option]").length === count,
		state.runs[0]?.objects?.length ?? 0,
	);
	await page.keyboard.press(key);
	let best = 0;
	for (let round = 0; round < rounds; round++) best = Math.max(best, await drag(page));
	await page.close();
	return best;
}

/** Drags the picture in circles and counts the frames in which it stood somewhere else. */
async function drag(page: Page): Promise<number> {
	const frames = page.evaluate(
		(time) =>
			new Promise<number>((resolve) => {
				const image = document.querySelector<HTMLImageElement>("img.picture");
				const start = performance.now();
				let moved = 0;
				let last = "";
				const look = (now: number): void => {
					const place = image?.style.transform ?? "";
					if (place !== last) moved++;
					last = place;
					if (now - start < time) requestAnimationFrame(look);
					else resolve((moved * 1000) / (now - start));
				};
				requestAnimationFrame(look);
			}),
		dragTime,
	);
	const middle = { x: 460, y: 420 };
	await page.mouse.move(middle.x, middle.y);
	await page.mouse.down();
	let done = false;
	const counted = frames.finally(() => {
		done = true;
	});
	for (let step = 0; !done; step++) {
		const angle = step / 12;
		await page.mouse.move(middle.x + 140 * Math.sin(angle), middle.y + 140 * Math.cos(angle));
	}
	await page.mouse.up();
	return counted;
}

const server = await startPageServer();
const browser = await launchChromium();
try {
	server.serve("/theme.css", themeSheet(themes["dark-modern"]), "text/css");
	const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
	const photo = sharp({ create: { ...picture, channels: 3, background: "#808080", noise } });
	const url = server.serve(
		"/large.jpg",
		await photo.jpeg({ quality: 90 }).toBuffer(),
		"image/jpeg",
	);
	for (const [name, key] of [
		["whole picture, all objects in view", "f"],
		["100 %", "0"],
	] as const) {
		const none = await measure(browser, server, stateWith(url, []), key);
		console.log(`${name}: ${none.toFixed(1)} frames/s with no objects`);
		for (const shape of ["mask", "outline"] as const) {
			const many = await measure(browser, server, stateWith(url, crowd(shape)), key);
			const ratio = many / none;
			console.log(
				`  500 objects, 300 with ${shape}s: ${many.toFixed(1)} frames/s, ratio ${ratio.toFixed(2)}` +
					` (target ${target})`,
			);
		}
	}
} finally {
	await browser.close();
	server.close();
}
