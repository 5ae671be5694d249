import { globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runHostSuite } from "./hostSuite.ts";
import { own } from "./owned.ts";
import { root } from "./paths.ts";
import { type Outcome, readOutcome } from "./record.ts";
import { exitCode, runNode } from "./run.ts";
import { testEnv } from "./testEnv.ts";

export const suiteNames = ["check", "unit", "page", "host", "ui", "vsix"] as const;

export type SuiteName = (typeof suiteNames)[number];

/** A suite that has not ended by then is ended, in milliseconds. */
const longest = 10 * 60_000;

/** Runs one suite, printing what it does. Never rejects: what goes wrong is a failure in the outcome. */
export async function runSuite(name: SuiteName): Promise<Outcome> {
	switch (name) {
		case "check":
			return check();
		case "unit":
			return inMocha("test/unit/**/*.test.ts", 2000);
		case "page":
			return inMocha("test/page/**/*.test.ts", 20_000);
		case "host":
			return inHost();
		case "ui":
			return inMocha("test/ui/*.test.ts", 60_000);
		case "vsix":
			return inMocha("test/ui/vsix/*.test.ts", 120_000);
	}
}

/** Types and style; each counts as one test. */
async function check(): Promise<Outcome> {
	const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, ended: true, lines: [] };
	const checks = [
		["types", "node_modules/typescript/bin/tsc", "-b"],
		["style", "node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."],
	] as const;
	for (const [what, ...command] of checks) {
		const code = await exitCode(process.execPath, command, { cwd: root, quiet: true });
		console.log(code === 0 ? `  ✔ ${what}` : `  ✘ ${what}, as printed above`);
		if (code === 0) outcome.passed++;
		else outcome.failed++;
	}
	return outcome;
}

function inMocha(pattern: string, timeout: number): Promise<Outcome> {
	return withOutcomeFile(async (outcomeFile) => {
		const files = globSync(pattern, { cwd: root }).sort();
		if (files.length === 0) throw new Error(`No test file matches ${pattern}`);
		const script = join(import.meta.dirname, "runSuite.ts");
		await runNode([script, outcomeFile, String(timeout), ...files], {
			cwd: root,
			env: testEnv(),
			timeout: longest,
		});
	});
}

function inHost(): Promise<Outcome> {
	return withOutcomeFile(async (outcomeFile) => {
		const limit = AbortSignal.timeout(longest);
		const tooLong = new Promise<never>((_, reject) => {
			limit.onabort = () => reject(new Error("The host suite took too long"));
		});
		await Promise.race([runHostSuite(outcomeFile), tooLong]);
	});
}

async function withOutcomeFile(work: (outcomeFile: string) => Promise<void>): Promise<Outcome> {
	const folder = await mkdtemp(join(tmpdir(), "loupe-outcome-"));
	const remove = own(() => rm(folder, { recursive: true, force: true }));
	const outcomeFile = join(folder, "outcome.json");
	let problem: unknown;
	try {
		await work(outcomeFile);
	} catch (error) {
		problem = error;
	}
	const outcome = await readOutcome(outcomeFile);
	for (const line of outcome.lines) console.log(line);
	await remove();
	// Failed tests have said what is wrong with them.
	const isSaid = outcome.ended && outcome.failed > 0;
	if (problem === undefined || isSaid) return outcome;
	console.error(problem instanceof Error ? problem.message : problem);
	return outcome.failed > 0 ? outcome : { ...outcome, failed: 1 };
}
