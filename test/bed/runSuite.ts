// Runs test files in this process, as mocha's own command would, and keeps the outcome in a file:
// node runSuite.ts <outcome file> <timeout in ms> <test file>…
import { resolve } from "node:path";
import Mocha from "mocha";
import { record } from "./record.ts";

const [outcomeFile, timeout, ...files] = process.argv.slice(2);
if (outcomeFile === undefined) throw new Error("runSuite.ts needs a file for the outcome");

const mocha = new Mocha({ timeout: Number(timeout), forbidOnly: true, reporter: "spec" });
for (const file of files) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
	process.exitCode = failures === 0 ? 0 : 1;
});
record(runner, outcomeFile);
