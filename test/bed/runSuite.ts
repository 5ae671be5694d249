// Runs test files in this process, as mocha's own command would, and keeps the outcome in a file:
// node runSuite.ts <outcome file> <timeout in ms> <test file>…
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Mocha from "mocha";
import { record } from "./record.ts";

const [outcomeFile, timeout, ...files] = process.argv.slice(2);
if (outcomeFile === undefined) throw new Error("runSuite.ts needs a file for the outcome");

const mocha = new Mocha({
	timeout: Number(timeout),
	forbidOnly: true,
	reporter: "spec",
	rootHooks: await findHooks(),
});
for (const file of files) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
	process.exitCode = failures === 0 ? 0 : 1;
});
record(runner, outcomeFile);

/** A suite's bed.ts may hold hooks that are for all of its files. */
async function findHooks(): Promise<Mocha.RootHookObject> {
	const bed = join(dirname(resolve(files[0] ?? "")), "bed.ts");
	if (!existsSync(bed)) return {};
	const { mochaHooks } = (await import(pathToFileURL(bed).href)) as {
		mochaHooks?: Mocha.RootHookObject;
	};
	return mochaHooks ?? {};
}
