import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** What a mocha run came to so far; `ended` tells a run that went to its end from one that broke. */
export interface Outcome {
	passed: number;
	failed: number;
	skipped: number;
	ended: boolean;
	/** What the run printed, for runs whose output has no way to the terminal. */
	lines: string[];
}

/** Keeps the outcome in `file` after every test, so that a crash does not lose what was before it. */
export function record(runner: Mocha.Runner, file: string, lines: string[] = []): void {
	const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, ended: false, lines };
	const save = (change: (outcome: Outcome) => void) => (): void => {
		change(outcome);
		writeFileSync(file, JSON.stringify(outcome));
	};
	runner.on(
		"pass",
		save((to) => to.passed++),
	);
	runner.on(
		"fail",
		save((to) => to.failed++),
	);
	runner.on(
		"pending",
		save((to) => to.skipped++),
	);
	runner.on(
		"end",
		save((to) => (to.ended = true)),
	);
}

/** The outcome in `file`. A run that broke, or ran nothing, counts as one failure more. */
export async function readOutcome(file: string): Promise<Outcome> {
	const nothing: Outcome = { passed: 0, failed: 0, skipped: 0, ended: false, lines: [] };
	const outcome = await readFile(file, "utf8").then(
		(text) => JSON.parse(text) as Outcome,
		// No file: it broke before its first test.
		() => nothing,
	);
	const ranTests = outcome.passed + outcome.failed > 0;
	return outcome.ended && ranTests ? outcome : { ...outcome, failed: outcome.failed + 1 };
}
