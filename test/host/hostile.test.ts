import assert from "node:assert/strict";
import { relative } from "node:path";
import sharp from "sharp";
import { commands, Uri } from "vscode";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import {
	hostileExif,
	hostileLabels,
	hostileMarkdown,
	hostileNames,
	hostileSvg,
} from "../ui/hostileContent.ts";
import { PlayedModel } from "../ui/playedModel.ts";
import { ask, Folder, set } from "./folder.ts";

describe("hostile answers and files, by command", () => {
	const restores: Array<() => Promise<void>> = [];
	let model: PlayedModel;
	let folder: Folder;
	let plain: Uint8Array;
	let picture: Uri;

	before(async () => {
		model = await PlayedModel.start();
		process.env.GEMINI_API_KEY = "test-key";
		restores.push(await set("engine", "gemini"), await set("baseUrl", model.origin));
		folder = await Folder.make();
		plain = await renderScene(scenes.plain, { format: "png" });
		picture = await folder.write("plain.png", plain);
	});
	afterEach(() => {
		assert.deepEqual(model.strays, []);
		assert.equal(Reflect.get({}, "polluted"), undefined);
	});
	after(async () => {
		delete process.env.GEMINI_API_KEY;
		for (const restore of restores) await restore();
		await folder.remove();
		model.close();
	});

	/** The model lists these labels, each with a box of its own. */
	function finds(labels: readonly string[]): void {
		const list = labels.map((label, index) => {
			const [top, bottom] = [10 * index, 10 * index + 8];
			const mask = [
				[top, 100],
				[top, 900],
				[bottom, 500],
			];
			return { box_2d: [top, 100, bottom, 900], mask, label };
		});
		model.answer = JSON.stringify(list);
	}

	it("an answer is handed on as it was written", async () => {
		model.answer = hostileMarkdown(model.origin);
		const { text, objects } = await ask("loupe.ask", picture, { question: "What?" });
		assert.equal(text, model.answer);
		assert.equal(objects?.length ?? 0, 0);
	});

	it("labels are handed on as they were written, but for line ends", async () => {
		const labels = hostileLabels(model.origin);
		finds(labels);
		const { objects, complete } = await ask("loupe.detect", picture);
		assert.deepEqual(
			objects?.map(({ label }) => label),
			labels.map((label) => label.replace(/\s+/g, " ").trim()),
		);
		assert.equal(complete, true);
	});

	it("a label of a megabyte ends the answer there: what was whole is kept, and that is told", async function () {
		this.timeout(10_000);
		// Words that differ: a model that repeats itself is stopped.
		const word = (index: number) => Math.imul(index, 0x9e3779b1).toString(36);
		const long = Array.from({ length: 150_000 }, (_, index) => word(index)).join(" ");
		assert(long.length > 1_000_000);
		finds(["apple", long, "cup"]);
		const { objects, complete, warnings } = await ask("loupe.detect", picture);
		assert.deepEqual(
			objects?.map(({ label }) => label),
			["apple"],
		);
		assert.equal(complete, false);
		assert.notDeepEqual(warnings, []);
	});

	for (const [what, answer] of [
		["100,000 open lists", "[".repeat(100_000)],
		["100,000 open objects", '{"a":'.repeat(100_000)],
		["10,000 quotes in each other", `${"> ".repeat(10_000)}deep`],
	] as const) {
		it(`${what} in the place of data: BadReply, at once; in that of a list: nothing found, and told`, async function () {
			this.timeout(5000);
			model.answer = answer;
			const found = await ask("loupe.detect", picture).then(
				({ objects, complete, warnings }) => ({ objects, complete, isTold: warnings.length > 0 }),
				(error: Error) => error.name,
			);
			if (typeof found === "string") assert.equal(found, "BadReply");
			else assert.deepEqual(found, { objects: [], complete: false, isTold: true });
			const data = Promise.resolve(ask("loupe.extract", picture, { schema: { type: "object" } }));
			await assert.rejects(data, { name: "BadReply" });
		});
	}

	it("extracted data changes nothing but itself", async () => {
		model.answer =
			'{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "a": "<script>"}';
		const { data } = await ask("loupe.extract", picture, {
			schema: { type: "object", properties: { a: { type: "string" } } },
		});
		assert.equal((data as { a?: unknown }).a, "<script>");
	});

	it("chosen labels are those that were given, whatever else the model names", async () => {
		const labels = hostileLabels(model.origin).slice(0, 4);
		model.answer = JSON.stringify({
			labels: [...labels, "toString", "__proto__", "constructor"].map((label) => ({ label })),
		});
		const { data } = await ask("loupe.classify", picture, { labels });
		assert.deepEqual(data, { labels });
	});

	it("file names are names", async () => {
		model.answer = "Fine.";
		for (const name of Object.values(hostileNames)) {
			const { text } = await ask("loupe.caption", await folder.write(name, plain));
			assert.equal(text, "Fine.", name);
		}
	});

	it("exported files stay in their folder, whatever picture and labels are called", async () => {
		const named = await folder.write(hostileNames.link, plain);
		finds(["../../up", "/etc/passwd", "..\\..\\up", "C:\\up", "con", ...hostileLabels("http://a")]);
		await ask("loupe.segment", named);
		const target = Uri.joinPath(Uri.file(folder.path), "exported");
		for (const format of ["masks", "yolo", "csv", "labelme", "voc"]) {
			const written = await commands.executeCommand<Uri[]>("loupe.export", named, {
				format,
				folder: target,
			});
			assert(written.length > 0, format);
			for (const { fsPath } of written) {
				assert.doesNotMatch(relative(target.fsPath, fsPath), /^\.\.|^\//, format);
			}
		}
	});

	it("a drawing's scripts and addresses, and EXIF fields, reach nobody", async () => {
		model.answer = "A red circle.";
		const drawing = await folder.write("drawing.svg", hostileSvg(model.origin));
		assert.equal((await ask("loupe.caption", drawing)).text, "A red circle.");
		const photo = await sharp(plain)
			.withExif({ IFD0: hostileExif(model.origin) })
			.jpeg()
			.toBuffer();
		const { text } = await ask("loupe.caption", await folder.write("photo.jpg", photo));
		assert.equal(text, "A red circle.");
	});
});
