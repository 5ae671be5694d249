import assert from "node:assert/strict";
import { costOf } from "../../src/gemini/prices.ts";
import type { RunEvent } from "../../src/host/inspect.ts";
import { explain } from "../../src/host/report.ts";
import { errorKinds, LoupeError } from "../../src/shared/errors.ts";
import type { Run } from "../../src/shared/protocol.ts";
import { StoppedClock } from "../faults/fakeClock.ts";
import {
	answer,
	chunk,
	event,
	eventStream,
	refusal,
	retryIn,
	type Script,
} from "../faults/scripts.ts";
import { set } from "./folder.ts";
import { InspectorBed, key } from "./inspectorBed.ts";

const slowDown = refusal(429, "RESOURCE_EXHAUSTED", `Slow down, ${key}.`, [retryIn("7s")]);

describe("a task that must wait", () => {
	let bed: InspectorBed;
	before(async () => {
		bed = await InspectorBed.make();
	});
	beforeEach(() => bed.renew(new StoppedClock()));
	after(() => bed.close());

	/** Asks for a caption; `onWait` hears when it waits. */
	function caption(scripts: Script[], onWait: (run: Run) => void) {
		const { server, inspector, picture } = bed;
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
			bed.inspector.tryNow(run.id);
		});
		assert.equal((await result).text, "ok");
		assert.equal(bed.server.requests, 3);
		assert.deepEqual(
			waited.map(({ status, waiting }) => [status, waiting?.attempt, waiting?.reason]),
			[
				["running", 2, "RateLimit"],
				["running", 3, "RateLimit"],
			],
		);
		assert.equal(changes.filter(({ waiting }) => waiting === null).length, 2);
		const kept = await bed.kept();
		assert.deepEqual(
			kept.map((run) => [run.text, "waiting" in run]),
			[["ok", false]],
		);
		const words = bed.log.join("\n");
		assert.match(words, /caption: attempt 2 in .* s, after RateLimit: The API answered 429/);
		assert.doesNotMatch(words, new RegExp(key));
	});

	it("ends at once when it is stopped, and asks no more", async () => {
		const { result, changes } = caption([slowDown, answer], ({ id }) => bed.inspector.stop(id));
		await assert.rejects(result, { name: "Cancelled" });
		assert.equal(bed.server.requests, 1);
		assert.deepEqual(changes.at(-2), { waiting: null });
		assert.equal(changes.at(-1)?.status, "stopped");
	});

	it("says so of an upload, too, and goes on with it when it is told to", async () => {
		const restore = await set("upload", "files");
		try {
			const { server, inspector, picture } = bed;
			const waited: Run[] = [];
			let starts = 0;
			server.faultOf = ({ phase }) => (phase === "start" && ++starts === 1 ? slowDown : undefined);
			inspector.onDidChangeRun((event) => {
				if (event.kind !== "changed" || !event.change.waiting) return;
				waited.push(structuredClone(event.run));
				inspector.tryNow(event.run.id);
			});
			const { text } = await inspector.inspect([picture], { task: "caption" });
			assert.notEqual(text, "");
			assert.deepEqual(
				waited.map(({ waiting }) => [waiting?.attempt, waiting?.reason]),
				[[2, "RateLimit"]],
			);
			assert.deepEqual(server.commands, ["start", "start", "upload, finalize"]);
			assert.match(bed.log.join("\n"), /caption: attempt 2 in .* s, after RateLimit/);
		} finally {
			await restore();
		}
	});

	it("costs what it had used when it is stopped in the middle of its answer", async () => {
		const usageMetadata = { promptTokenCount: 1000, candidatesTokenCount: 200 };
		const cut: Script = (response) => {
			response.writeHead(200, eventStream).write(event({ ...chunk({ text: "A" }), usageMetadata }));
		};
		const listening = bed.inspector.onDidChangeRun((told) => {
			if (told.kind === "text") bed.inspector.stop(told.run.id);
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
		const words = bed.log.join("\n");
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
