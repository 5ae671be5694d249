import assert from "node:assert/strict";
import { extensions } from "vscode";

/** How long an extension that nothing has started yet takes to start, in milliseconds. */
async function timeToStart(id: string): Promise<number> {
	const extension = extensions.getExtension(id);
	assert.ok(extension, `${id} is not there`);
	assert.equal(extension.isActive, false, `${id} was active before anybody asked`);
	const start = performance.now();
	await extension.activate();
	return performance.now() - start;
}

/** The native libraries this process has loaded. */
function loadedLibraries(): string[] {
	const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
	return sharedObjects;
}

// The first file by name: nothing may have started Loupe before.
describe("starting", () => {
	it("loads none of sharp's native code", async function () {
		const loupe = await timeToStart("loupe.image-loupe");
		const preview = await timeToStart("vscode.media-preview");
		assert.deepEqual(
			loadedLibraries().filter((path) => /sharp|vips/.test(path)),
			[],
		);
		if (this.test) {
			this.test.title += ` (started in ${loupe.toFixed(1)} ms, VS Code's media preview in ${preview.toFixed(1)} ms)`;
		}
	});
});
