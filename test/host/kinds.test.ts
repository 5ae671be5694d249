import assert from "node:assert/strict";
import { type ErrorKind, errorKinds, kindOf, LoupeError } from "../../src/shared/errors.ts";
import type { ErrorAction, Run } from "../../src/shared/protocol.ts";
import { FakeClock } from "../faults/fakeClock.ts";
import type { Fault, Phase } from "../faults/faultServer.ts";
import {
	answer,
	answerOf,
	chunk,
	quotaOf,
	refusal,
	reset,
	retryIn,
	stream,
} from "../faults/scripts.ts";
import { set } from "./folder.ts";
import { InspectorBed, key } from "./inspectorBed.ts";

/** How a kind of failure comes about, and what the person has of it. */
interface Row {
	/** Makes the server's part of it; none: it goes wrong before. */
	fault: (bed: InspectorBed, clock: FakeClock) => Fault;
	message: RegExp;
	actions: Array<ErrorAction["id"]>;
	requests?: number;
}

const quoted = `Consumer 'api_key:${key}'`;
const bad = (message: string) => refusal(400, "INVALID_ARGUMENT", `${message} ${quoted}`);

const rows: Record<ErrorKind, Row> = {
	NoKey: {
		fault: () => answer,
		message: /^Loupe needs a Gemini API key/,
		actions: ["enterKey", "getKey", "useDemo"],
		requests: 0,
	},
	BadKey: {
		fault: () => refusal(403, "PERMISSION_DENIED", `${quoted} has been suspended.`),
		message: /^Gemini does not accept this API key\.$/,
		actions: ["enterKey"],
	},
	Quota: {
		fault: () => refusal(429, "RESOURCE_EXHAUSTED", quoted, [quotaOf("PerDay"), retryIn("7s")]),
		message: /^Today's quota .* midnight Pacific time, \d+:\d\d.* here\.$/,
		actions: ["selectModel"],
	},
	RateLimit: {
		fault: () => refusal(429, "RESOURCE_EXHAUSTED", quoted, [retryIn("61s")]),
		message: /^Too many requests\. Try again in 61 s\.$/,
		actions: ["retry"],
	},
	Blocked: {
		fault: () => stream([{ promptFeedback: { blockReason: "SAFETY" } }]),
		message: /^The model refused .* \(SAFETY\)\.$/,
		actions: ["showLog"],
	},
	ModelGone: {
		fault: () => refusal(404, "NOT_FOUND", `${quoted}: no longer available to new users.`),
		message: /^The model gemini-3\.8-flash cannot be used with this key\.$/,
		actions: ["switchModel", "selectModel"],
	},
	TooLarge: {
		fault: () => refusal(413, "INVALID_ARGUMENT", quoted),
		message: /^This picture is too large \(Consumer 'api_key:…'\)\.$/,
		actions: ["openSettings"],
	},
	BadImage: {
		fault: () => bad("Unable to process input image."),
		message: /^This picture cannot be read: Unable/,
		actions: ["retry"],
	},
	Unsupported: {
		fault: () => bad("Unsupported MIME type."),
		message: /^Not supported: Unsupported MIME/,
		actions: ["openSettings"],
	},
	Offline: {
		fault: (_, clock) => ({ kind: "stall", onStalled: () => clock.ring() }),
		message: /^The connection failed \(no answer for 290 s\)\./,
		actions: ["retry"],
	},
	Server: {
		fault: () => refusal(501, "UNIMPLEMENTED", quoted),
		message: /^The server failed to answer\./,
		actions: ["retry"],
	},
	BadReply: {
		fault: () => answerOf(200, `<html>${quoted}</html>`),
		message: /^The reply could not be understood \(.*web page\)\.$/,
		actions: ["retry", "showLog"],
	},
	Cancelled: {
		fault: (bed) => ({
			kind: "stall",
			onStalled: () => {
				for (const { id } of bed.inspector.running(bed.picture.toString())) bed.inspector.stop(id);
			},
		}),
		message: /^Stopped\.$/,
		actions: [],
	},
};

describe("a failure, from the server through the SDK to the person", () => {
	let bed: InspectorBed;
	let clock: FakeClock;
	before(async () => {
		bed = await InspectorBed.make();
	});
	beforeEach(() => {
		clock = new FakeClock();
		bed.renew(clock);
	});
	after(() => bed.close());

	/** The run as it ended, and with what kind. */
	async function failed(task: Run["task"] = "caption"): Promise<{ run: Run; kind: string }> {
		const runs: Run[] = [];
		bed.inspector.onDidChangeRun(({ run }) => runs.push(run));
		const error = await bed.inspector.inspect([bed.picture], { task }).then(
			() => assert.fail("it did not fail"),
			(reason: unknown) => reason,
		);
		return { run: runs.at(-1) ?? assert.fail(), kind: `${kindOf(error)}` };
	}

	for (const kind of errorKinds) {
		const { fault, message, actions, requests = 1 } = rows[kind];
		it(`${kind}: one line, its actions, the request's shape in the log, and no key`, async () => {
			if (kind === "NoKey") {
				bed.renew(clock, async () => {
					throw new LoupeError("NoKey", "No API key is set");
				});
			}
			bed.server.play(fault(bed, clock));
			const ended = await failed();
			assert.equal(ended.kind, kind);
			const { error, status } = ended.run;
			assert.equal(error?.kind, kind);
			assert.equal(status, kind === "Cancelled" ? "stopped" : "failed");
			assert.match(error.message, message);
			assert.doesNotMatch(error.message, /\n/);
			assert.deepEqual(
				error.actions.map(({ id }) => id),
				actions,
			);
			assert.equal(bed.server.requests, requests);
			assert.deepEqual(clock.slept, []);
			const line = bed.log.findLast((one) => one.includes(`${kind}: `)) ?? assert.fail();
			const shape = requests === 0 ? /1 picture\(s\)/ : /\d+×\d+ px, \d+ bytes, image\/\w+/;
			assert.match(
				line,
				new RegExp(`^caption: ${shape.source}.*, to gemini-3\\.8-flash ${kind}: `),
			);
			assert.doesNotMatch(JSON.stringify([bed.log, ended.run]), new RegExp(key));
			assert.deepEqual(await bed.kept(), []);
		});
	}

	const ends: Array<[what: string, fault: Fault, kind: ErrorKind]> = [
		["a reset", reset, "Offline"],
		["503", refusal(503, "UNAVAILABLE", "Busy."), "Server"],
		["a day's quota", refusal(429, "RESOURCE_EXHAUSTED", "No.", [quotaOf("PerDay")]), "Quota"],
		["a web page", answerOf(200, "<html>Sign in</html>"), "BadReply"],
	];
	const phases: Phase[] = ["start", "finalize", "stream"];
	for (const [what, fault, kind] of ends) {
		for (const phase of phases) {
			it(`${what}, ${phase}: ${kind}; what was kept stays, and the next attempt works`, async () => {
				const restore = await set("upload", "files");
				try {
					const asked = () => bed.inspector.inspect([bed.picture], { task: "detect" });
					await set("upload", "inline");
					await asked();
					await set("upload", "files");
					const before = await bed.kept();
					assert.equal(before.length, 1);
					bed.server.faultOf = (seen) => (seen.phase === phase ? fault : undefined);
					assert.equal((await failed()).kind, kind);
					assert.deepEqual(await bed.kept(), before);
					const uploads = () => JSON.parse(bed.memory.text.get("loupe.uploads") ?? "[]").length;
					assert.equal(uploads(), phase === "stream" ? 1 : 0);
					bed.server.reset();
					assert((await asked()).objects?.length);
					assert.equal((await bed.kept()).length, 2);
					assert.equal(uploads(), 1);
					// What had arrived by then was not sent again.
					assert.equal(bed.server.commands.length, phase === "stream" ? 0 : 2);
				} finally {
					await restore();
				}
			});
		}
	}

	it("in the middle of the words: keeps those that came, and says that they are not all", async () => {
		bed.server.play(stream([chunk({ text: "A red circle" })], true));
		const result = await bed.inspector.inspect([bed.picture], { task: "caption" });
		assert.deepEqual([result.text, result.complete], ["A red circle", false]);
		assert.equal(bed.server.requests, 1);
		const kept = await bed.kept();
		assert.deepEqual(
			kept.map(({ text, complete, warnings }) => [text, complete, warnings.length]),
			[["A red circle", false, 1]],
		);
	});
});
