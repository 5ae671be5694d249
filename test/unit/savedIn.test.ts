import assert from "node:assert/strict";
import { labelSetsIn, presetsIn, schemasIn } from "../../src/host/savedIn.ts";

describe("What settings keep for tasks", () => {
	it("is read where it has the right shape", () => {
		const preset = { task: "caption", title: "Shop", prompt: "For a shop" };
		assert.deepEqual(presetsIn([preset]), [preset]);
		assert.deepEqual(labelSetsIn({ Rooms: [" kitchen ", "bath", "bath"] }), {
			Rooms: ["kitchen", "bath"],
		});
		const schema = { type: "object", properties: { a: { type: "string" } } };
		assert.deepEqual(schemasIn({ a: schema }), [{ name: "a", schema }]);
	});

	it("is left out where it has not, one by one", () => {
		const good = { task: "ask", title: "Why", prompt: "Why is that?" };
		const bad = [null, 1, "x", [], {}, { ...good, task: "fly" }, { ...good, title: " " }];
		bad.push({ ...good, prompt: "x".repeat(4001) });
		assert.deepEqual(presetsIn([...bad, { ...good, prompt: 5 }, good]), [good]);
		for (const value of [undefined, null, 3, "x", {}]) assert.deepEqual(presetsIn(value), []);
		assert.deepEqual(labelSetsIn({ a: "x", b: [1, "", null], c: ["y", 2], " ": ["z"] }), {
			c: ["y"],
		});
		for (const value of [undefined, null, 3, "x", [["a"]]])
			assert.deepEqual(labelSetsIn(value), {});
		assert.deepEqual(schemasIn({ a: [], b: null, c: "{}", "": {} }), []);
		for (const value of [undefined, null, 3, "x", [{}]]) assert.deepEqual(schemasIn(value), []);
	});

	it("can be sent as a message, though VS Code gives proxies", () => {
		const schema = new Proxy({ properties: new Proxy({ a: {} }, {}) }, {});
		const [saved] = schemasIn({ a: schema });
		assert.deepEqual(structuredClone(saved?.schema), { properties: { a: {} } });
	});
});
