import assert from "node:assert/strict";
import { connect, type Port } from "../../src/shared/rpc.ts";

interface Api {
	add(a: number, b: number): Promise<number>;
	fail(): Promise<void>;
	never(): Promise<void>;
}

/** Two ports joined as VS Code joins a page and its host: copies cross, later. */
function ports(): [Port, Port] {
	const listeners: Array<(message: unknown) => void> = [];
	const port = (own: number): Port => ({
		post: (message) => {
			const copy = structuredClone(message);
			queueMicrotask(() => listeners[1 - own]?.(copy));
		},
		onMessage: (listener) => {
			listeners[own] = listener;
		},
	});
	return [port(0), port(1)];
}

function joined() {
	const [here, there] = ports();
	connect(there, {
		add: async (a: number, b: number) => a + b,
		fail: async () => {
			throw Object.assign(new Error("no key"), { name: "NoKey" });
		},
		never: () => new Promise<void>(() => {}),
	});
	return { ...connect<Api>(here, {}), here };
}

describe("rpc", () => {
	it("resolves a call with what the other end returns", async () => {
		assert.equal(await joined().remote.add(2, 3), 5);
	});

	it("rejects with the name and message of the error thrown at the other end", async () => {
		await assert.rejects(joined().remote.fail(), { name: "NoKey", message: "no key" });
	});

	it("rejects a call to a method the other end does not have, inherited ones included", async () => {
		const { remote } = joined();
		const loose = remote as unknown as Record<string, () => Promise<unknown>>;
		for (const name of ["nothing", "toString", "constructor", "__proto__"]) {
			await assert.rejects(() => Reflect.get(loose, name)(), new RegExp(`No method named ${name}`));
		}
	});

	it("rejects what is under way, and what comes later, when it is disposed", async () => {
		const { remote, dispose } = joined();
		const waiting = remote.never();
		dispose();
		await assert.rejects(waiting, /closed/);
		await assert.rejects(remote.add(1, 1), /closed/);
	});

	it("passes over messages that are not its own", async () => {
		const { remote, here } = joined();
		for (const stray of [null, 7, "x", {}, { kind: "ok" }, { kind: "err", id: 99 }])
			here.post(stray);
		assert.equal(await remote.add(1, 1), 2);
	});
});
