import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Metafile } from "esbuild";

/** What `node esbuild.mjs` wrote about the host's bundle. */
async function readBundle(): Promise<Metafile["outputs"]> {
	const file = resolve(import.meta.dirname, "../../out/host-bundle.json");
	return (JSON.parse(await readFile(file, "utf8")) as Metafile).outputs;
}

/** The entry and all that is loaded with it, without waiting for a first use. */
function loadedAtActivation(outputs: Metafile["outputs"]): { files: string[]; modules: string[] } {
	const files = new Set(["dist/host/extension.js"]);
	const modules = new Set<string>();
	for (const file of files) {
		for (const { path, kind, external } of outputs[file]?.imports ?? []) {
			if (kind === "dynamic-import") continue;
			if (external) modules.add(path);
			else files.add(path);
		}
	}
	return { files: [...files], modules: [...modules] };
}

describe("the host's bundle", () => {
	it("loads neither sharp nor the SDK nor the demo engine at activation", async () => {
		const outputs = await readBundle();
		const { files, modules } = loadedAtActivation(outputs);
		const inputs = files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
		assert.ok(inputs.includes("src/host/extension.ts"));
		assert.deepEqual(
			inputs.filter((input) => input.includes("node_modules/") || input.startsWith("src/demo/")),
			[],
		);
		assert.deepEqual(
			modules.filter((module) => module !== "vscode" && !module.startsWith("node:")),
			[],
		);
	});

	it("holds the SDK in a chunk of its own", async () => {
		const outputs = await readBundle();
		const holders = Object.entries(outputs).filter(([, { inputs }]) =>
			Object.keys(inputs).some((input) => input.includes("node_modules/@google/genai/")),
		);
		assert.ok(holders.length > 0);
	});
});
