import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import sharp from "sharp";
import type { Uri } from "vscode";
import { contentHash } from "../../src/history/history.ts";
import { CopyCache } from "../../src/host/shown/copyCache.ts";
import { makeShown } from "../../src/host/shown/makeShown.ts";
import { decodePixels, readFacts } from "../../src/image/decode.ts";
import { type Format, formats } from "../../src/image/format.ts";
import { prepare } from "../../src/image/prepare.ts";
import { mostTiled } from "../../src/image/shownAs.ts";
import type { EditorState } from "../../src/shared/protocol.ts";
import { expectAlike, on } from "../fixtures/expectAlike.ts";
import { matrix } from "../fixtures/matrix.ts";
import { lossless, lossy, type MatrixCase } from "../fixtures/matrixPictures.ts";
import type { ScenePixels } from "../fixtures/renderScene.ts";
import { type OpenPage, open, serve } from "./bed.ts";

type Shown = Extract<EditorState["picture"], { kind: "shown" }>;

/** What a picture lies on, as the page's settings name it, and its grey. */
const grounds = { white: 255, black: 0 } as const;

describe("Every picture is shown as it is sent, upright", () => {
	let folder: string;
	let cache: CopyCache;
	let opened: OpenPage | undefined;
	let count = 0;
	let shownOn: keyof typeof grounds = "black";

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-matrix-"));
		cache = new CopyCache(folder, (line) => assert.fail(line));
	});
	after(async () => {
		cache.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	/** As the host makes it, down to the name that the page loads. */
	async function shownOf(format: Format, { file, shownAs }: MatrixCase): Promise<Shown> {
		const extension = `.${formats[format].extensions[0]}`;
		const uri = { path: `/picture${extension}`, scheme: "file" } as Uri;
		const picture = { uri, bytes: file, hash: contentHash(file), page: 0 };
		const made = await makeShown(picture, cache, new AbortController().signal);
		assert.equal(made.kind, shownAs);
		const name = `${++count}${made.kind === "file" ? extension : extname(made.copy.path)}`;
		const bytes = made.kind === "file" ? file : await readFile(made.copy.path);
		if (made.kind === "copy") made.copy.dispose();
		const { size, frames } = await readFacts(file, { most: mostTiled });
		const url = serve(`/matrix/${name}`, Buffer.from(bytes), mimeType(name));
		return { kind: "shown", name, url, size, bytes: file.length, ...(frames > 1 && { frames }) };
	}

	/** The page stays for all of them; with less motion an animated picture stands at its first frame. */
	async function show(picture: Shown): Promise<OpenPage> {
		opened ??= await open({
			state: { picture, viewer: { wheel: "zoom", background: shownOn } },
			reducedMotion: true,
		});
		await opened.view.showPicture(picture);
		const image = opened.page.locator(`img.picture[src="${picture.url}"]`);
		await image.waitFor({ state: "attached" });
		const { width, height } = await image.evaluate(async (element: HTMLImageElement) => {
			await element.decode();
			return { width: element.naturalWidth, height: element.naturalHeight };
		});
		assert.deepEqual({ width, height }, picture.size, "the size that the browser sees");
		if (picture.frames) await opened.page.locator("canvas.frame").waitFor();
		await opened.painted();
		return opened;
	}

	async function screen(page: OpenPage, ground: keyof typeof grounds): Promise<ScenePixels> {
		if (ground !== shownOn) {
			await page.view.showViewer({ wheel: "zoom", background: ground });
			await page.painted();
			shownOn = ground;
		}
		const clip = await page.pictureBox();
		const asItIs = { animations: "allow", caret: "initial" } as const;
		const png = sharp(await page.page.screenshot({ clip, ...asItIs })).ensureAlpha();
		const { data, info } = await png.raw().toBuffer({ resolveWithObject: true });
		return { width: info.width, height: info.height, data: new Uint8Array(data) };
	}

	async function check(format: Format, one: MatrixCase): Promise<void> {
		const { file, truth } = one;
		const page = await show(await shownOf(format, one));
		const prepared = await prepare(file, { maxSide: 1024 });
		const sent = await decodePixels(prepared.bytes);
		const isLossy = !prepared.asItWas && prepared.mimeType === "image/jpeg";
		const { apart = isLossy ? lossy : lossless } = one;
		const isOpaque = truth.data.every((value, at) => at % 4 !== 3 || value === 255);
		for (const ground of isOpaque ? (["black"] as const) : (["black", "white"] as const)) {
			const value = grounds[ground];
			const seen = await screen(page, ground);
			expectAlike(seen, on(value, truth), one, `shown on ${ground}`);
			expectAlike(seen, on(value, sent), apart, `shown and sent on ${ground}`);
		}
	}

	for (const [format, table] of Object.entries(matrix)) {
		describe(format, () => {
			for (const [variant, make] of Object.entries(table)) {
				it(variant, async () => check(format as Format, await make()));
			}
		});
	}
});

/** VS Code tells it by the extension, too. */
function mimeType(name: string): string {
	const found = Object.values(formats).find(({ extensions }) =>
		extensions.includes(extname(name).slice(1)),
	);
	return found?.mimeType ?? assert.fail(name);
}
