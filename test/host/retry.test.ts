import assert from "node:assert/strict";
import type { Uri } from "vscode";
import { costOf } from "../../src/gemini/prices.ts";
import { contentHash, type History, subjectHash } from "../../src/history/history.ts";
import type { Inspector, RunEvent } from "../../src/host/inspect.ts";
import { explain } from "../../src/host/report.ts";
import { errorKinds, LoupeError } from "../../src/shared/errors.ts";
import type { Run } from "../../src/shared/protocol.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { StoppedClock } from "../unit/fakeClock.ts";
import {
	answer,
	chunk,
	event,
	eventStream,
	refusal,
	type Script,
	ScriptedServer,
} from "../unit/scriptedServer.ts";
import { joinParts } from "./askedParts.ts";
import { Folder } from "./folder.ts";

const key = "not-a-real-key-0123456789";
const slowDown = refusal(429, "RESOURCE_EXHAUSTED", `Slow down, ${key}.`, [{ retryDelay: "7s" }]);

describe("a task that must wait", () => {
	const server = new ScriptedServer();
	let folder: Folder;
	let picture: Uri;
	let bytes: Uint8Array;
	let history: History;
	let inspector: Inspector;
	let log: string[];

	before(async () => {
		await server.start();
		folder = await Folder.make();
		bytes = await renderScene(scenes.plain, { format: "png" });
		picture = await folder.write("plain.png", bytes);
	});
	beforeEach(() => {
		const endpoint = { key, baseUrl: server.baseUrl };
		({ history, inspector, log } = joinParts(endpoint, folder.path, { clock: new StoppedClock() }));
	});
	afterEach(() => inspector.dispose());
	after(async () => {
		await folder.remove();
		await server.stop();
	});

	/** Asks for a caption; `onWait` hears when it waits. */
	function caption(scripts: Script[], onWait: (run: Run) => void) {
		server.play(...scripts);
		const changes: Extract<RunEvent, { kind: "changed" }>["change"][] = [];
		inspector.onDidChangeRun((event) => {
			if (event.kind !== "changed") return;
			changes.push(event.change);
			if (event.change.waiting) onWait(structuredClone(event.run));
		});
		return { result: inspector.inspect([picture], { task: "caption" }), changes };
	}

	it("says for what and until when, asks when it is told to, and keeps nothing of the waiting", async () => {
		const waited: Run[] = [];
		const { result, changes } = caption([slowDown, slowDown, answer], (run) => {
			waited.push(run);
			inspector.tryNow(run.id);
		});
		assert.equal((await result).text, "ok");
		assert.equal(server.requests, 3);
		assert.deepEqual(
			waited.map(({ status, waiting }) => [status, waiting?.attempt, waiting?.reason]),
			[
				["running", 2, "RateLimit"],
				["running", 3, "RateLimit"],
			],
		);
		assert.equal(changes.filter(({ waiting }) => waiting === null).length, 2);
		const kept = await history.list(subjectHash([contentHash(bytes)]));
		assert.deepEqual(
			kept.map((run) => [run.text, "waiting" in run]),
			[["ok", false]],
		);
		const words = log.join("\n");
		assert.match(words, /caption: attempt 2 in .* s, after RateLimit: The API answered 429/);
		assert.doesNotMatch(words, new RegExp(key));
	});

	it("ends at once when it is stopped, and asks no more", async () => {
		const { result, changes } = caption([slowDown, answer], ({ id }) => inspector.stop(id));
		await assert.rejects(result, { name: "Cancelled" });
		assert.equal(server.requests, 1);
		assert.deepEqual(changes.at(-2), { waiting: null });
		assert.equal(changes.at(-1)?.status, "stopped");
	});

	it("costs what it had used when it is stopped in the middle of its answer", async () => {
		const usageMetadata = { promptTokenCount: 1000, candidatesTokenCount: 200 };
		const cut: Script = (response) => {
			response.writeHead(200, eventStream).write(event({ ...chunk({ text: "A" }), usageMetadata }));
		};
		server.play(cut);
		const listening = inspector.onDidChangeRun((told) => {
			if (told.kind === "text") inspector.stop(told.run.id);
		});
		const { result, changes } = caption([cut], () => assert.fail("it waited"));
		await assert.rejects(result, { name: "Cancelled" });
		listening.dispose();
		const { status, cost, usage } = changes.at(-1) ?? {};
		assert.equal(status, "stopped");
		assert.equal(usage?.outputTokens, 200);
		assert.equal(cost, costOf(usage!, "gemini-3.8-flash", new Date()));
	});

	it("leaves the request's shape and no key in the log when it fails", async () => {
		const denied = refusal(403, "PERMISSION_DENIED", `Consumer 'api_key:${key}' is suspended.`);
		const { result } = caption([denied], () => assert.fail("it waited"));
		await assert.rejects(result, { name: "BadKey" });
		const words = log.join("\n");
		const shape = /^caption: \d+×\d+ px, \d+ bytes, image\/\w+, to gemini-3\.8-flash BadKey: /m;
		assert.match(words, shape);
		assert.doesNotMatch(words, new RegExp(key));
	});
});

describe("a failure as a person reads it", () => {
	for (const kind of errorKinds.filter((one) => one !== "Cancelled")) {
		it(`${kind}: one sentence, and a way out of it`, () => {
			const { message, actions } = explain(new LoupeError(kind, "for the log", { detail: "why" }));
			assert.doesNotMatch(message, /for the log/);
			assert.match(message, /\S/);
			assert(actions.length > 0);
			assert.equal(new Set(actions.map(({ id }) => id)).size, actions.length);
		});
	}

	it("Cancelled: one sentence and no button, because an entry can be asked again anyway", () => {
		const { message, actions } = explain(new LoupeError("Cancelled", "for the log"));
		assert.deepEqual([message, actions], ["Stopped.", []]);
	});

	it("a day's quota: when it is renewed, by the clock of this machine", () => {
		const inAnHour = new LoupeError("Quota", "spent", { retryAfter: 3_600_000 });
		assert.match(explain(inAnHour).message, /midnight Pacific time, \d.*here/);
		assert.doesNotMatch(explain(new LoupeError("Quota", "spent")).message, /midnight/);
	});
});
