import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { commands, env, Uri } from "vscode";
import { type Fault, FaultServer } from "../faults/faultServer.ts";
import { answerOf, chunk, dropped, refusal, stream } from "../faults/scripts.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { ask, Folder, set } from "./folder.ts";

/** No text of Loupe, VS Code or a test has it by chance. */
const key = "AIzaLeakSearch-7d41c9e0b6f84a2f9c35e1d0";

/** Keys are written like this, too. */
const disguises = [
	key,
	Buffer.from(key).toString("base64").replace(/=+$/, ""),
	Buffer.from(key).toString("hex"),
];

describe("the key, after everything that could have told it", () => {
	const server = new FaultServer();
	let folder: Folder;
	let picture: Uri;
	const restore: Array<() => Promise<void>> = [];

	before(async () => {
		await server.start();
		folder = await Folder.make();
		picture = await folder.write("plain.png", await renderScene(scenes.plain, { format: "png" }));
		process.env.GEMINI_API_KEY = key;
		restore.push(await set("engine", "gemini"), await set("baseUrl", server.url));
	});
	after(async () => {
		delete process.env.GEMINI_API_KEY;
		for (const back of restore.reverse()) await back();
		await folder.remove();
		// Throws when a request had the key elsewhere than in its header.
		await server.stop();
	});

	/** Files below a folder in which the key stands, in any of its disguises. */
	async function tellingFiles(place: string): Promise<{ telling: string[]; searched: string[] }> {
		const entries = await readdir(place, { recursive: true, withFileTypes: true });
		const searched: string[] = [];
		const telling: string[] = [];
		for (const entry of entries.filter((one) => one.isFile())) {
			const path = join(entry.parentPath, entry.name);
			// Files of VS Code's own come and go.
			const bytes = await readFile(path).catch(() => undefined);
			if (!bytes) continue;
			searched.push(relative(place, path));
			if (disguises.some((text) => bytes.includes(text))) telling.push(relative(place, path));
		}
		return { telling, searched };
	}

	it("is in the header of every request, and nowhere else", async function () {
		this.timeout(60_000);
		const told: string[] = [];
		const tell = (value: unknown) => void told.push(toText(value));

		tell(await ask("loupe.detect", picture));
		tell(await ask("loupe.segment", picture));
		await set("upload", "files").then((back) => restore.push(back));
		tell(await ask("loupe.ask", picture, { question: "What is red?" }));
		assert(server.commands.length > 0);
		await set("upload", undefined);

		const denied = `Permission denied: Consumer 'api_key:${key}' has been suspended.`;
		const faults: Fault[] = [
			refusal(403, "PERMISSION_DENIED", denied, [{ containerInfo: key, reason: "SUSPENDED" }]),
			answerOf(403, `<html><title>${denied}</title></html>`),
			answerOf(400, { error: { code: 400, message: JSON.stringify({ error: denied }) } }),
			answerOf(200, `<html>${key}</html>`),
			answerOf(307, {}, { location: `https://example.invalid/?key=${key}` }),
			answerOf(200, `data: {"oops": "${key}"\r\n\r\n`, { "content-type": "text/event-stream" }),
			stream([{ error: { code: 403, status: "PERMISSION_DENIED", message: denied } }]),
			stream([chunk({ text: "A red" }), { error: { code: 500, message: denied } }]),
			stream([{ promptFeedback: { blockReason: key } }]),
			refusal(429, "RESOURCE_EXHAUSTED", `${denied} Requests per day.`),
		];
		for (const fault of faults) {
			server.faultOf = ({ phase }) => (phase === "stream" ? fault : undefined);
			await Promise.resolve(ask("loupe.caption", picture)).then(tell, tell);
		}
		server.faultOf = () => dropped;
		const signal = AbortSignal.timeout(300);
		await Promise.resolve(ask("loupe.caption", picture, { signal })).then(tell, tell);
		server.reset();

		for (const format of ["curl", "python", "javascript", "go"]) {
			tell(await commands.executeCommand<string>("loupe.copyAsCode", picture, { format }));
		}
		tell(await env.clipboard.readText());
		for (const format of ["coco", "yolo", "voc", "labelme", "masks"]) {
			const target = Uri.file(join(folder.path, format));
			await commands.executeCommand("loupe.export", picture, { format, folder: target });
		}

		for (const text of told) for (const one of disguises) assert(!text.includes(one), text);
		const written = await tellingFiles(folder.path);
		assert(written.searched.length > 5, written.searched.join());
		assert.deepEqual(written.telling, []);

		const data = process.env.LOUPE_TEST_DATA ?? assert.fail("LOUPE_TEST_DATA names no folder");
		const kept = await tellingFiles(data);
		const names = kept.searched.join("\n");
		assert.match(names, /loupe\.image-loupe.history/);
		assert.deepEqual(kept.telling, []);
		// A served VS Code lacks the module that writes logs; kinds.test.ts reads what would go there.
		for (const name of kept.searched.filter((one) => one.endsWith("Loupe.log"))) {
			const words = await readFile(join(data, name), "utf8");
			assert.match(words, /BadKey/);
			assert.match(words, /api_key:…/);
		}
	});
});

function toText(value: unknown): string {
	if (!(value instanceof Error)) return JSON.stringify(value) ?? "";
	const { name, message, stack, cause } = value;
	return [name, message, stack, cause ? toText(cause) : ""].join("\n");
}
