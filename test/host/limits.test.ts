import assert from "node:assert/strict";
import { open } from "node:fs/promises";
import { join } from "node:path";
import {
	Disposable,
	EventEmitter,
	type FileChangeEvent,
	type FileStat,
	FileSystemError,
	type FileSystemProvider,
	FileType,
	Uri,
	workspace,
} from "vscode";
import { GeminiClient } from "../../src/gemini/client.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import { wordsBytes } from "../../src/host/askDraft.ts";
import { mostPictures, readFiles } from "../../src/host/draftAsk.ts";
import { readPicture } from "../../src/host/picture.ts";
import type { PreparedAsk } from "../../src/host/sendDraft.ts";
import { base64Length, mostInlineBytes, type UploadSetting } from "../../src/host/sendWays.ts";
import { Uploads } from "../../src/host/uploads.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { someBytes } from "../fixtures/someBytes.ts";
import { Memory } from "../unit/uploadsMemory.ts";
import { ask, Folder, set } from "./folder.ts";
import { preparedAsk } from "./preparedAsk.ts";

const signal = new AbortController().signal;
const half = 512 * 1024 * 1024;

/** Files of any size, by their name, that hold one byte when they are read. */
class SizedFiles implements FileSystemProvider {
	readonly onDidChangeFile = new EventEmitter<FileChangeEvent[]>().event;
	readonly read: string[] = [];

	stat({ path }: Uri): FileStat {
		return { type: FileType.File, ctime: 0, mtime: 0, size: Number(path.slice(1)) };
	}

	readFile({ path }: Uri): Uint8Array {
		this.read.push(path);
		return new Uint8Array(1);
	}

	watch = () => new Disposable(() => {});
	readDirectory = () => [];
	createDirectory = () => refuse();
	writeFile = () => refuse();
	delete = () => refuse();
	rename = () => refuse();
}

function refuse(): never {
	throw FileSystemError.NoPermissions();
}

describe("the limits of what is sent", () => {
	const server = new FaultServer();
	const files = new SizedFiles();
	const endpoint = async () => ({ key: "not-a-real-key-0123456789", baseUrl: server.url });
	let folder: Folder;
	let registered: Disposable;
	before(async () => {
		await server.start();
		folder = await Folder.make();
		registered = workspace.registerFileSystemProvider("loupe-sized", files);
	});
	beforeEach(() => server.reset());
	after(async () => {
		registered.dispose();
		await folder.remove();
		await server.stop();
	});

	describe("20 MB in one request, base64 and words counted", () => {
		let drawn: Uint8Array;
		before(async () => {
			drawn = await renderScene(scenes.plain, { format: "png" });
		});

		/** A picture that goes as it is, with bytes behind its end. */
		function padded(length: number): { uri: Uri; content: Uint8Array } {
			const content = new Uint8Array(length);
			content.set(drawn);
			content.set(someBytes(length - drawn.length), drawn.length);
			return { uri: Uri.file(`/${length}.png`), content };
		}

		function prepared(
			lengths: readonly number[],
			setting: UploadSetting,
			prompt: string,
		): Promise<PreparedAsk> {
			const uploads = new Uploads({
				endpoint,
				memory: new Memory(),
				warn: (line) => assert.fail(line),
			});
			const about = { task: "ask", prompt } as const;
			const upload = { uploads, setting };
			return preparedAsk(lengths.map(padded), about, upload, { signal });
		}

		const isInline = ({ request }: PreparedAsk) =>
			request.pictures.map((picture) => "base64" in picture);

		/** The longest picture that goes inside with this question: the limit to the byte. */
		async function longest(): Promise<{ length: number; prompt: string }> {
			for (const prompt of ["Why?", "Why??", "Why???", "Why????"]) {
				const room =
					mostInlineBytes - wordsBytes((await prepared([drawn.length + 1], "auto", prompt)).draft);
				if (room % 4 === 0) return { length: (room / 4) * 3, prompt };
			}
			return assert.fail("no question fills the limit to the byte");
		}

		it("exactly so much goes inside, and no more than that arrives; one byte more is uploaded", async function () {
			this.timeout(60_000);
			const { length, prompt } = await longest();
			const asked = await prepared([length], "auto", prompt);
			assert.deepEqual(isInline(asked), [true]);
			const weight = base64Length(length) + wordsBytes(asked.draft);
			assert.equal(weight, 20_000_000);
			const request = buildRequest(asked.request);
			await new GeminiClient({ endpoint }).stream(request, signal).next();
			assert(server.received <= mostInlineBytes, `${server.received}`);
			assert(server.received > mostInlineBytes - 30_000, `${server.received}`);

			server.reset();
			assert.deepEqual(isInline(await prepared([length + 1], "auto", prompt)), [false]);
			assert.equal(server.commands[0], "start");
			assert.equal(server.received - (server.seen[0]?.bytes ?? 0), length + 1);
		});

		it("of two pictures that must go inside: exactly so much does, one more is too large", async () => {
			const most = (mostInlineBytes / 4) * 3;
			const fitting = await prepared([most - 6_000_000, 6_000_000], "inline", "Why?");
			assert.deepEqual(isInline(fitting), [true, true]);
			const tooMuch = prepared([most - 6_000_000 + 1, 6_000_000], "inline", "Why?");
			await assert.rejects(tooMuch, { name: "TooLarge" });
			assert.deepEqual(server.commands, []);
		});
	});

	describe("2 GB", () => {
		it("a sparse file over it: refused before it is read, whatever the task", async () => {
			const restore = await set("engine", "demo");
			try {
				const path = join(folder.path, "huge.png");
				await using file = await open(path, "w");
				await file.truncate(2_000_000_001);
				const before = process.memoryUsage.rss();
				for (const id of ["loupe.detect", "loupe.caption"]) {
					const asked = Promise.resolve(ask(id, Uri.file(path)));
					await assert.rejects(asked, { name: "TooLarge" });
				}
				assert(process.memoryUsage.rss() - before < 200_000_000);
			} finally {
				await restore();
			}
		});

		it("and all above 512 MB, of any file system: by its size alone", async () => {
			const of = (size: number) => Uri.parse(`loupe-sized:/${size}`);
			assert.equal((await readPicture(of(half))).length, 1);
			assert.deepEqual(files.read.splice(0), [`/${half}`]);
			for (const size of [half + 1, 2_000_000_001, 2 ** 40]) {
				await assert.rejects(readPicture(of(size)), { name: "TooLarge" });
			}
			assert.deepEqual(files.read, []);
		});
	});

	describe("3,600 pictures", () => {
		it("may be asked about at once; of one more none is read", async () => {
			const gone = Uri.file(join(folder.path, "gone.png"));
			const many = (count: number) => Array.from({ length: count }, () => gone);
			// The first is looked for, and not found.
			await assert.rejects(readFiles(many(3600), signal), { name: "BadImage" });
			await assert.rejects(readFiles(many(3601), signal), { name: "TooLarge" });
			assert.equal(mostPictures, 3600);
		});
	});
});
