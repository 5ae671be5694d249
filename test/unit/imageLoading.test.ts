import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

describe("src/image", () => {
	it("loads sharp with the first picture and not before", async () => {
		const modules = ["decode", "prepare", "format", "open", "encode"].map(
			(name) => new URL(`../../src/image/${name}.ts`, import.meta.url).href,
		);
		const script = `
			const loaded = () => process.moduleLoadList.concat(Object.keys(require.cache), process.report.getReport().sharedObjects)
				.some((name) => /[\\\\/]@?sharp|libvips/.test(name));
			(async () => {
				const [{ readFacts }] = await Promise.all(${JSON.stringify(modules)}.map((url) => import(url)));
				const before = loaded();
				await readFacts(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'));
				console.log(JSON.stringify({ before, after: loaded() }));
			})();`;
		const { stdout } = await run(process.execPath, ["--input-type=commonjs", "-e", script]);
		assert.deepEqual(JSON.parse(stdout), { before: false, after: true });
	}).timeout(10_000);

	it("starts libheif's thread with the first HEIC that is decoded, and holds no process up", async () => {
		const module = new URL("../../src/image/decode.ts", import.meta.url).href;
		const heic = new URL("../fixtures/heic/plain.heic", import.meta.url).href;
		const script = `
			import { readFile } from "node:fs/promises";
			import { readFacts, decodePixels } from ${JSON.stringify(module)};
			const threads = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
			const file = await readFile(new URL(${JSON.stringify(heic)}));
			const before = threads();
			await readFacts(file);
			const afterFacts = threads();
			const decoding = decodePixels(file);
			await new Promise((done) => setImmediate(done));
			const during = threads();
			await decoding;
			console.log(JSON.stringify({ before, afterFacts, isStarted: during > before }));`;
		const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script]);
		assert.deepEqual(JSON.parse(stdout), { before: 0, afterFacts: 0, isStarted: true });
	}).timeout(10_000);
});
