// Builds dist/host (ESM, lazy chunks), dist/webview (a script and a style sheet for each page) and
// dist/pdfjs (pdf.js once, for both).
// --watch rebuilds on change, --production minifies, --tests also builds out/test/host.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { build, context } from "esbuild";
import { thirdPartyNotices } from "./thirdPartyNotices.mjs";

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

/**
 * pdf.js stays as its makers built it, one copy for the host's thread and the page; `from` leads from
 * the target's folder to dist/pdfjs.
 * @param {string} from
 * @returns {import("esbuild").Plugin}
 */
const sharedPdfjs = (from) => ({
	name: "shared-pdfjs",
	setup: (build) => {
		build.onResolve(
			{ filter: /^pdfjs-dist\/legacy\/build\/pdf(?:\.worker)?\.mjs$/ },
			({ path }) => ({
				path: `${from}/${path.includes("worker") ? "pdf.worker.js" : "pdf.js"}`,
				external: true,
			}),
		);
	},
});

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
		// sharp is native and ships beside the bundle; the SDK's browser entry is chosen in the code;
		// exifreader does without an XML parser, and leaves out XMP.
		external: ["vscode", "sharp", "@xmldom/xmldom"],
		plugins: [sharedPdfjs("../pdfjs")],
		banner: requireBanner,
	},
	{
		...shared,
		entryPoints: {
			early: "src/webview/early.ts",
			main: "src/webview/main.ts",
			pictures: "src/webview/pictures/main.ts",
			compare: "src/webview/compare/main.ts",
			pdf: "src/webview/pdf/main.ts",
		},
		outdir: "dist/webview",
		platform: "browser",
		target: "chrome130",
		jsx: "automatic",
		jsxImportSource: "preact",
		loader: { ".svg": "text" },
		plugins: [sharedPdfjs("../pdfjs")],
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
		external: ["vscode", "sharp", "mocha", "@xmldom/xmldom"],
		plugins: [sharedPdfjs("../../../dist/pdfjs")],
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

/** Under names that Node and VS Code's pages both take for modules. */
async function copyPdfjs() {
	const from = "node_modules/pdfjs-dist";
	const to = "dist/pdfjs";
	await mkdir(to, { recursive: true });
	await copyFile(`${from}/legacy/build/pdf.min.mjs`, `${to}/pdf.js`);
	await copyFile(`${from}/legacy/build/pdf.worker.min.mjs`, `${to}/pdf.worker.js`);
	await copyFile(`${from}/LICENSE`, `${to}/LICENSE`);
}

if (!watch) await rm("dist", { recursive: true, force: true });
await copyLibheif();
await copyPdfjs();
if (watch) {
	for (const target of targets) await (await context(target)).watch();
} else {
	const [host, page] = await Promise.all(
		targets.map((target) => build({ ...target, metafile: true })),
	);
	// Which file holds and loads what; a test reads it.
	await mkdir("out", { recursive: true });
	await writeFile("out/host-bundle.json", JSON.stringify(host?.metafile));
	const inputs = [host, page].flatMap((built) => Object.keys(built?.metafile?.inputs ?? {}));
	await writeFile("dist/ThirdPartyNotices.txt", await thirdPartyNotices(inputs));
}
