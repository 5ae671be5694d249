import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const tsc = join(root, "node_modules/.bin/tsc");
const biome = join(root, "node_modules/.bin/biome");

/** Runs a tool; resolves with all it printed and whether it was content. */
function run(tool: string, args: string[], cwd = root): Promise<{ ok: boolean; output: string }> {
	return new Promise((done) => {
		execFile(tool, args, { cwd }, (error, stdout, stderr) =>
			done({ ok: !error, output: stdout + stderr }),
		);
	});
}

/** Compiles one line under the options and references of `src/<folder>`. */
async function compile(folder: string, line: string): Promise<{ ok: boolean; output: string }> {
	await mkdir(join(root, "out"), { recursive: true });
	const place = await mkdtemp(join(root, "out", "probe-"));
	try {
		const { compilerOptions, references } = JSON.parse(
			await readFile(join(root, "src", folder, "tsconfig.json"), "utf8"),
		) as { compilerOptions: Record<string, unknown>; references: Array<{ path: string }> };
		const placed = { rootDir: "../..", outDir: "./out", tsBuildInfoFile: "./out/info" };
		await writeFile(join(place, "probe.ts"), `${line}\n`);
		await writeFile(
			join(place, "tsconfig.json"),
			JSON.stringify({
				extends: "../../tsconfig.json",
				compilerOptions: { ...compilerOptions, ...placed },
				include: ["probe.ts"],
				references: references.map(({ path }) => ({ path: join("../../src", folder, path) })),
			}),
		);
		return await run(tsc, ["-p", place]);
	} finally {
		await rm(place, { recursive: true });
	}
}

/** Lints one line as if it stood in `src/<folder>`, under the project's own rules. */
async function lint(folder: string, line: string): Promise<{ ok: boolean; output: string }> {
	const place = await mkdtemp(join(tmpdir(), "loupe-lint-"));
	try {
		const rules = JSON.parse(await readFile(join(root, "biome.json"), "utf8")) as object;
		const config = { ...rules, vcs: { enabled: false } };
		await writeFile(join(place, "biome.json"), JSON.stringify(config));
		await mkdir(join(place, "src", folder), { recursive: true });
		await writeFile(join(place, "src", folder, "probe.ts"), `${line}\n`);
		return await run(biome, ["lint", "--max-diagnostics=5", "."], place);
	} finally {
		await rm(place, { recursive: true });
	}
}

describe("the folders' walls", function () {
	this.timeout(30_000);
	const refused: Array<[folder: string, line: string, because: RegExp]> = [
		[
			"webview",
			'import { readFile } from "node:fs/promises"; export { readFile };',
			/TS2307|TS2591/,
		],
		["webview", "export const home = process.cwd();", /TS2591|TS2580/],
		["host", "export const page = document.body;", /TS2584|TS2304/],
		["image", "export const page = document.body;", /TS2584|TS2304/],
		["image", 'export { buildRequest } from "../../src/gemini/request.ts";', /TS6307/],
		["gemini", 'export { prepare } from "../../src/image/prepare.ts";', /TS6307/],
		["export", 'export { buildRequest } from "../../src/gemini/request.ts";', /TS6307/],
		["pdf", 'export { prepare } from "../../src/image/prepare.ts";', /TS6307/],
		["image", 'export { openPdf } from "../../src/pdf/openPdf.ts";', /TS6307/],
		["gemini", 'export { openPdf } from "../../src/pdf/openPdf.ts";', /TS6307/],
		["pdf", "export const page = document.body;", /TS2584|TS2304/],
		["shared", 'export { prepare } from "../../src/image/prepare.ts";', /TS6307/],
	];
	for (const [folder, line, because] of refused) {
		it(`the compiler refuses in src/${folder}: ${line}`, async () => {
			const { ok, output } = await compile(folder, line);
			assert.equal(ok, false, "it compiled");
			assert.match(output, because);
		});
	}

	it("the compiler takes in src/demo what belongs there: it reads the text of PDFs", async () => {
		const line = 'export { openPdf } from "../../src/pdf/openPdf.ts";';
		assert.equal((await compile("demo", line)).output, "");
	});

	it("the compiler takes in src/host what belongs there", async () => {
		const line =
			'export { prepare } from "../../src/image/prepare.ts"; export { window } from "vscode";';
		assert.equal((await compile("host", line)).output, "");
	});

	const guarded: Array<[folder: string, module: string]> = [
		["image", "vscode"],
		["gemini", "vscode"],
		["webview", "vscode"],
		["shared", "vscode"],
		["pdf", "vscode"],
		["pdf", "sharp"],
		["host", "sharp"],
		["host", "libheif-js"],
		["host", "exifreader"],
		["webview", "exifreader"],
		["gemini", "libheif-js"],
		["export", "sharp"],
		["export", "vscode"],
		["demo", "sharp"],
		["host", "@google/genai/web"],
		["image", "@google/genai"],
		["host", "pdfjs-dist"],
		["host", "pdfjs-dist/legacy/build/pdf.mjs"],
		["demo", "pdfjs-dist/legacy/build/pdf.worker.mjs"],
		["webview", "pdfjs-dist"],
	];
	for (const [folder, module] of guarded) {
		it(`Biome refuses "${module}" in src/${folder}`, async () => {
			const { ok, output } = await lint(folder, `export * from "${module}";`);
			assert.equal(ok, false, "it passed");
			assert.match(output, /noRestrictedImports/);
		});
	}
});
