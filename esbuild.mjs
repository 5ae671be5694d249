// Builds dist/host (ESM, lazy chunks) and dist/webview (one script, one style sheet).
// --watch rebuilds on change, --production minifies, --tests also builds out/test/host.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { build, context } from "esbuild";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** @type {import("esbuild").BuildOptions} */
const shared = {
	bundle: true,
	format: "esm",
	sourcemap: production ? false : "linked",
	minify: production,
	legalComments: "none",
	logLevel: "info",
};

/** Bundled CommonJS packages ask for `require`, which an ES module does not have. */
const requireBanner = {
	js: "import { createRequire as loupeRequire } from 'node:module'; const require = loupeRequire(import.meta.url);",
};

/** @type {import("esbuild").BuildOptions[]} */
const targets = [
	{
		...shared,
		entryPoints: {
			extension: "src/host/extension.ts",
			pixelWorker: "src/host/pixels/pixelWorker.ts",
			heifWorker: "src/image/heifWorker.ts",
			pdfWorker: "src/pdf/pdfWorker.ts",
		},
		outdir: "dist/host",
		platform: "node",
		target: "node22",
		splitting: true,
		chunkNames: "[name]-[hash]",
		// sharp is native and ships beside the bundle; the SDK's browser entry is chosen in the code.
		external: ["vscode", "sharp"],
		banner: requireBanner,
	},
	{
		...shared,
		entryPoints: {
			main: "src/webview/main.ts",
			pictures: "src/webview/pictures/main.ts",
			compare: "src/webview/compare/main.ts",
		},
		outdir: "dist/webview",
		platform: "browser",
		target: "chrome130",
		jsx: "automatic",
		jsxImportSource: "preact",
		loader: { ".svg": "text" },
	},
];

if (process.argv.includes("--tests")) {
	targets.push({
		...shared,
		// Tests open PDFs, too: the thread is found beside the code that starts it.
		entryPoints: ["test/host/*.ts", { in: "src/pdf/pdfWorker.ts", out: "pdfWorker" }],
		outdir: "out/test/host",
		platform: "node",
		target: "node22",
		splitting: true,
		sourcemap: "inline",
		minify: false,
		external: ["vscode", "sharp", "mocha"],
		banner: requireBanner,
	});
}

/** libheif stays as its makers built it, in files of its own, which its licence (LGPL-3) asks for. */
async function copyLibheif() {
	const from = "node_modules/libheif-js/libheif-wasm";
	const to = "dist/host/libheif";
	await mkdir(to, { recursive: true });
	// It is CommonJS, in a package of ES modules.
	await copyFile(`${from}/libheif.js`, `${to}/libheif.cjs`);
	await copyFile(`${from}/libheif.wasm`, `${to}/libheif.wasm`);
	await copyFile(`${from}/LICENSE`, `${to}/LICENSE`);
}

if (!watch) await rm("dist", { recursive: true, force: true });
await copyLibheif();
if (watch) {
	for (const target of targets) await (await context(target)).watch();
} else {
	const [host] = await Promise.all(targets.map((target) => build({ ...target, metafile: true })));
	// Which file holds and loads what; a test reads it.
	await mkdir("out", { recursive: true });
	await writeFile("out/host-bundle.json", JSON.stringify(host?.metafile));
}
