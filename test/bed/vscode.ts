import { existsSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";
import { withLock } from "./lock.ts";
import { own } from "./owned.ts";
import { run } from "./run.ts";

/** The npm package that carries a built VS Code server, and VS Code 1.139.1 in it. */
const version = "4.139.1";

/**
 * The folder of a VS Code that can be served: it has `out/server-main.js`. Installed from npm into
 * the cache the first time (about 600 MB).
 */
export async function getServedVSCode(): Promise<string> {
	const cache = await cacheFolder();
	const folder = join(cache, `vscode-${version}`);
	const server = join(folder, "node_modules", "code-server", "lib", "vscode");
	if (existsSync(folder)) return server;
	await withLock(`${folder}.lock`, async () => {
		if (!existsSync(folder)) await install(cache, folder);
	});
	return server;
}

/** Installs beside the final place and moves there in one step: what is there is whole. */
async function install(cache: string, folder: string): Promise<void> {
	console.log(`Getting VS Code from npm (code-server ${version}) into ${folder}.`);
	console.log("This happens once and takes from ten seconds to a few minutes.");
	const started = performance.now();
	const temporary = await mkdtemp(join(cache, "installing-"));
	const remove = own(() => rm(temporary, { recursive: true, force: true }));
	try {
		await writeFile(join(temporary, "package.json"), '{ "private": true }\n');
		await npmInstall(temporary, `code-server@${version}`);
		const server = join(temporary, "node_modules", "code-server", "lib", "vscode");
		await Promise.all([
			npmInstall(server, "--omit=dev"),
			npmInstall(join(server, "extensions"), "--omit=dev"),
		]);
		await rename(temporary, folder);
	} finally {
		await remove();
	}
	console.log(`VS Code is there after ${((performance.now() - started) / 1000).toFixed(0)} s.`);
}

/**
 * Skips install scripts: they compile native parts (terminal, log files, watcher) that nothing here
 * needs, and VS Code runs without them.
 */
function npmInstall(folder: string, ...args: string[]): Promise<void> {
	const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
	// The prefix is given because npm running a script of ours tells its children to use our folder.
	return run("npm", ["install", `--prefix=${folder}`, ...options, ...args], {
		cwd: folder,
		quiet: true,
	});
}
