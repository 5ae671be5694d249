import assert from "node:assert/strict";
import sharp from "sharp";
import type { Uri } from "vscode";
import { type DemoEngine, type DemoRequest, startDemoEngine } from "../../src/demo/server.ts";
import { SubjectRuns } from "../../src/host/runs.ts";
import { type TalkParts, talkApi } from "../../src/host/talkApi.ts";
import type { Run, TalkHostApi } from "../../src/shared/protocol.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { answer, refusal } from "../faults/scripts.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { type AskedParts, joinParts } from "./askedParts.ts";
import { Folder, set } from "./folder.ts";

const key = "not-a-real-key-0123456789";

describe("a request", () => {
	const requests: DemoRequest[] = [];
	let demo: DemoEngine;
	let folder: Folder;
	/** 2,000 × 1,200 pixels. */
	let picture: Uri;
	let parts: AskedParts;
	let runs: SubjectRuns;
	let api: TalkHostApi;

	before(async () => {
		demo = await startDemoEngine({ onRequest: (request) => requests.push(request) });
		folder = await Folder.make();
		const scene = await renderScene(scenes.plain, { format: "png" });
		const large = await sharp(scene).resize(2000, 1200, { fit: "fill" }).png().toBuffer();
		picture = await folder.write("large.png", large);
	});
	after(async () => {
		await folder.remove();
		await demo.close();
	});
	beforeEach(() => {
		requests.length = 0;
		open(joinParts(async () => ({ key, baseUrl: demo.url }), folder.path));
	});
	afterEach(() => {
		runs.dispose();
		parts.inspector.dispose();
	});

	function open(joined: AskedParts): void {
		parts = joined;
		runs = new SubjectRuns([picture], parts);
		const rest = {
			prompts: { add: async () => undefined },
			editors: {},
			act: () => assert.fail("no button was pressed"),
		};
		api = talkApi({ ...parts, ...rest } as unknown as TalkParts, {
			uris: () => [picture],
			runs: async () => runs,
			signal: new AbortController().signal,
		});
	}

	/** Asks, and resolves with the run when it has ended. */
	function ended(start: () => Promise<unknown>): Promise<Run> {
		const { promise, resolve, reject } = Promise.withResolvers<Run>();
		const listening = parts.inspector.onDidChangeRun(({ kind, run }) => {
			if (kind === "changed" && run.status !== "running") resolve(run);
		});
		start().catch(reject);
		return promise.finally(() => listening.dispose());
	}

	it("is shown before it is sent, as it will be, and nothing goes out for that", async () => {
		const takesBack = await set("systemInstruction", "Speak like a sailor.");
		try {
			const { record, thumbnails, estimate } = await api.previewRequest({
				task: "ask",
				prompt: "What is red?",
				choices: { sentSize: 768, thinking: "high", mediaResolution: "low" },
			});
			assert.deepEqual(requests, []);
			const [sent] = record.pictures;
			assert.deepEqual(sent?.size, { width: 768, height: 461 });
			assert.equal(sent?.way, "inline");
			assert.equal(sent?.asItWas, false);
			assert.match(record.text, /What is red\?/);
			assert.deepEqual(record.config.thinkingConfig, { thinkingLevel: "HIGH" });
			assert.equal(record.config.mediaResolution, "MEDIA_RESOLUTION_LOW");
			assert.equal(record.config.systemInstruction, "Speak like a sailor.");
			assert((estimate?.tokens ?? 0) > 280 && (estimate?.cost ?? 0) > 0);
			const { width } = await sharp(thumbnails[0]?.bytes).metadata();
			assert.equal(width, 320);
			assert.doesNotMatch(JSON.stringify(record), new RegExp(key));
		} finally {
			await takesBack();
		}
	});

	it("is sent as it was shown, kept with its answer, and shown after it", async () => {
		const ask = { task: "detect", choices: { sentSize: 1536 } } as const;
		const before = await api.previewRequest(ask);
		const run = await ended(() => api.run({ ...ask }));
		assert.equal(run.status, "done");
		assert.deepEqual(run.request, before.record);
		assert.deepEqual(run.request?.pictures[0]?.size, { width: 1536, height: 922 });
		const after = await api.requestOf(run.id);
		assert.deepEqual(after?.record, before.record);
		assert.equal(after?.raw, run.text);
		assert.equal(after?.thumbnails.length, 1);
	});

	it("whose answer holds places is shown with all of its reply", async () => {
		const run = await ended(() => api.run({ task: "ask", prompt: "Where is the red one?" }));
		assert.equal(run.status, "done");
		assert((run.objects?.length ?? 0) > 0);
		const { raw = "" } = (await api.requestOf(run.id)) ?? {};
		assert(raw.includes("box_2d"), raw);
		assert(!run.text.includes("box_2d"));
	});

	it("is counted by the engine on demand, the system instruction with it", async () => {
		const tokens = await api.countTokens({ task: "caption" });
		assert.equal(requests.at(-1)?.path, "/v1beta/models/gemini-3.8-flash:countTokens");
		const takesBack = await set("systemInstruction", "Speak like a sailor. ".repeat(20));
		try {
			assert((await api.countTokens({ task: "caption" })) > tokens);
		} finally {
			await takesBack();
		}
	});

	it("is prepared while it is written", async () => {
		await api.willAsk({ task: "ask" });
		await api.previewRequest({ task: "ask", prompt: "What?" });
		assert.deepEqual(requests, []);
	});

	it("about a blurred picture says so with its answer, once, and is answered", async () => {
		const scene = await renderScene(scenes.plain, { format: "png" });
		const blurred = await sharp(scene).blur(12).png().toBuffer();
		const uri = await folder.write("blurred.png", blurred);
		const ask = () => parts.inspector.inspect([uri], { task: "caption" });
		const [first, second] = [await ask(), await ask()];
		const words = "This looks blurred; answers about it may be poor.";
		assert.deepEqual(
			[first, second].map(({ warnings }) => warnings.includes(words)),
			[true, false],
		);
		assert.match(first.text, /\S/);
	});

	it("that would go over the limit is asked about before a byte is uploaded", async () => {
		open(joinParts(async () => ({ key, baseUrl: demo.url }), folder.path, { limit: 1e-9 }));
		const takesBack = await set("upload", "files");
		try {
			const asked = parts.inspector.inspect([picture], { task: "caption" }, { isSilent: true });
			await assert.rejects(asked, { name: "Quota" });
			assert.deepEqual(requests, []);
		} finally {
			await takesBack();
		}
	});
});

describe("a model that is gone", () => {
	const server = new FaultServer();
	let folder: Folder;
	let takesBack: () => Promise<void>;
	before(async () => {
		await server.start();
		folder = await Folder.make();
		takesBack = await set("model", "gemini-2.5-flash");
	});
	after(async () => {
		await takesBack();
		await folder.remove();
		await server.stop();
	});

	it("is switched for the next with one button, and the same is asked again", async () => {
		const gone = "This model is no longer available to new users.";
		const asked: string[] = [];
		server.play((response, request) => {
			asked.push(request.url ?? "");
			if (request.url?.includes("gemini-2.5-flash")) {
				refusal(404, "NOT_FOUND", gone)(response, request);
			} else answer(response, request);
		});
		const picture = await folder.write("p.png", await renderScene(scenes.plain, { format: "png" }));
		const parts = joinParts(async () => ({ key, baseUrl: server.url }), folder.path);
		const runs = new SubjectRuns([picture], parts);
		const failed = await next(parts, () =>
			runs.ask({ task: "ask", prompt: "What is it?", choices: { thinking: "low" } }),
		);
		assert.deepEqual(failed.error?.actions[0], {
			id: "switchModel",
			title: "Switch to gemini-3.5-flash-lite",
			model: "gemini-3.5-flash-lite",
		});
		const done = await next(parts, () => void runs.repeatWithReplacement(failed));
		assert.equal(done.status, "done");
		assert.equal(done.prompt, "What is it?");
		assert.deepEqual(done.choices, { thinking: "low" });
		assert.equal(done.model.asked, "gemini-3.5-flash-lite");
		assert.deepEqual(
			runs.all.map(({ id }) => id),
			[done.id],
		);
		assert.deepEqual(
			asked.map((url) => /models\/([^:]+)/.exec(url)?.[1]),
			["gemini-2.5-flash", "gemini-3.5-flash-lite"],
		);
		runs.dispose();
		parts.inspector.dispose();
	});
});

/** The next run that ends. */
function next({ inspector }: AskedParts, start: () => void): Promise<Run> {
	const { promise, resolve } = Promise.withResolvers<Run>();
	const listening = inspector.onDidChangeRun(({ kind, run }) => {
		if (kind === "changed" && run.status !== "running") resolve(run);
	});
	start();
	return promise.finally(() => listening.dispose());
}
