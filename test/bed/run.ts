import { spawn } from "node:child_process";
import { own } from "./owned.ts";

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Prints nothing unless the command fails. */
	quiet?: boolean;
	/** Ended when it takes longer, in milliseconds. */
	timeout?: number;
}

/** Runs a command to its end. Rejects, with what it printed if `quiet`, when its code is not 0. */
export async function run(
	command: string,
	args: readonly string[],
	options: RunOptions = {},
): Promise<void> {
	const code = await exitCode(command, args, options);
	if (code !== 0) throw new Error(`${[command, ...args].join(" ")} ended with code ${code}`);
}

/** Runs a command to its end and resolves with its code; 1 if a signal ended it. */
export function exitCode(
	command: string,
	args: readonly string[],
	{ cwd, env = process.env, quiet = false, timeout }: RunOptions = {},
): Promise<number> {
	return new Promise((resolve, reject) => {
		const output = quiet ? "pipe" : "inherit";
		const child = spawn(command, args, {
			cwd,
			env,
			...(timeout === undefined ? {} : { timeout }),
			stdio: ["ignore", output, output],
			// npm and other command files are started by a shell there.
			shell: process.platform === "win32" && !/\.exe$/i.test(command),
		});
		const end = own(() => void child.kill());
		const printed: string[] = [];
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding("utf8").on("data", (text: string) => printed.push(text));
		}
		child.on("error", reject);
		child.on("close", (code) => {
			void end();
			if (code !== 0) process.stderr.write(printed.join(""));
			resolve(code ?? 1);
		});
	});
}

/** Runs a JavaScript or TypeScript file under the Node that runs this. */
export function runNode(args: readonly string[], options?: RunOptions): Promise<void> {
	return run(process.execPath, args, options);
}
