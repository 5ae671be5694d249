import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");

async function readWords(file: string): Promise<Record<string, string>> {
	return JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
}

describe("words for translators", () => {
	it("in l10n/ are those of the code; `npm run l10n` brings them up to date", async function () {
		this.timeout(20_000);
		const folder = await mkdtemp(join(tmpdir(), "loupe-l10n-"));
		try {
			const tool = join(root, "node_modules/@vscode/l10n-dev/dist/cli.js");
			const source = join(root, "src");
			await promisify(execFile)(process.execPath, [tool, "export", "--outDir", folder, source]);
			const wanted = await readWords(join(folder, "bundle.l10n.json"));
			assert.ok(Object.keys(wanted).length > 50);
			const kept = await readWords(join(root, "l10n", "bundle.l10n.json"));
			assert.deepEqual(Object.keys(kept).sort(), Object.keys(wanted).sort());
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it("of the manifest are all there, and all used", async () => {
		const manifest = await readFile(join(root, "package.json"), "utf8");
		const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
		const known = Object.keys(await readWords(join(root, "package.nls.json")));
		assert.deepEqual(known.sort(), [...used].sort());
	});
});
