import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasDisplay } from "./display.ts";
import { onPath } from "./onPath.ts";
import { own } from "./owned.ts";
import { root, samples } from "./paths.ts";
import { exitCode } from "./run.ts";
import { type Settings, writeDesktopSettings } from "./settings.ts";

/** VS Code's command on this machine, if it can open a window here. */
export async function desktopVSCode(): Promise<string | undefined> {
	const { VSCODE_IPC_HOOK_CLI, WSL_DISTRO_NAME } = process.env;
	// In a remote terminal and in WSL `code` speaks to a window elsewhere, which has other paths.
	if (!hasDisplay() || VSCODE_IPC_HOOK_CLI || WSL_DISTRO_NAME) return undefined;
	return onPath("code", "code-insiders", "codium");
}

/** Opens Loupe and the samples in a VS Code of its own; resolves when its window is closed. */
export async function runDesktop(
	code: string,
	{ settings, userDataDir }: { settings: Settings; userDataDir: string },
): Promise<void> {
	await writeDesktopSettings(userDataDir, settings);
	const done = own(() => endVSCode(userDataDir));
	await exitCode(code, [
		"--wait",
		"--new-window",
		`--extensionDevelopmentPath=${root}`,
		`--user-data-dir=${userDataDir}`,
		`--extensions-dir=${join(userDataDir, "extensions")}`,
		samples,
	]);
	await done();
}

/** The command starts VS Code apart from itself; VS Code notes its own process in `code.lock`. */
async function endVSCode(userDataDir: string): Promise<void> {
	try {
		process.kill(Number.parseInt(await readFile(join(userDataDir, "code.lock"), "utf8"), 10));
	} catch {
		// No file or no such process: it has ended by itself.
	}
}
