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
});
