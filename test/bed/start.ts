// `npm start`: VS Code with Loupe from this tree and the samples open. `npm start -- --served` takes
// the VS Code that is served to a browser even when there is one on this machine.
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";
import { desktopVSCode, runDesktop } from "./desktop.ts";
import { openBrowser } from "./openBrowser.ts";
import { endOnSignals, endOwned } from "./owned.ts";
import { root, samples } from "./paths.ts";
import { runNode } from "./run.ts";
import { serveVSCode } from "./serveVSCode.ts";
import type { Settings } from "./settings.ts";

/** Ports for the served VS Code: a stable one, because the browser keeps the window's state by it. */
const ports = "8139-8199";

endOnSignals();
console.log("Building Loupe.");
await runNode(["esbuild.mjs"], { cwd: root, quiet: true });

const settings = startSettings();
const code = process.argv.includes("--served") ? undefined : await desktopVSCode();
if (code) {
	console.log(`Opening ${code} with Loupe and its samples. Ctrl+C closes it.`);
	await runDesktop(code, { settings, userDataDir: join(await cacheFolder(), "start-desktop") });
	await endOwned();
	process.exit(0);
}

const vscode = await serveVSCode({
	settings,
	extension: root,
	port: ports,
	dataDir: join(await cacheFolder(), "start-served"),
});
const address = vscode.url(samples);
console.log(`VS Code with Loupe and its samples is at\n\n  ${address}\n`);
console.log("Right-click a picture in the Explorer and choose Loupe. Ctrl+C ends VS Code.");
await openBrowser(address);
await vscode.ended;
await endOwned();
console.error("VS Code's server has ended.");
process.exit(1);

/** With a key in the environment Gemini answers, otherwise the demo engine does. */
function startSettings(): Settings {
	const hasKey = Boolean(process.env.GEMINI_API_KEY || process.env.GOOGLE_API_KEY);
	console.log(
		hasKey
			? "Gemini answers, with the key in the environment."
			: "The demo engine answers; set GEMINI_API_KEY to ask Gemini.",
	);
	// The folder is this project's own: asking whether to trust it would only stand in the way.
	return {
		"loupe.engine": hasKey ? "gemini" : "demo",
		"security.workspace.trust.enabled": false,
	};
}
