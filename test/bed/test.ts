// `npm test`: builds, gets a browser and VS Code, runs the suites and counts.
// `npm test -- unit host` runs only those named.
import { findChromium } from "./chromium.ts";
import { endOnSignals, endOwned } from "./owned.ts";
import { root } from "./paths.ts";
import { runNode } from "./run.ts";
import { runSuite, type SuiteName, suiteNames } from "./suites.ts";
import { getServedVSCode } from "./vscode.ts";

endOnSignals();
const totals = await runAll(chosenSuites());
await endOwned();
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);

async function runAll(names: readonly SuiteName[]): Promise<{ passed: number; failed: number }> {
	const totals = { passed: 0, failed: 0 };
	// Fetched while the first suites run. Who needs one asks again and is told what went wrong.
	const fetched = Promise.allSettled(fetchFor(names));
	console.log("Building.");
	try {
		await runNode(["esbuild.mjs", "--tests"], { cwd: root, quiet: true });
	} catch {
		console.error("The build failed, as printed above, so nothing can be tested.");
		return { passed: 0, failed: 1 };
	}
	for (const name of names) {
		if (name !== "check" && name !== "unit") await fetched;
		console.log(`\n── ${name}`);
		const started = performance.now();
		const { passed, failed, skipped } = await runSuite(name);
		const seconds = ((performance.now() - started) / 1000).toFixed(1);
		const also = skipped > 0 ? `, ${skipped} skipped` : "";
		console.log(`   ${name}: ${passed} passed, ${failed} failed${also}, ${seconds} s`);
		totals.passed += passed;
		totals.failed += failed;
	}
	return totals;
}

function fetchFor(names: readonly SuiteName[]): Promise<string>[] {
	const inVSCode = names.some((name) => name === "host" || name === "ui" || name === "vsix");
	if (inVSCode) return [findChromium(), getServedVSCode()];
	return names.includes("page") ? [findChromium()] : [];
}

function chosenSuites(): readonly SuiteName[] {
	const asked = process.argv.slice(2);
	const unknown = asked.filter((name) => !suiteNames.some((suite) => suite === name));
	if (unknown.length > 0) {
		console.error(`No suite ${unknown.join(", ")}; there are ${suiteNames.join(", ")}.`);
		process.exit(2);
	}
	return asked.length > 0 ? suiteNames.filter((name) => asked.includes(name)) : suiteNames;
}
