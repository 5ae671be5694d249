import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GeminiClient } from "../../src/gemini/client.ts";
import { Limit } from "../../src/gemini/limit.ts";
import { orAborted } from "../../src/gemini/orAborted.ts";
import type { RetryWait } from "../../src/gemini/retry.ts";
import { FakeClock, StoppedClock } from "../faults/fakeClock.ts";
import { answer, refusal } from "../faults/scripts.ts";

const never = new AbortController().signal;

describe("A limit", () => {
	it("lets in so many at once, the others in the order they came", async () => {
		const limit = new Limit(2);
		const inside: number[] = [];
		const leave: Array<() => void> = [];
		const entered = [0, 1, 2, 3].map(async (visitor) => {
			leave[visitor] = await limit.enter(never);
			inside.push(visitor);
		});
		await Promise.all(entered.slice(0, 2));
		assert.deepEqual(inside, [0, 1]);
		leave[1]?.();
		await entered[2];
		assert.deepEqual(inside, [0, 1, 2]);
		leave[0]?.();
		await entered[3];
		assert.deepEqual(inside, [0, 1, 2, 3]);
	});

	it("gives a place back once, however often its visitor leaves", async () => {
		const limit = new Limit(1);
		const leave = await limit.enter(never);
		leave();
		leave();
		await limit.enter(never);
		const third = new AbortController();
		const entered = limit.enter(third.signal);
		third.abort(new Error("full"));
		await assert.rejects(entered, { message: "full" });
	});

	it("forgets who gives up in the line, and serves those behind", async () => {
		const limit = new Limit(1);
		const leave = await limit.enter(never);
		const impatient = new AbortController();
		const gone = limit.enter(impatient.signal);
		const patient = limit.enter(never);
		impatient.abort(new Error("enough"));
		await assert.rejects(gone, { message: "enough" });
		leave();
		await patient;
	});

	it("takes the place of who is aborted inside, or was before", async () => {
		const limit = new Limit(1);
		await assert.rejects(limit.enter(AbortSignal.abort(new Error("before"))), {
			message: "before",
		});
		const stop = new AbortController();
		await limit.enter(stop.signal);
		const next = limit.enter(never);
		stop.abort();
		await next;
	});
});

describe("What is waited for", () => {
	it("is given up the moment the signal aborts", async () => {
		const stop = new AbortController();
		const waiting = orAborted(new Promise<never>(() => {}), stop.signal);
		stop.abort(new Error("enough"));
		await assert.rejects(waiting, { message: "enough" });
		assert.equal(await orAborted(Promise.resolve(7), never), 7);
		await assert.rejects(orAborted(Promise.reject(new Error("its own")), never), {
			message: "its own",
		});
	});
});

describe("Many requests at once, through the real SDK", () => {
	/** Requests that came and are not answered yet. */
	let held: { model: string; asked: IncomingMessage; response: ServerResponse }[];
	let came: string[];
	/** Resolves when so many requests have come in all. */
	let arrived: (count: number) => Promise<void>;
	const server = createServer(async (asked, response) => {
		for await (const _ of asked);
		const model = /models\/(\w+):/.exec(asked.url ?? "")?.[1] ?? "";
		came.push(model);
		held.push({ model, asked, response });
		server.emit("held");
	});
	let baseUrl: string;

	before(async () => {
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	beforeEach(() => {
		held = [];
		came = [];
		arrived = async (count) => {
			while (came.length < count) await once(server, "held");
		};
	});
	after(async () => {
		server.closeAllConnections();
		server.close();
		await once(server, "close");
	});

	const clientWith = (clock = new FakeClock()) =>
		new GeminiClient({ endpoint: async () => ({ key: "k", baseUrl }), clock });

	/** Reads one answer to its end; `model` tells the server whose it is. */
	async function ask(
		client: GeminiClient,
		model: string,
		signal = never,
		onWaiting?: (waiting: RetryWait | undefined) => void,
	): Promise<string> {
		let text = "";
		for await (const piece of client.stream({ model, contents: "?" }, signal, onWaiting)) {
			if (piece.kind === "text") text += piece.text;
		}
		return text;
	}

	function reply(model: string, script = answer): void {
		const index = held.findIndex((one) => one.model === model);
		const [{ response, asked } = assert.fail(`no ${model}`)] = held.splice(index, 1);
		script(response, asked);
	}

	it("are four, the others in the order they were asked, each as a place is free", async () => {
		const client = clientWith();
		const names = ["a", "b", "c", "d", "e", "f"];
		const answers = names.map((name) => ask(client, name));
		await arrived(4);
		assert.deepEqual([...came].sort(), ["a", "b", "c", "d"]);
		reply("c");
		await answers[2];
		await arrived(5);
		assert.equal(came.at(-1), "e");
		reply("a");
		await arrived(6);
		assert.equal(came.at(-1), "f");
		for (const name of ["b", "d", "e", "f"]) reply(name);
		assert.deepEqual(
			await Promise.all(answers),
			names.map(() => "ok"),
		);
		assert.equal(came.length, 6);
	});

	it("leave room for the list of models", async () => {
		const client = clientWith();
		const answers = ["a", "b", "c", "d", "e"].map((name) => ask(client, name));
		await arrived(4);
		const models = client.listModels(never);
		await arrived(5);
		reply("");
		assert.deepEqual(await models, []);
		for (const name of ["a", "b", "c", "d"]) reply(name);
		await arrived(6);
		reply("e");
		await Promise.all(answers);
	});

	it("go out with the key of the moment they are sent, not with one taken away in the line", async () => {
		let key = "first";
		const client = new GeminiClient({ endpoint: async () => ({ key, baseUrl }) });
		const answers = ["a", "b", "c", "d"].map((name) => ask(client, name));
		const late = ask(client, "e");
		await arrived(4);
		key = "second";
		reply("a");
		await arrived(5);
		const keys = held.map(({ asked }) => asked.headers["x-goog-api-key"]);
		assert.deepEqual(keys, ["first", "first", "first", "second"]);
		for (const name of ["b", "c", "d", "e"]) reply(name);
		await Promise.all([...answers, late]);
	});

	it("are given up in the line without having been sent", async () => {
		const client = clientWith();
		const stop = new AbortController();
		const answers = ["a", "b", "c", "d"].map((name) => ask(client, name));
		await arrived(4);
		const givenUp = ask(client, "e", stop.signal);
		const last = ask(client, "f");
		stop.abort();
		await assert.rejects(givenUp, { name: "Cancelled" });
		for (const name of ["a", "b", "c", "d"]) reply(name);
		await arrived(5);
		reply("f");
		await Promise.all([...answers, last]);
		assert.equal(came.includes("e"), false);
	});

	it("wait for another attempt outside of the line, until they are told to try now", async () => {
		const client = clientWith(new StoppedClock());
		const waits = new Map<string, RetryWait>();
		const names = ["a", "b", "c", "d"];
		const allWait = Promise.withResolvers<void>();
		const answers = names.map((name) =>
			ask(client, name, never, (wait) => {
				if (wait) waits.set(name, wait);
				if (waits.size === names.length) allWait.resolve();
			}),
		);
		await arrived(4);
		for (const name of names) reply(name, refusal(429, "RESOURCE_EXHAUSTED", "Slow down."));
		await allWait.promise;
		const passing = ask(client, "e");
		await arrived(5);
		reply("e");
		assert.equal(await passing, "ok");
		const { attempt, reason } = waits.get("a") ?? assert.fail();
		assert.deepEqual({ attempt, reason }, { attempt: 2, reason: "RateLimit" });
		for (const wait of waits.values()) wait.tryNow();
		await arrived(9);
		for (const name of names) reply(name);
		assert.deepEqual(await Promise.all(answers), ["ok", "ok", "ok", "ok"]);
	});

	it("end at once when they are stopped while they wait for another attempt", async () => {
		const clock = new StoppedClock();
		const stop = new AbortController();
		const told: boolean[] = [];
		const asked = ask(clientWith(clock), "a", stop.signal, (wait) => {
			told.push(wait !== undefined);
			if (wait) stop.abort();
		});
		await arrived(1);
		reply("a", refusal(503, "UNAVAILABLE", "Busy."));
		await assert.rejects(asked, { name: "Cancelled" });
		assert.deepEqual(told, [true, false]);
		assert.equal(came.length, 1);
	});

	it("free their place when they are stopped and nobody reads on", async () => {
		const client = clientWith();
		const stop = new AbortController();
		const left = ["a", "b", "c", "d"].map((model) =>
			client.stream({ model, contents: "?" }, stop.signal),
		);
		const begun = left.map((stream) => stream.next());
		await arrived(4);
		for (const name of ["a", "b", "c", "d"]) reply(name);
		await Promise.all(begun);
		stop.abort();
		const next = ask(client, "e");
		await arrived(5);
		reply("e");
		assert.equal(await next, "ok");
	});
});
