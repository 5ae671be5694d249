import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Uri } from "vscode";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { ask, Folder, set } from "./folder.ts";

/** One answer of a model that is played here: what it writes, and how it ends. */
interface Played {
	text: string;
	finishReason?: string;
	modelVersion?: string;
}

const apple = '{"box_2d": [100, 100, 300, 300], "label": "apple"}';
const cup = '{"box_2d": [500, 500, 900, 900], "label": "cup"}';

describe("replies that are not as one would wish", () => {
	const bodies: string[] = [];
	let folder: Folder;
	let picture: Uri;
	let play: (response: ServerResponse) => void;
	const restores: Array<() => Promise<void>> = [];
	const server = createServer((request: IncomingMessage, response) => {
		let body = "";
		request.setEncoding("utf8").on("data", (chunk: string) => {
			body += chunk;
		});
		request.on("end", () => {
			bodies.push(body);
			response.setHeader("content-type", "text/event-stream");
			play(response);
		});
	});

	before(async () => {
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		process.env.GEMINI_API_KEY = "test-key";
		restores.push(await set("engine", "gemini"), await set("baseUrl", `http://127.0.0.1:${port}`));
		folder = await Folder.make();
		picture = await folder.write("plain.png", await renderScene(scenes.plain, { format: "png" }));
	});
	beforeEach(() => bodies.splice(0));
	after(async () => {
		delete process.env.GEMINI_API_KEY;
		for (const restore of restores) await restore();
		await folder.remove();
		server.closeAllConnections();
		server.close();
	});

	/** The model gives these answers, one for each request. */
	function answers(...played: Played[]): void {
		play = (response) => {
			const { text, finishReason = "STOP", modelVersion } = played.shift() ?? { text: "[]" };
			response.end(event({ text, finishReason, ...(modelVersion && { modelVersion }) }));
		};
	}

	it("cut at the token limit: asks once for fewer, and keeps what either brought whole", async () => {
		answers(
			{ text: `[${apple}, {"box_2d": [1, 2`, finishReason: "MAX_TOKENS" },
			{ text: `[${apple}, ${cup}]` },
		);
		const { objects, complete, warnings } = await ask("loupe.detect", picture);
		assert.deepEqual(
			objects?.map(({ label }) => label),
			["apple"],
		);
		assert.equal(complete, true);
		assert.match(warnings.join(" "), /asked again for at most 1/);
		assert.equal(bodies.length, 2);
		assert.match(bodies[1] ?? "", /at most 1 /);
	});

	it("cut before anything was whole: asks for a quarter, and what comes is new", async () => {
		answers(
			{ text: '[{"box_2d": [1, 2', finishReason: "MAX_TOKENS" },
			{ text: `[${apple}, ${cup}]`, finishReason: "MAX_TOKENS" },
		);
		const { objects, complete } = await ask("loupe.detect", picture);
		assert.equal(objects?.length, 2);
		assert.equal(complete, false);
		assert.equal(bodies.length, 2);
	});

	it("that repeats itself without end: is stopped at the socket, keeping what is whole", async () => {
		const closed = Promise.withResolvers<void>();
		play = (response) => {
			response.on("close", () => closed.resolve());
			response.write(event({ text: `[${apple}, {"mask": "data:image/png;base64,` }));
			const pour = () => {
				// Until the reader has had enough and hangs up.
				while (!response.destroyed && response.write(event({ text: "4+Pj".repeat(500) })));
				if (!response.destroyed) response.once("drain", pour);
			};
			pour();
		};
		const { objects, complete, warnings } = await ask("loupe.segment", picture);
		await closed.promise;
		assert.deepEqual(
			objects?.map(({ label }) => label),
			["apple"],
		);
		assert.equal(complete, false);
		assert.match(warnings.join(" "), /repeated itself/);
	});

	it("from another model than was asked: says so", async () => {
		answers({ text: `[${apple}]`, modelVersion: "gemini-3.5-flash-lite" });
		const { warnings, model } = await ask("loupe.detect", picture);
		assert.deepEqual(model, { asked: "gemini-3.8-flash", answered: "gemini-3.5-flash-lite" });
		assert.match(
			warnings.join(" "),
			/gemini-3\.8-flash was asked, gemini-3\.5-flash-lite answered/,
		);
	});

	it("whose mask is no picture: keeps the box and says so", async () => {
		answers({
			text: '[{"box_2d": [100, 100, 300, 300], "label": "apple", "mask": "<start_of_mask><seg_1><seg_7>"}]',
		});
		const { objects, warnings } = await ask("loupe.segment", picture);
		assert.equal(objects?.length, 1);
		assert.equal(objects?.[0]?.mask, undefined);
		assert.match(warnings.join(" "), /Without a mask.*: 1/);
	});

	it("without any JSON: BadReply", async () => {
		answers({ text: "I see an apple." });
		await assert.rejects(Promise.resolve(ask("loupe.detect", picture)), { name: "BadReply" });
	});
});

/** One server-sent event as the API writes it. */
function event({ text, finishReason, modelVersion }: Played): string {
	const candidate = {
		content: { role: "model", parts: [{ text }] },
		index: 0,
		...(finishReason && { finishReason }),
	};
	const body = { candidates: [candidate], ...(modelVersion && { modelVersion }) };
	return `data: ${JSON.stringify(body)}\n\n`;
}
