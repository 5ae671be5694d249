// Loupe beside VS Code's own media-preview, by turns in one window: from a click in the Explorer to
// the picture on the screen, frames while it is moved, and what 50 pictures leave in memory. A name
// decides which viewer opens a file, so that both are started by the same click.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../bed/paths.ts";
import { registerExtension } from "../bed/registerExtension.ts";
import { runNode } from "../bed/run.ts";
import { Workbench } from "../ui/workbench.ts";
import { Screen } from "./screen.ts";
import { collector, MemoryMeter, type ViewerMemory } from "./viewerMemory.ts";
import {
	type MeasuredPicture,
	measuredPictures,
	putPicture,
	renew,
	shareOfPicture,
} from "./viewerPictures.ts";

type Viewer = "loupe" | "preview";

const viewers: readonly Viewer[] = ["loupe", "preview"];
/** How long each movement lasts, in milliseconds, and how often each is made. */
const moveTime = 2500;
const moveRounds = 2;
/** Opened and closed: some of 12 megapixels, and of 100. */
const openedPhotos = 46;
const openedLarge = 4;
/** Megabytes that may be left. */
const mostLeft = 20;

const folder = await mkdtemp(join(tmpdir(), "loupe-bench-pictures-"));
const dataDir = await mkdtemp(join(tmpdir(), "loupe-bench-data-"));
try {
	// What people get.
	await runNode([join(root, "esbuild.mjs"), "--production"], { cwd: root, quiet: true });
	for (const picture of measuredPictures) {
		for (const viewer of viewers) await putPicture(picture, pathOf(picture, viewer));
	}
	await registerExtension(collector, join(dataDir, "extensions"));
	const vscode = await Workbench.start({
		extension: root,
		dataDir,
		settings: {
			"workbench.editorAssociations": {
				"*.loupe.*": "loupe.image",
				"*.preview.*": "imagePreview.previewEditor",
			},
			"loupe.viewer.wheel": "scroll",
		},
	});
	try {
		// A picture of 200 megapixels keeps media-preview's page busy for long.
		vscode.page.setDefaultTimeout(60_000);
		await vscode.open(folder);
		// First: what is measured after it leaves more behind than what it looks for.
		await memory(vscode);
		await openings(vscode);
		await movements(vscode);
	} finally {
		await vscode.close();
	}
} finally {
	await rm(dataDir, { recursive: true, force: true });
	await rm(folder, { recursive: true, force: true });
}

async function openings(vscode: Workbench): Promise<void> {
	console.log("\nFrom the click to the picture on the screen, medians of rounds by turns:");
	row("", "Loupe", "preview", "ratio", "target", "Loupe again", "ratio");
	for (const picture of measuredPictures) {
		const times = { loupe: [] as number[], preview: [] as number[], again: [] as number[] };
		for (let round = 0; round < picture.rounds; round++) {
			for (const viewer of round % 2 === 0 ? viewers : viewers.toReversed()) {
				await renew(pathOf(picture, viewer));
				times[viewer].push(await opening(vscode, picture, viewer));
			}
			times.again.push(await opening(vscode, picture, "loupe"));
		}
		const [loupe, preview, again] = [times.loupe, times.preview, times.again].map(median);
		row(
			picture.name,
			...[ms(loupe), ms(preview), ratio(loupe, preview), `≤ ${picture.target.toFixed(1)}`],
			...[ms(again), ratio(again, preview)],
		);
	}
	console.log(
		"Loupe shows pictures of over 52 megapixels reduced first, and then the parts in view;",
	);
	console.log('"again" is a content that was opened before, whose reduced view is kept.');
}

/** Opens a picture, and closes it; milliseconds until all of it is on the screen. */
async function opening(
	vscode: Workbench,
	picture: MeasuredPicture,
	viewer: Viewer,
): Promise<number> {
	const screen = await Screen.watch(vscode.page);
	try {
		return await paintedAfter(await open(vscode, picture, viewer), vscode, screen);
	} finally {
		await screen.stop();
		await close(vscode);
	}
}

/** Clicks in the Explorer; milliseconds since 1970 at the click. */
async function open(vscode: Workbench, picture: MeasuredPicture, viewer: Viewer): Promise<number> {
	await vscode.explorerRow(nameOf(picture, viewer)).hover();
	const start = performance.timeOrigin + performance.now();
	await vscode.page.mouse.down();
	await vscode.page.mouse.up();
	return start;
}

async function close(vscode: Workbench): Promise<void> {
	await vscode.runCommand("View: Close All Editors");
	await vscode.page.locator(".tabs-container .tab").first().waitFor({ state: "detached" });
}

/** A frame counts that has as much of the picture as the window has at the end. */
async function paintedAfter(start: number, vscode: Workbench, screen: Screen): Promise<number> {
	let whole = 0;
	for (let at = 0; ; at++) {
		while (at >= screen.frames.length) await screen.next();
		const { bytes, time } = screen.frames[at]!;
		const share = time < start ? 0 : await shareOfPicture(bytes);
		if (share < 0.02) continue;
		if (whole === 0) {
			await loaded(vscode);
			whole = await shareOfPicture(await vscode.page.screenshot());
		}
		if (share > 0.95 * whole) return time - start;
	}
}

/** The picture of the editor in front, in either viewer. */
function pictureOf(vscode: Workbench) {
	return vscode.editorFrame().locator("img.picture, body.image.ready > img");
}

async function loaded(vscode: Workbench): Promise<void> {
	await pictureOf(vscode).evaluate(async (image) => {
		if (!(image instanceof HTMLImageElement)) throw new Error("The picture is no <img>");
		if (image.complete) return;
		await new Promise((resolve) => image.addEventListener("load", resolve, { once: true }));
	});
}

async function movements(vscode: Workbench): Promise<void> {
	const picture = pictureNamed("photo");
	console.log(`\nFrames on the screen in a second, ${picture.name}, the best of ${moveRounds}:`);
	row("", "Loupe", "preview", "ratio", "target");
	const best: Record<"pan" | "zoom", Record<Viewer, number>> = {
		pan: { loupe: 0, preview: 0 },
		zoom: { loupe: 0, preview: 0 },
	};
	for (let round = 0; round < moveRounds; round++) {
		for (const viewer of viewers) {
			await shown(vscode, picture, viewer);
			const { x, y, width, height } = (await pictureOf(vscode).boundingBox())!;
			await vscode.page.mouse.move(x + width / 2, y + height / 2);
			await toFullSize(vscode, picture);
			for (const kind of ["pan", "zoom"] as const) {
				best[kind][viewer] = Math.max(best[kind][viewer], await framesOf(vscode, kind));
			}
			await close(vscode);
		}
	}
	for (const [kind, { loupe, preview }] of Object.entries(best)) {
		row(kind, loupe.toFixed(1), preview.toFixed(1), ratio(loupe, preview), "≥ 1.0");
	}
}

async function shown(vscode: Workbench, picture: MeasuredPicture, viewer: Viewer): Promise<void> {
	const screen = await Screen.watch(vscode.page);
	await paintedAfter(await open(vscode, picture, viewer), vscode, screen);
	await screen.stop();
}

/** Until a pixel of the picture is at least one of the screen. */
async function toFullSize(vscode: Workbench, { size }: MeasuredPicture): Promise<void> {
	await vscode.page.keyboard.down("Control");
	while (((await pictureOf(vscode).boundingBox())?.width ?? 0) < size.width) {
		await vscode.page.mouse.wheel(0, -120);
	}
	await vscode.page.keyboard.up("Control");
}

/** Turns the wheel as fast as the window takes it; the frames that differ, in a second. */
async function framesOf({ page }: Workbench, kind: "pan" | "zoom"): Promise<number> {
	const screen = await Screen.watch(page);
	if (kind === "zoom") await page.keyboard.down("Control");
	const start = performance.now();
	for (let step = 0; performance.now() - start < moveTime; step++) {
		const angle = step / 12;
		if (kind === "pan") await page.mouse.wheel(40 * Math.sin(angle), 40 * Math.cos(angle));
		else await page.mouse.wheel(0, step % 16 < 8 ? -120 : 120);
	}
	const seconds = (performance.now() - start) / 1000;
	if (kind === "zoom") await page.keyboard.up("Control");
	await screen.stop();
	const differing = screen.frames.filter(
		({ bytes }, index) => index > 0 && !bytes.equals(screen.frames[index - 1]!.bytes),
	);
	return differing.length / seconds;
}

async function memory(vscode: Workbench): Promise<void> {
	const meter = new MemoryMeter(vscode);
	const count = openedPhotos + openedLarge;
	console.log(
		`\nMegabytes (PSS, after garbage was collected), ${count} pictures opened and closed,`,
	);
	console.log(
		`${openedPhotos} of 12 megapixels and ${openedLarge} of 100. Before that, as many were in`,
	);
	console.log(
		"either viewer: a window keeps more and more of the first sixty, whoever shows them.",
	);
	row("", "before", "after", "left", "target");
	const counts = { photo: openedPhotos, large: openedLarge };
	for (const viewer of viewers) await openMany(vscode, viewer, counts);
	for (const viewer of viewers) {
		const before = await meter.measure();
		await openMany(vscode, viewer, counts);
		const after = await meter.measure();
		const parts: Array<[string, keyof ViewerMemory]> = [
			["pages (all renderers)", "pages"],
			["extension host", "host"],
			["  of it held by JavaScript", "held"],
		];
		for (const [words, key] of parts) {
			const left = after[key] - before[key];
			const name = viewer === "loupe" ? "Loupe" : "preview";
			row(`${name}: ${words}`, ...[mb(before[key]), mb(after[key]), mb(left), `≤ ${mostLeft}`]);
		}
	}
}

async function openMany(
	vscode: Workbench,
	viewer: Viewer,
	counts: { photo: number; large: number },
): Promise<void> {
	for (const stem of ["photo", "large"] as const) {
		const picture = pictureNamed(stem);
		for (let index = 0; index < counts[stem]; index++) {
			await renew(pathOf(picture, viewer));
			await shown(vscode, picture, viewer);
			await close(vscode);
		}
	}
}

function pictureNamed(stem: string): MeasuredPicture {
	const picture = measuredPictures.find((one) => one.stem === stem);
	if (!picture) throw new Error(`No picture is called ${stem}`);
	return picture;
}

function nameOf({ stem, extension }: MeasuredPicture, viewer: Viewer): string {
	return `${stem}.${viewer}.${extension}`;
}

function pathOf(picture: MeasuredPicture, viewer: Viewer): string {
	return join(folder, nameOf(picture, viewer));
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function ms(time: number | undefined): string {
	return `${time?.toFixed(0)} ms`;
}

function mb(size: number): string {
	return size.toFixed(1);
}

function ratio(a = Number.NaN, b = Number.NaN): string {
	return (a / b).toFixed(2);
}

function row(name: string, ...cells: string[]): void {
	console.log(name.padEnd(36) + cells.map((cell) => cell.padStart(12)).join(""));
}
