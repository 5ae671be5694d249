import assert from "node:assert/strict";
import { GeminiClient } from "../../src/gemini/client.ts";
import { Files } from "../../src/gemini/files.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import { placePictures } from "../../src/host/placePictures.ts";
import { sendWays } from "../../src/host/sendWays.ts";
import { Uploads } from "../../src/host/uploads.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { refusal } from "../faults/scripts.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { someBytes } from "../fixtures/someBytes.ts";
import { Memory, pictureOf } from "./uploadsMemory.ts";

describe("a question about a picture of 25 MB", () => {
	const question = "What is in this picture?";
	const server = new FaultServer();
	const signal = new AbortController().signal;
	const starts = () => server.commands.filter((command) => command === "start").length;
	const endpoint = async () => ({ key: "not-a-real-key-0123456789", baseUrl: server.url });
	const open = () =>
		new Uploads({
			endpoint,
			memory: new Memory(),
			warn: (line, error) => assert.fail(`${line}: ${String(error)}`),
		});
	let large: Uint8Array;
	before(async () => {
		await server.start();
		// A picture that the engine can read, with bytes behind its end.
		const drawn = await renderScene(scenes.plain, { format: "png" });
		large = new Uint8Array(25_000_000);
		large.set(drawn);
		large.set(someBytes(large.length - drawn.length), drawn.length);
	});

	beforeEach(() => server.reset());
	after(() => server.stop());

	/** As a run does it: decide, place, ask; and once more when a file is gone. */
	async function ask(uploads: Uploads, told: number[] = []): Promise<string> {
		const client = new GeminiClient({ endpoint });
		const picture = pictureOf(large);
		for (let attempt = 1; ; attempt++) {
			const known = await uploads.known([picture.hash]);
			const parts = [{ bytes: large.length, hash: picture.hash }];
			const ways = sendWays(parts, "auto", known, 1000);
			const onProgress = (sent: number) => told.push(sent);
			const placed = await placePictures([picture], ways, uploads, { signal, onProgress });
			const request = buildRequest({
				task: "ask",
				model: "gemini-3.8-flash",
				pictures: placed.map((one) => one.picture),
				prompt: question,
				maxObjects: 25,
			});
			try {
				let answer = "";
				for await (const piece of client.stream(request, signal)) {
					if (piece.kind === "text") answer += piece.text;
				}
				return answer;
			} catch (error) {
				const names = placed.flatMap(({ file }) => file ?? []);
				if (attempt > 1 || !(await uploads.forgetGone(error, names))) throw error;
			}
		}
	}

	it("asked five times: is uploaded once, and little more than its bytes goes out", async () => {
		const uploads = open();
		const told: number[] = [];
		for (let count = 0; count < 5; count++) assert.notEqual(await ask(uploads, told), "");
		assert.equal(starts(), 1);
		const inline = 5 * Math.ceil(large.length / 3) * 4;
		console.log(
			`      received for five questions: ${server.received} bytes; inline it would be ${inline}`,
		);
		assert(server.received <= 1.05 * large.length);
		assert(server.received >= large.length);
		assert.deepEqual(
			told,
			told.toSorted((a, b) => a - b),
		);
		assert.equal(told.at(-1), large.length);
	}).timeout(20_000);

	it("whose file was deleted: is uploaded again once, unseen", async () => {
		const uploads = open();
		await ask(uploads);
		const [file] = await uploads.list(signal);
		assert(file);
		await new Files({ endpoint }).remove(file.name, signal);
		server.seen.length = 0;
		assert.notEqual(await ask(uploads), "");
		assert.equal(starts(), 1);
	}).timeout(20_000);

	it("whose files are gone whatever is done: says so after one more upload", async () => {
		const uploads = open();
		server.faultOf = ({ path }) =>
			path.includes("enerateContent")
				? refusal(403, "PERMISSION_DENIED", "No permission to access the File or it is gone.")
				: undefined;
		await assert.rejects(ask(uploads), { name: "BadImage" });
		assert.equal(starts(), 2);
	}).timeout(20_000);
});
