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

// This is the first file by name, and runs while it is loaded: nothing has started Loupe before, and
// no test that draws pictures has brought sharp along.
const loupe = await timeToStart("loupe.image-loupe");
const librariesThen = loadedLibraries();
const preview = await timeToStart("vscode.media-preview");

describe("starting", () => {
	const figures = `${loupe.toFixed(1)} ms, VS Code's media preview ${preview.toFixed(1)} ms`;
	it(`loads none of sharp's native code (${figures})`, () => {
		assert.ok(librariesThen.length > 0);
		assert.deepEqual(
			librariesThen.filter((path) => /sharp|vips/.test(path)),
			[],
		);
	});
});
