// A process that keeps answers until it is killed; what it says on its output, one line each, is
// what `add` promised. With "asked" it keeps one for each byte of its input, and ends with it.
import { writeSync } from "node:fs";
import { History } from "../../src/history/history.ts";
import { exampleName, examplePicture, exampleRun } from "./historyExamples.ts";

const [folder, writer, pace] = process.argv.slice(2);
if (!folder || !writer) throw new Error("historyWriter.ts <folder> <writer> [asked]");

/** The whole line is with the reader before the next file is touched. */
function say(line: string): void {
	writeSync(1, `${line}\n`);
}

async function* asked(): AsyncGenerator<void> {
	for await (const bytes of process.stdin) for (const _ of bytes) yield;
}

async function* always(): AsyncGenerator<void> {
	for (;;) yield;
}

const history = new History(folder, (file, error) => {
	throw new Error(`Damaged: ${file}`, { cause: error });
});
let number = 0;
say("up");
for await (const _ of pace === "asked" ? asked() : always()) {
	const run = exampleRun(`${writer}.${number}`, number, 64);
	await history.add(examplePicture, run, exampleName(run.id));
	say(`kept ${run.id}`);
	await history.add(examplePicture, { ...run, removed: [0] });
	say(`changed ${run.id}`);
	number++;
}
