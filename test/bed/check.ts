// `npm run check`: types, lint, format, and the quick tests of the unit and page suites, in seconds.
// Files named *.slow.test.ts are left to `npm test`.
import { globSync } from "node:fs";
import { join } from "node:path";
import { endOnSignals, endOwned } from "./owned.ts";
import { root } from "./paths.ts";
import { exitCode } from "./run.ts";

endOnSignals();
const started = performance.now();
const mocha = ["node_modules/mocha/bin/mocha.js", "--reporter", "dot"];
const codes = await Promise.all([
	quietly("node_modules/typescript/bin/tsc", "-b"),
	quietly("node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."),
	quietly("esbuild.mjs"),
]);
if (codes.every((code) => code === 0)) {
	const page = ["--require", "./test/page/bed.ts", "--timeout", "20000", ...quick("page")];
	codes.push(
		...(await Promise.all([
			quietly(...mocha, "--timeout", "10000", ...quick("unit")),
			quietly(...mocha, ...page),
		])),
	);
}
await endOwned();
const failed = codes.filter((code) => code !== 0).length;
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(failed === 0 ? `All is well, ${seconds} s.` : `${failed} failed, as printed above.`);
process.exit(failed === 0 ? 0 : 1);

/** Prints only what went wrong. */
function quietly(...command: string[]): Promise<number> {
	return exitCode(process.execPath, command, { cwd: root, quiet: true });
}

function quick(suite: string): string[] {
	return globSync(join("test", suite, "**", "*.test.ts"), { cwd: root })
		.filter((file) => !file.endsWith(".slow.test.ts"))
		.sort();
}
