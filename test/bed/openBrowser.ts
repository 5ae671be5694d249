import { spawn } from "node:child_process";
import { hasDisplay } from "./display.ts";
import { onPath } from "./onPath.ts";

/** Opens an address in the person's browser, where there is one. */
export async function openBrowser(address: string): Promise<void> {
	if (!hasDisplay() || process.env.CI) return;
	const command = await opener(address);
	if (!command) return;
	const [file, ...args] = command;
	const child = spawn(file, args, { stdio: "ignore", detached: true });
	// The address is printed too, so that a browser that does not start stops nobody.
	child.on("error", (error) => console.error(`Cannot open a browser: ${error.message}`));
	child.unref();
}

async function opener(address: string): Promise<[string, ...string[]] | undefined> {
	if (process.platform === "darwin") return ["open", address];
	// cmd's own `start` would take the address's & for the end of a command.
	if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", address];
	const open = await onPath("xdg-open");
	return open ? [open, address] : undefined;
}
