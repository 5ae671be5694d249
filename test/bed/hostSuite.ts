import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { launchChromium } from "./chromium.ts";
import { own } from "./owned.ts";
import { out, root } from "./paths.ts";
import { serveVSCode } from "./serveVSCode.ts";
import { testSettings, writeDesktopSettings } from "./settings.ts";
import { testEnv } from "./testEnv.ts";
import { copySamples } from "./workspace.ts";

const suite = join(out, "test", "host", "index.js");
const downloads = "https://update.code.visualstudio.com/api/releases/stable";

/** Runs the built host tests inside a real VS Code, which leaves the outcome in `outcomeFile`. */
export async function runHostSuite(outcomeFile: string): Promise<void> {
	const workspace = await copySamples();
	try {
		const executable = await electron();
		if (executable) await inElectron(executable, workspace.folder, outcomeFile);
		else await inServed(workspace.folder, outcomeFile);
	} finally {
		await workspace.remove();
	}
}

/** VS Code for the desktop: named by VSCODE_EXECUTABLE, or downloaded if its server answers. */
async function electron(): Promise<string | undefined> {
	const named = process.env.VSCODE_EXECUTABLE;
	if (named) {
		console.log(`In VS Code for the desktop: ${named}`);
		return named;
	}
	const { DISPLAY, WAYLAND_DISPLAY } = process.env;
	if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) {
		console.log("In the served VS Code, because there is no display for one with a window.");
		return undefined;
	}
	try {
		const { ok, status } = await fetch(downloads, { signal: AbortSignal.timeout(5000) });
		if (!ok) throw new Error(`its server answers ${status}`);
		const executable = await downloadAndUnzipVSCode({ cachePath: join(out, "vscode") });
		console.log(`In VS Code for the desktop, downloaded: ${executable}`);
		return executable;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		console.log(`In the served VS Code, because none can be downloaded: ${why}`);
		return undefined;
	}
}

async function inElectron(executable: string, folder: string, outcomeFile: string): Promise<void> {
	const userData = await mkdtemp(join(tmpdir(), "loupe-user-data-"));
	const remove = own(() => rm(userData, { recursive: true, force: true }));
	try {
		await writeDesktopSettings(userData, testSettings);
		await runTests({
			vscodeExecutablePath: executable,
			extensionDevelopmentPath: root,
			extensionTestsPath: suite,
			extensionTestsEnv: {
				LOUPE_TEST_RESULT: outcomeFile,
				LOUPE_TEST_DATA: userData,
				GEMINI_API_KEY: undefined,
				GOOGLE_API_KEY: undefined,
			},
			launchArgs: [
				folder,
				`--user-data-dir=${userData}`,
				`--extensions-dir=${join(userData, "extensions")}`,
				// Chromium refuses to run as root with its sandbox.
				...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
			],
		});
	} finally {
		await remove();
	}
}

async function inServed(folder: string, outcomeFile: string): Promise<void> {
	const dataDir = await mkdtemp(join(tmpdir(), "loupe-vscode-"));
	const removeData = own(() => rm(dataDir, { recursive: true, force: true }));
	const vscode = await serveVSCode({
		settings: testSettings,
		driver: true,
		dataDir,
		// Where a test finds what VS Code and Loupe wrote.
		env: testEnv({ LOUPE_TEST_RESULT: outcomeFile, LOUPE_TEST_DATA: dataDir }),
	});
	const browser = await launchChromium();
	const closeBrowser = own(() => browser.close());
	try {
		const page = await browser.newPage();
		const errors: string[] = [];
		const code = await new Promise<number>((resolve, reject) => {
			// The workbench looks for these two names and tells the first what the host logs.
			const exposed = Promise.all([
				page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
					if (type === "error") errors.push(args.map(String).join(" "));
				}),
				page.exposeFunction("codeAutomationExit", resolve),
			]);
			page.once("crash", () => reject(new Error("The page of VS Code crashed")));
			const address = vscode.url(folder, [
				["extensionDevelopmentPath", vscode.uri(root)],
				["extensionTestsPath", vscode.uri(suite)],
			]);
			exposed.then(() => page.goto(address)).catch(reject);
		});
		if (code !== 0) throw new Error(`The extension host ended with code ${code}.\n${last(errors)}`);
	} finally {
		await closeBrowser();
		await vscode.close();
		await removeData();
	}
}

/** The errors worth reading: native modules the served VS Code does without are not. */
function last(errors: readonly string[]): string {
	const missing = /bindings file|build\/Release|ENOTFOUND|Canceled/;
	return errors
		.filter((error) => !missing.test(error))
		.slice(-5)
		.join("\n");
}
