// `npm run bench -- find`: measures; prints ratios, because the machines it runs on are noisy.
import { readdirSync } from "node:fs";
import { basename } from "node:path";

const benches = readdirSync(import.meta.dirname)
	.filter((file) => file.endsWith(".bench.ts"))
	.map((file) => basename(file, ".bench.ts"));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
	console.error(`There is no ${unknown.join(", ")}. There are: ${benches.join(", ")}`);
	process.exit(1);
}
for (const name of asked.length > 0 ? asked : benches) {
	console.log(`\n── ${name}`);
	await import(`./${name}.bench.ts`);
}
