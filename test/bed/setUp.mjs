// Plain JavaScript that any Node from 18 on runs, because it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Installs what is missing, then runs a TypeScript file of this folder with this process's
 * arguments under the Node that package.json pins, and ends as it ends.
 * @param {string} script
 */
export async function runPinned(script) {
	if (!isInstalled()) install();
	const child = spawn(pinnedNode(), [join(root, "test/bed", script), ...process.argv.slice(2)], {
		cwd: root,
		// The child sees on the fourth channel when this process is gone, however it went.
		stdio: ["inherit", "inherit", "inherit", "ipc"],
		env: { ...process.env, PATH: pathWithTools() },
	});
	// Ctrl+C reaches the child by itself; this process only has to outlive it.
	process.on("SIGINT", () => {});
	for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
	child.on("exit", (code) => process.exit(code ?? 1));
	child.on("error", (error) => fail(`Cannot start Node: ${error.message}`));
}

/** True when everything package-lock.json asks for on this platform is what npm installed last. */
function isInstalled() {
	const installed = packagesOf("node_modules/.package-lock.json");
	const wanted = packagesOf("package-lock.json");
	if (!installed || !wanted || !existsSync(pinnedNode())) return false;
	return Object.entries(wanted).every(([path, { version, optional }]) => {
		if (path === "") return true;
		const found = installed[path];
		return found ? found.version === version : optional === true;
	});
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version: string, optional?: boolean }> | undefined}
 */
function packagesOf(lockfile) {
	const path = join(root, lockfile);
	return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : undefined;
}

function install() {
	console.log("Installing Loupe's tools with npm ci. The first time takes about half a minute.");
	const windows = process.platform === "win32";
	const { status, error } = spawnSync(
		"npm",
		["ci", "--no-audit", "--no-fund", "--loglevel=error"],
		{
			cwd: root,
			stdio: ["ignore", "inherit", "inherit"],
			// npm is a command file there, which only a shell starts.
			shell: windows,
		},
	);
	if (error) fail(`Cannot start npm: ${error.message}`);
	if (status !== 0) fail("npm ci failed; what it printed above says why.");
	if (!existsSync(pinnedNode())) fail(`npm ci finished, but ${pinnedNode()} is not there.`);
}

function pinnedNode() {
	const name = process.platform === "win32" ? "node.exe" : "node";
	return join(root, "node_modules", "node", "bin", name);
}

function pathWithTools() {
	const separator = process.platform === "win32" ? ";" : ":";
	return [join(root, "node_modules", ".bin"), process.env.PATH].join(separator);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
	console.error(message);
	process.exit(1);
}
