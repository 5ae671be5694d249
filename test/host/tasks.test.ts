import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import type { Uri } from "vscode";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { ask, Folder, set } from "./folder.ts";

/** Of a `generateContent` body, what these tests look at. */
interface SentBody {
	contents: Array<{
		role: string;
		parts: Array<{ text?: string; inlineData?: { mimeType: string; data: string } }>;
	}>;
	generationConfig?: { responseMimeType?: string; responseJsonSchema?: unknown };
}

describe("the tasks that ask, called with options", () => {
	const bodies: SentBody[] = [];
	const restores: Array<() => Promise<void>> = [];
	let folder: Folder;
	let picture: Uri;
	let other: Uri;
	let answer = "";
	const server = createServer((request, response) => {
		let body = "";
		request.setEncoding("utf8").on("data", (chunk: string) => {
			body += chunk;
		});
		request.on("end", () => {
			bodies.push(JSON.parse(body) as SentBody);
			response.setHeader("content-type", "text/event-stream");
			const content = { role: "model", parts: [{ text: answer }] };
			const candidates = [{ content, finishReason: "STOP", index: 0 }];
			response.end(`data: ${JSON.stringify({ candidates, modelVersion: "gemini-3.8-flash" })}\n\n`);
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
		other = await folder.write("many.png", await renderScene(scenes.many, { format: "png" }));
	});
	beforeEach(() => bodies.splice(0));
	after(async () => {
		delete process.env.GEMINI_API_KEY;
		for (const restore of restores) await restore();
		await folder.remove();
		server.closeAllConnections();
		server.close();
	});

	it("loupe.ask sends the question after the picture, and resolves with the answer", async () => {
		answer = "Two cups.";
		const result = await ask("loupe.ask", picture, { question: "How many cups?" });
		assert.equal(result.text, "Two cups.");
		assert.equal(result.task, "ask");
		const parts = bodies[0]?.contents[0]?.parts ?? [];
		assert.ok(parts[0]?.inlineData);
		assert.match(parts.at(-1)?.text ?? "", /How many cups\?/);
	});

	it("loupe.ask puts the places that an answer names on pixels, and leaves their JSON out of its words", async () => {
		const box = { box_2d: [100, 200, 300, 400], label: "cup" };
		answer = `On the left.\n\n\`\`\`json\n${JSON.stringify([box])}\n\`\`\``;
		const { text, objects, image } = await ask("loupe.ask", picture, { question: "Where?" });
		assert.equal(text.trim(), "On the left.");
		const { width, height } = image;
		assert.deepEqual(objects?.[0]?.box, {
			x: 0.2 * width,
			y: 0.1 * height,
			width: 0.2 * width,
			height: 0.2 * height,
		});
	});

	it("loupe.ask about a region sends the part at full resolution and the whole picture small", async () => {
		answer = "A square.";
		const large = await folder.write(
			"large.png",
			await sharp({ create: { width: 2400, height: 1600, channels: 3, background: "#369" } })
				.png()
				.toBuffer(),
		);
		const region = { x: 100, y: 50, width: 1000, height: 900 };
		await ask("loupe.ask", large, { question: "What is this?", region });
		const sent = bodies[0]?.contents.flatMap(({ parts }) => parts) ?? [];
		const sizes = await Promise.all(
			sent
				.flatMap(({ inlineData }) => inlineData ?? [])
				.map(async ({ data }) => {
					const { width, height } = await sharp(Buffer.from(data, "base64")).metadata();
					return [width, height];
				}),
		);
		assert.deepEqual(sizes, [
			[768, 512],
			[1000, 900],
		]);
	});

	it("loupe.ask about several pictures numbers them in their order, whichever they are", async () => {
		answer = "The second one.";
		const result = await ask("loupe.ask", [picture, other], { question: "Which has more?" });
		assert.equal(result.text, "The second one.");
		const parts = bodies[0]?.contents[0]?.parts ?? [];
		const order = parts.flatMap(({ text, inlineData }) => {
			if (inlineData) return ["picture"];
			return /^Picture \d/.exec(text ?? "") ?? [];
		});
		assert.deepEqual(order, ["Picture 1", "picture", "Picture 2", "picture"]);
	});

	it("loupe.classify gives labels of those that were asked, and words of certainty only if there were any", async () => {
		answer =
			'{"labels": [{"label": "Cup", "confidence": "high"}, {"label": "dog"}, {"label": "tree"}]}';
		const { data } = await ask("loupe.classify", picture, { labels: ["cup", "tree", "house"] });
		assert.deepEqual(data, { labels: ["cup", "tree"], confidence: { cup: "high" } });
		assert.equal(bodies[0]?.generationConfig?.responseMimeType, "application/json");
	});

	it("loupe.classify refuses to choose among fewer than two labels", async () => {
		await assert.rejects(Promise.resolve(ask("loupe.classify", picture, { labels: ["cup"] })), {
			name: "Unsupported",
		});
		assert.equal(bodies.length, 0);
	});

	const schema = {
		type: "object",
		properties: { total: { type: "number" }, name: { type: "string" } },
		required: ["total", "name"],
	};

	it("loupe.extract sends the schema as it is, and resolves with the data", async () => {
		answer = '{"total": 12.5, "name": "Lamp"}';
		const result = await ask("loupe.extract", picture, { schema });
		assert.deepEqual(result.data, { total: 12.5, name: "Lamp" });
		assert.deepEqual(result.warnings, []);
		assert.deepEqual(bodies[0]?.generationConfig?.responseJsonSchema, schema);
	});

	it("loupe.extract leaves what does not keep to the schema as it came, and says so", async () => {
		answer = '{"total": "twelve"}';
		const { data, warnings } = await ask("loupe.extract", picture, { schema });
		assert.deepEqual(data, { total: "twelve" });
		assert.match(warnings.join(), /2/);
	});

	it("loupe.extract refuses what is no schema before anything is sent", async () => {
		for (const wrong of [undefined, "name", { type: "no such type" }]) {
			await assert.rejects(Promise.resolve(ask("loupe.extract", picture, { schema: wrong })), {
				name: "Unsupported",
			});
		}
		assert.equal(bodies.length, 0);
	});

	it("loupe.transcribe resolves with Markdown", async () => {
		answer = "# Menu\n\n| Dish | Price |\n|---|---|\n| Soup | 4 |";
		const { text, task } = await ask("loupe.transcribe", picture);
		assert.equal(text, answer);
		assert.equal(task, "transcribe");
	});

	it("loupe.compare resolves with words, and with boxes that say which picture they are in", async () => {
		const boxes = [
			{ picture: 1, box_2d: [0, 0, 500, 500], label: "cup" },
			{ picture: 2, box_2d: [500, 500, 1000, 1000], label: "cup" },
		];
		answer = `The cup moved.\n\n\`\`\`json\n${JSON.stringify(boxes)}\n\`\`\``;
		const { text, objects } = await ask("loupe.compare", [picture, other]);
		assert.equal(text.trim(), "The cup moved.");
		assert.deepEqual(
			objects?.map(({ picture: index = 0 }) => index),
			[0, 1],
		);
	});

	it("loupe.compare refuses a single picture", async () => {
		await assert.rejects(Promise.resolve(ask("loupe.compare", picture)), { name: "Unsupported" });
	});
});
