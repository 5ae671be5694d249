import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import type { Uri } from "vscode";
import { type DemoEngine, type DemoRequest, startDemoEngine } from "../../src/demo/server.ts";
import { Files } from "../../src/gemini/files.ts";
import { readFiles } from "../../src/host/draftAsk.ts";
import type { UploadMemory } from "../../src/host/keptUploads.ts";
import { uploadItems } from "../../src/host/manageUploads.ts";
import { type PreparedAsk, placeDraft } from "../../src/host/sendDraft.ts";
import type { UploadSetting } from "../../src/host/sendWays.ts";
import { Uploads } from "../../src/host/uploads.ts";
import type { Ask, Run } from "../../src/shared/protocol.ts";
import { Folder } from "./folder.ts";
import { preparedAsk } from "./preparedAsk.ts";

/** As VS Code's, but for the disk. */
class Memory implements UploadMemory {
	readonly #values = new Map<string, unknown>();
	get<Value>(key: string): Value | undefined {
		return this.#values.get(key) as Value | undefined;
	}
	async update(key: string, value: unknown): Promise<void> {
		this.#values.set(key, value);
	}
}

describe("pictures on their way to the engine", () => {
	const signal = new AbortController().signal;
	const requests: DemoRequest[] = [];
	let engine: DemoEngine;
	let folder: Folder;
	/** Over 1 MB, since noise cannot be compressed. */
	let large: Uri;
	let small: Uri;
	let uploads: Uploads;

	before(async () => {
		engine = await startDemoEngine({ onRequest: (request) => requests.push(request) });
		folder = await Folder.make();
		const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
		const create = { width: 900, height: 700, channels: 3, background: "#888", noise } as const;
		large = await folder.write("large.png", await sharp({ create }).png().toBuffer());
		small = await folder.write("small.png", await smallPng());
		assert((await readFile(large.fsPath)).length > 1_000_000);
	});
	beforeEach(() => {
		requests.length = 0;
		uploads = new Uploads({ endpoint, memory: new Memory(), warn: (line) => assert.fail(line) });
	});
	after(async () => {
		await folder.remove();
		await engine.close();
	});

	const endpoint = async () => ({ key: "demo", baseUrl: engine.url });
	const starts = () => requests.filter(({ path }) => path === "/upload/v1beta/files").length;
	const told: number[] = [];

	async function prepared(
		uris: Uri[],
		setting: UploadSetting,
		ask: Ask = { task: "ask", prompt: "What is it?" },
		earlier: Run[] = [],
	): Promise<PreparedAsk> {
		told.length = 0;
		const files = await readFiles(uris, signal);
		const upload = { uploads, setting, onProgress: (sent: number) => void told.push(sent) };
		return preparedAsk(files, ask, upload, { earlier, signal });
	}

	const ways = ({ request }: PreparedAsk) =>
		request.pictures.map((picture) => ("uri" in picture ? "file" : "inline"));

	it("go inside the first request, and by the Files API when they are asked about again", async () => {
		const first = await prepared([large], "auto");
		assert.deepEqual(ways(first), ["inline"]);
		assert.deepEqual(first.files, []);
		assert.equal(requests.length, 0);
		const second = await prepared([large], "auto");
		const third = await prepared([large], "auto");
		assert.deepEqual(ways(second), ["file"]);
		assert.deepEqual(third.files, second.files);
		assert.equal(starts(), 1);
	});

	it("go where the setting says", async () => {
		assert.deepEqual(ways(await prepared([small], "files")), ["file"]);
		assert.equal(told.at(-1), (await readFile(small.fsPath)).length);
		assert.deepEqual(ways(await prepared([small], "inline")), ["inline"]);
		assert.deepEqual(ways(await prepared([small], "auto")), ["file"]);
		assert.deepEqual(told, []);
		assert.equal(starts(), 1);
	});

	it("of one question go both ways at once", async () => {
		await prepared([large], "files");
		const both = await prepared([small, large], "auto");
		assert.deepEqual(ways(both), ["inline", "file"]);
		assert.equal(both.files.length, 1);
	});

	it("are uploaded with the parts that the conversation is about", async () => {
		const region = { x: 10, y: 10, width: 200, height: 100 };
		const { request, sent, files } = await prepared([large], "files", {
			task: "ask",
			prompt: "And here?",
			region,
		});
		assert.equal(sent.length, 2);
		assert.equal(files.length, 2);
		assert(request.crop && "uri" in request.crop);
	});

	it("are uploaded again when their file is gone, and only those", async () => {
		const asked = await prepared([small, large], "files");
		const files = new Files({ endpoint });
		const gone = asked.files[1]!;
		await files.remove(gone, signal);
		const error = await files.get(gone, signal).catch((reason: unknown) => reason);
		assert.equal(await uploads.forgetGone(error, asked.files), true);
		const again = await placeDraft(asked, signal, { uploads, setting: "files" });
		assert.equal(again.files[0], asked.files[0]);
		assert.notEqual(again.files[1], gone);
		assert.equal(starts(), 3);
		assert.equal(await uploads.forgetGone(new Error("Something else"), again.files), false);
	});

	it("are listed with name, size, place and expiry, and all of them can be chosen", async () => {
		for (const { name } of await uploads.list(signal)) await uploads.remove(name, signal);
		await prepared([small, large], "files");
		const about = { mimeType: "image/png", displayName: "another program's" };
		await new Files({ endpoint }).upload(new Uint8Array([1, 2, 3]), about, { signal });
		const listed = await uploads.list(signal);
		const items = uploadItems(listed, Date.now());
		const item = items.find(({ label }) => label === "large.png");
		assert.match(item?.description ?? "", /MB · expires in 4[78] hours/);
		assert.match(item?.detail ?? "", /large\.png · files\//);
		const foreign = items.find(({ label }) => label === "another program's");
		assert.match(foreign?.description ?? "", /^3 B/);
		const many = items.filter(({ chosen }) => chosen.length > 1);
		assert.deepEqual(
			many.map(({ chosen }) => chosen.length),
			[2, 3],
		);
	});
});

function smallPng(): Promise<Buffer> {
	return sharp({ create: { width: 60, height: 40, channels: 3, background: "#c33" } })
		.png()
		.toBuffer();
}
