import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";
import { type Disposable, type Event, Uri, workspace } from "vscode";
import { contentHash } from "../../src/history/history.ts";
import { ComparedFile } from "../../src/host/compare/comparedFile.ts";
import { readListedFile } from "../../src/host/pictures/listedFile.ts";
import { type Thumbnail, Thumbnails } from "../../src/host/pictures/thumbnails.ts";
import { CopyCache } from "../../src/host/shown/copyCache.ts";
import { decodePixels } from "../../src/image/decode.ts";
import { renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { joinParts } from "./askedParts.ts";
import { MemoryFiles } from "./memoryFiles.ts";

const scheme = "loupe-copies";

describe("What pages of several pictures load of files elsewhere", () => {
	const files = new MemoryFiles();
	let registered: Disposable;
	let folder: string;
	let cache: CopyCache;
	const open: Disposable[] = [];

	before(async () => {
		registered = workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true });
	});
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-copies-"));
		// Nothing stays that nobody holds.
		cache = new CopyCache(join(folder, "shown"), (line) => assert.fail(line), { most: 0 });
	});
	afterEach(async () => {
		files.onRead = async () => {};
		for (const one of open.splice(0)) one.dispose();
		await cache.trimmed();
		assert.deepEqual(await kept(), [], "nothing is held any more");
		cache.dispose();
		await rm(folder, { recursive: true, force: true });
	});
	after(() => registered.dispose());

	const { report } = joinParts(() => assert.fail("nothing is asked"), tmpdir());
	const kept = (): Promise<string[]> =>
		// Before the first is made there is no folder.
		readdir(join(folder, "shown")).catch(() => []);
	const put = async (name: string, bytes: Uint8Array): Promise<{ uri: Uri; hash: string }> => {
		const uri = Uri.from({ scheme, path: `/${name}` });
		files.put(uri, bytes);
		return { uri, hash: contentHash(bytes) };
	};
	const turned = (scale: number) =>
		renderScene(scenes.plain, { format: "webp", orientation: 6, scale });
	/** Resolves when `isThere` says so; asked again at every event. */
	const until = async (onDidChange: Event<unknown>, isThere: () => boolean): Promise<void> => {
		while (!isThere()) {
			await new Promise<void>((resolve) => {
				const listener = onDidChange(() => {
					listener.dispose();
					resolve();
				});
			});
		}
	};
	const fileOf = (thumbnail: Thumbnail): string => {
		assert(thumbnail.kind === "ready", thumbnail.kind);
		return thumbnail.file.fsPath;
	};

	describe("as cards", () => {
		const make = (): Thumbnails => {
			const thumbnails = new Thumbnails(cache, report);
			open.push(thumbnails);
			return thumbnails;
		};
		const done = (thumbnails: Thumbnails, ...wanted: Array<{ uri: Uri; hash: string }>) =>
			until(thumbnails.onDidChange, () =>
				wanted.every((one) => thumbnails.of(one).kind !== "making"),
			);

		it("are small and upright, and an SVG stays one", async () => {
			const photo = await put("photo.webp", await turned(2));
			const svg = Buffer.from(
				'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="9"/></svg>',
			);
			const drawing = await put("drawing.svg", svg);
			for (const { uri } of [photo, drawing]) {
				assert.equal((await readListedFile(uri)).isLoadable, false);
			}
			const thumbnails = make();
			thumbnails.keep([photo, drawing]);
			assert.deepEqual(thumbnails.of(photo), { kind: "making" });
			await done(thumbnails, photo, drawing);
			const bytes = await readFile(fileOf(thumbnails.of(photo)));
			const { width, height, data } = await decodePixels(bytes);
			assert.deepEqual({ width, height }, { width: 640, height: 427 });
			const { data: truth } = await scenePixels(scenes.plain, 640 / scenes.plain.size.width);
			const off = data.reduce((sum, value, at) => sum + Math.abs(value - (truth[at] ?? 0)), 0);
			assert.ok(off / data.length < 4, `off by ${off / data.length}`);
			const file = fileOf(thumbnails.of(drawing));
			assert.match(file, /\.svg$/);
			assert.ok((await readFile(file)).equals(svg));
		});

		it("need no copy where the page can load the file itself", async () => {
			const { uri } = await put("plain.png", await renderScene(scenes.plain, { format: "png" }));
			const local = Uri.file(join(folder, "plain.png"));
			await workspace.fs.writeFile(local, await workspace.fs.readFile(uri));
			assert.equal((await readListedFile(local)).isLoadable, true);
			assert.equal((await readListedFile(uri)).isLoadable, false);
		});

		it("are made two at a time, in the order of the cards", async () => {
			const wanted = await Promise.all(
				[0.1, 0.2, 0.3, 0.4].map(async (scale, index) => put(`${index}.webp`, await turned(scale))),
			);
			const gates = new Map<string, () => void>();
			const began = Promise.withResolvers<void>();
			const order: string[] = [];
			let [now, most] = [0, 0];
			files.onRead = async (path) => {
				order.push(path);
				most = Math.max(most, ++now);
				await new Promise<void>((resolve) => {
					gates.set(path, resolve);
					if (order.length === 2) began.resolve();
				});
				now--;
			};
			const thumbnails = make();
			thumbnails.keep(wanted);
			await began.promise;
			assert.deepEqual(order, ["/0.webp", "/1.webp"]);
			// Another order: the last is next, and what is being made goes on.
			const [first, second, third, fourth] = wanted;
			assert(first && second && third && fourth);
			thumbnails.keep([fourth, first, second, third]);
			files.onRead = async (path) => {
				order.push(path);
				most = Math.max(most, now + 1);
			};
			gates.get("/1.webp")?.();
			await done(thumbnails, fourth);
			gates.get("/0.webp")?.();
			await done(thumbnails, ...wanted);
			assert.deepEqual(order, ["/0.webp", "/1.webp", "/3.webp", "/2.webp"]);
			assert.equal(most, 2);
		});

		it("are let go with what is left out, made or not, and made again for Undo", async () => {
			const one = await put("one.webp", await turned(0.1));
			const two = await put("two.webp", await turned(0.2));
			const thumbnails = make();
			thumbnails.keep([one, two]);
			await done(thumbnails, one, two);
			const left = basename(fileOf(thumbnails.of(one)));
			await cache.trimmed();
			assert.equal((await kept()).length, 2);
			thumbnails.keep([two]);
			await cache.trimmed();
			assert.deepEqual(await kept(), [basename(fileOf(thumbnails.of(two)))]);
			thumbnails.keep([one, two]);
			await done(thumbnails, one);
			assert.equal(basename(fileOf(thumbnails.of(one))), left);
			const reading = Promise.withResolvers<void>();
			const gate = Promise.withResolvers<void>();
			files.onRead = async () => {
				reading.resolve();
				await gate.promise;
			};
			const three = await put("three.webp", await turned(0.3));
			const heard: string[] = [];
			thumbnails.onDidChange(({ path }) => heard.push(path));
			thumbnails.keep([one, two, three]);
			await reading.promise;
			thumbnails.keep([one, two]);
			files.onRead = async () => {};
			gate.resolve();
			const four = await put("four.webp", await turned(0.4));
			thumbnails.keep([one, two, four]);
			await done(thumbnails, four);
			assert.deepEqual(heard, ["/four.webp"]);
		});

		it("say what is wrong with one that cannot be decoded, and go on with the next", async () => {
			const broken = Buffer.from(await turned(0.2));
			const pixelsAt = broken.indexOf("VP8L") + 20;
			const bad = await put("bad.webp", broken.fill(255, pixelsAt, pixelsAt + 200));
			const good = await put("good.webp", await turned(0.1));
			const thumbnails = make();
			thumbnails.keep([bad, good]);
			await done(thumbnails, bad, good);
			const failed = thumbnails.of(bad);
			assert(failed.kind === "failed");
			assert.match(failed.message, /damaged/);
			assert.equal(thumbnails.of(good).kind, "ready");
		});
	});

	describe("compared", () => {
		it("are known once they were read, also when they change meanwhile", async () => {
			const { uri } = await put("busy.webp", await turned(0.1));
			const next = await turned(0.2);
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
			const file = new ComparedFile(uri, { copies: cache, report });
			open.push(file);
			await file.read();
			assert.equal(file.state.kind === "shown" && file.state.hash, contentHash(next));
			const { shown } = file;
			await until(shown.onDidChange, () => shown.state?.kind === "ready");
		});

		it("are copies of what is compared, made anew when it changes, and let go at the end", async () => {
			const png = await renderScene(scenes.plain, { format: "png", scale: 0.2 });
			const { uri } = await put(
				"scan.tif",
				await sharp(png).tiff({ compression: "lzw" }).toBuffer(),
			);
			const file = new ComparedFile(uri, { copies: cache, report });
			open.push(file);
			await file.read();
			const { state, shown } = file;
			assert(state.kind === "shown");
			const seen = async (): Promise<Uint8Array> => {
				await until(shown.onDidChange, () => shown.state?.kind !== "making");
				assert(shown.state?.kind === "ready" && shown.state.file.kind === "copy");
				const { data } = await decodePixels(await readFile(shown.state.file.copy.path));
				return data;
			};
			const { data: truth } = await decodePixels(png);
			assert.ok(Buffer.from(await seen()).equals(truth));
			const next = await renderScene(scenes.many, { format: "png", scale: 0.1 });
			const changed = until(
				file.onDidChange,
				() => file.state.kind === "shown" && file.state.hash === contentHash(next),
			);
			files.put(uri, next);
			await changed;
			const { data: nextTruth } = await decodePixels(next);
			assert.ok(Buffer.from(await seen()).equals(nextTruth));
			await cache.trimmed();
			assert.equal((await kept()).length, 1, "what was shown before is let go");
		});
	});
});
