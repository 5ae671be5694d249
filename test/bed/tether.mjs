// Runs the module named first, with the arguments after it, in a process that never outlives the one
// that started it: when standard input closes, it ends together with all it started.
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

function end() {
	if (process.platform === "win32") {
		spawnSync("taskkill", ["/pid", String(process.pid), "/t", "/f"]);
		return;
	}
	// Started detached, so that its process group holds its own children and nothing else.
	process.kill(-process.pid, "SIGKILL");
}
process.stdin.on("end", end).on("error", end).resume();

process.argv.splice(1, 1);
const script = process.argv[1];
if (script === undefined) throw new Error("tether.mjs needs the module to run");
await import(pathToFileURL(script).href);
