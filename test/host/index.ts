import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import Mocha from "mocha";
import { record } from "../bed/record.ts";

/**
 * What VS Code calls in its extension host (`extensionTestsPath`): runs every test file built beside
 * this one. The outcome goes into the file named by LOUPE_TEST_RESULT, since the host's own output
 * does not reach the terminal everywhere. Rejects when a test failed.
 */
export async function run(): Promise<void> {
	const outcomeFile = process.env.LOUPE_TEST_RESULT;
	if (!outcomeFile) throw new Error("LOUPE_TEST_RESULT names no file for the outcome");
	const folder = dirname(fileURLToPath(import.meta.url));
	const files = (await readdir(folder)).filter((name) => name.endsWith(".test.js")).sort();

	const mocha = new Mocha({ timeout: 20_000, forbidOnly: true, reporter: "spec" });
	for (const file of files) mocha.addFile(join(folder, file));
	await mocha.loadFilesAsync();

	const lines: string[] = [];
	const { Base } = Mocha.reporters;
	const failures = await new Promise<number>((resolve) => {
		Base.consoleLog = (...args: unknown[]) => void lines.push(format(...args));
		record(mocha.run(resolve), outcomeFile, lines);
	});
	if (failures > 0) throw new Error(`${failures} tests failed`);
}
