import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { Metafile } from "esbuild";
import { drawPdf, numberedPages } from "../fixtures/pdf.ts";

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
	it("loads neither sharp nor the SDK nor pdf.js nor the demo engine at activation", async () => {
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

	it("holds nothing of libheif, whose own files stand beside it with their licence", async () => {
		const outputs = await readBundle();
		const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
		assert.deepEqual(
			inputs.filter((input) => input.includes("libheif-js")),
			[],
		);
		const root = resolve(import.meta.dirname, "../..");
		for (const [shipped, own] of [
			["libheif.cjs", "libheif.js"],
			["libheif.wasm", "libheif.wasm"],
			["LICENSE", "LICENSE"],
		] as const) {
			const made = await readFile(resolve(root, "node_modules/libheif-js/libheif-wasm", own));
			assert.ok(made.equals(await readFile(resolve(root, "dist/host/libheif", shipped))), shipped);
		}
	});

	it("decodes a HEIC in its own thread", async () => {
		const root = resolve(import.meta.dirname, "../..");
		const worker = new Worker(resolve(root, "dist/host/heifWorker.js"));
		try {
			worker.postMessage(await readFile(resolve(root, "test/fixtures/heic/plain.heic")));
			const [{ kind, width, height }] = await once(worker, "message");
			assert.deepEqual([kind, width, height], ["pixels", 240, 160]);
		} finally {
			await worker.terminate();
		}
	}).timeout(10_000);

	it("holds nothing of pdf.js, whose one copy is for its thread and the page", async () => {
		const outputs = await readBundle();
		const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
		assert.deepEqual(
			inputs.filter((input) => input.includes("pdfjs-dist")),
			[],
		);
		const loading = Object.entries(outputs).flatMap(([, { imports, inputs: own }]) =>
			imports.some(({ path }) => path.startsWith("../pdfjs/")) ? [Object.keys(own)] : [],
		);
		assert.deepEqual(
			loading.flat().filter((input) => input.endsWith("Pdfjs.ts")),
			["src/pdf/loadPdfjs.ts"],
		);
		const root = resolve(import.meta.dirname, "../..");
		for (const [shipped, made] of [
			["pdf.js", "legacy/build/pdf.min.mjs"],
			["pdf.worker.js", "legacy/build/pdf.worker.min.mjs"],
			["LICENSE", "LICENSE"],
		] as const) {
			const own = await readFile(resolve(root, "node_modules/pdfjs-dist", made));
			assert.ok(own.equals(await readFile(resolve(root, "dist/pdfjs", shipped))), shipped);
		}
	});

	it("opens a PDF in its own thread", async () => {
		const root = resolve(import.meta.dirname, "../..");
		const worker = new Worker(resolve(root, "dist/host/pdfWorker.js"));
		try {
			const bytes = drawPdf(numberedPages(3));
			worker.postMessage({ kind: "call", id: 1, method: "open", args: [bytes] });
			const [{ kind, value }] = await once(worker, "message");
			assert.deepEqual([kind, value], ["ok", 3]);
		} finally {
			await worker.terminate();
		}
	}).timeout(10_000);

	it("ships the licence of every package that is in it", async () => {
		const outputs = await readBundle();
		const notices = await readFile(
			resolve(import.meta.dirname, "../../dist/ThirdPartyNotices.txt"),
			"utf8",
		);
		const packages = new Set(
			Object.values(outputs)
				.flatMap(({ inputs }) => Object.keys(inputs))
				.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
		);
		assert.ok(packages.has("@google/genai"));
		for (const name of packages) assert.match(notices, new RegExp(`^${name} \\d`, "m"));
		assert.match(notices, /Apache License/);
		assert.match(notices, /^preact \d/m, "the pages' packages, too");
	});
});
