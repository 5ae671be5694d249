import assert from "node:assert/strict";
import { access, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { commands, type Disposable, TabInputCustom, Uri, window, workspace } from "vscode";
import { contentHash } from "../../src/history/history.ts";
import { LoupeDocument } from "../../src/host/editor/document.ts";
import { OpenPictures } from "../../src/host/editor/openPictures.ts";
import { ReadAhead } from "../../src/host/folder/readAhead.ts";
import { CopyCache } from "../../src/host/shown/copyCache.ts";
import { copyName } from "../../src/host/shown/makeShown.ts";
import type { ShownPicture } from "../../src/host/shown/shownPicture.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { joinParts } from "./askedParts.ts";
import { closeAll } from "./folder.ts";
import { MemoryFiles } from "./memoryFiles.ts";

const scheme = "loupe-memory";
const size = { width: 120, height: 80 };

describe("Pictures of any file system", () => {
	const files = new MemoryFiles();
	let registered: Disposable;
	let folder: string;
	let cache: CopyCache;
	const open: LoupeDocument[] = [];

	before(async () => {
		registered = workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true });
		folder = await mkdtemp(join(tmpdir(), "loupe-shown-"));
		cache = new CopyCache(join(folder, "shown"), (line) => assert.fail(line));
	});
	afterEach(() => {
		for (const document of open.splice(0)) document.dispose();
	});
	after(async () => {
		await closeAll();
		cache.dispose();
		registered.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	const at = (name: string) => Uri.from({ scheme, path: `/${name}` });
	const picture = (scene: keyof typeof scenes) =>
		renderScene(scenes[scene], { format: "png", scale: 0.2 });

	async function show(uri: Uri): Promise<LoupeDocument> {
		const parts = joinParts(() => assert.fail("nothing is asked"), folder);
		const document = await LoupeDocument.open(uri, {
			...parts,
			...{ pictures: new OpenPictures(), copies: cache, ahead: new ReadAhead() },
		});
		open.push(document);
		return document;
	}

	/** Resolves with the file that the page loads. */
	async function ready(
		shown: ShownPicture,
		before = "",
	): Promise<{ path: string; version: string }> {
		for (;;) {
			const { state } = shown;
			if (state?.kind === "failed") throw new Error(state.message);
			if (state?.kind === "ready" && state.version !== before) {
				assert.equal(state.file.kind, "copy");
				if (state.file.kind === "copy") {
					return { path: state.file.copy.path, version: state.version };
				}
			}
			await new Promise<void>((resolve) => {
				const listener = shown.onDidChange(() => {
					listener.dispose();
					resolve();
				});
			});
		}
	}

	it("are written, byte for byte, where the page can load them, and nothing else is read", async () => {
		const bytes = await picture("plain");
		files.put(at("plain.png"), bytes);
		files.read.length = 0;
		const { shown, uri } = await show(at("plain.png"));
		const { path } = await ready(shown);
		assert.ok(Buffer.compare(await readFile(path), bytes) === 0);
		assert.match(path, /\.png$/);
		assert.deepEqual(shown.state?.size, size);
		assert.deepEqual([...new Set(files.read)], ["/plain.png"]);
		assert.equal(uri.toString(), at("plain.png").toString());
	});

	it("follow the file where the file system tells of changes", async () => {
		files.put(at("changing.png"), await picture("plain"));
		const { shown } = await show(at("changing.png"));
		const before = await ready(shown);
		const next = await picture("many");
		const changed = new Promise<void>((resolve) => {
			open.at(-1)?.onDidChange(({ kind }) => kind === "file" && resolve());
		});
		files.put(at("changing.png"), next);
		await changed;
		const after = await ready(shown, before.version);
		assert.ok(Buffer.compare(await readFile(after.path), next) === 0);
	});

	it("are open once they were read, also when they change meanwhile", async () => {
		const uri = at("busy.png");
		files.put(uri, await picture("plain"));
		const next = await picture("many");
		const again = Promise.withResolvers<void>();
		let reads = 0;
		files.onRead = async () => {
			if (++reads > 1) {
				again.resolve();
				return;
			}
			files.put(uri, next);
			await again.promise;
		};
		const { file } = await show(uri);
		files.onRead = async () => {};
		assert.equal(file.kind === "shown" && file.hash, contentHash(next));
	});

	it("are decoded where the browser cannot, page by page", async () => {
		const page = await picture("plain");
		// Both of one size: that is how sharp joins them.
		const pages = [page, await sharp(page).negate().png().toBuffer()];
		const tiff = await sharp(pages, { join: { animated: true } })
			.tiff({ compression: "lzw" })
			.toBuffer();
		files.put(at("scan.tif"), tiff);
		const { shown } = await show(at("scan.tif"));
		const first = await ready(shown);
		assert.equal(shown.state?.pages, 2);
		await shown.showPage(1);
		const second = await ready(shown, first.version);
		for (const [index, { path }] of [first, second].entries()) {
			const found = await sharp(path).removeAlpha().raw().toBuffer();
			const truth = await sharp(pages[index]!).removeAlpha().raw().toBuffer();
			// Told to compare them, assert would draw up a list of all that differ, for minutes.
			assert.ok(found.equals(truth), `page ${index + 1}`);
		}
		await assert.rejects(shown.showPage(2), { name: "BadImage" });
	});

	it("give tiles beyond what a page loads at once, until another content is shown", async () => {
		const wide = sharp({ create: { width: 17_000, height: 600, channels: 3, background: "red" } });
		files.put(at("wide.png"), await wide.png().toBuffer());
		const { shown } = await show(at("wide.png"));
		const { version } = await ready(shown);
		const tile = await shown.tile(version, { level: 0, column: 33, row: 1 });
		const { width, height } = await sharp(tile).metadata();
		assert.deepEqual({ width, height }, { width: 17_000 - 33 * 512, height: 600 - 512 });
		// Another window may have needed the room.
		await rm(join(folder, "shown", `${version}-tiles.tif`));
		await shown.tile(version, { level: 2, column: 0, row: 0 });
		await access(join(folder, "shown", `${version}-tiles.tif`));
		await assert.rejects(shown.tile("another", { level: 0, column: 0, row: 0 }), {
			name: "Cancelled",
		});
	});

	it("say what is wrong with one that cannot be decoded", async () => {
		const options = { format: "webp", orientation: 6, scale: 0.2 } as const;
		const broken = Buffer.from(await renderScene(scenes.plain, options));
		const pixelsAt = broken.indexOf("VP8L") + 20;
		files.put(at("broken.webp"), broken.fill(255, pixelsAt, pixelsAt + 200));
		const { shown } = await show(at("broken.webp"));
		await assert.rejects(ready(shown), /damaged/);
	});

	it("open in the editor, whose page loads the copy", async () => {
		const data = process.env.LOUPE_TEST_DATA ?? assert.fail("LOUPE_TEST_DATA names no folder");
		const copies = async () =>
			(await readdir(data, { recursive: true })).filter((name) =>
				/loupe\.image-loupe.shown.[^/\\]+\.png$/.test(name),
			);
		const uri = at("opened.png");
		files.put(uri, await renderScene(scenes.tall, { format: "png", scale: 0.2 }));
		const before = await copies();
		await commands.executeCommand("vscode.openWith", uri, "loupe.image");
		const { input } = window.tabGroups.activeTabGroup.activeTab ?? {};
		assert.ok(input instanceof TabInputCustom && input.uri.toString() === uri.toString());
		assert.equal((await copies()).length, before.length + 1);
	});

	it("that were never saved are shown from what was typed", async () => {
		const data = process.env.LOUPE_TEST_DATA ?? assert.fail("LOUPE_TEST_DATA names no folder");
		const content =
			'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="8"/></svg>';
		const { uri } = await workspace.openTextDocument({ content, language: "xml" });
		assert.equal(uri.scheme, "untitled");
		await commands.executeCommand("vscode.openWith", uri, "loupe.image");
		const { input } = window.tabGroups.activeTabGroup.activeTab ?? {};
		assert.ok(input instanceof TabInputCustom && input.uri.toString() === uri.toString());
		const name = new RegExp(
			`loupe\\.image-loupe.shown.${copyName(contentHash(Buffer.from(content)), 0)}\\.svg$`,
		);
		const found = (await readdir(data, { recursive: true })).find((path) => name.test(path));
		assert.equal(found && (await readFile(join(data, found), "utf8")), content);
	});
});
