import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./paths.ts";

/** A settings.json: key → value. */
export type Settings = Record<string, unknown>;

/** What every VS Code of ours starts with: quiet, and asking no server for anything. */
const quiet: Settings = {
	"workbench.startupEditor": "none",
	"chat.disableAIFeatures": true,
	"telemetry.telemetryLevel": "off",
	"update.mode": "none",
	"extensions.autoCheckUpdates": false,
	"extensions.autoUpdate": false,
	"extensions.ignoreRecommendations": true,
	"workbench.enableExperiments": false,
	"workbench.secondarySideBar.defaultVisibility": "hidden",
};

/** What tests add: the engine that needs no key, and nothing that asks before it begins. */
export const testSettings: Settings = {
	"loupe.engine": "demo",
	"security.workspace.trust.enabled": false,
};

/**
 * Writes the settings of a served VS Code under its server-data-dir.
 *
 * A machine-scoped setting such as `loupe.engine` belongs into `data/Machine`: from `data/User` it is
 * read while the workbench connects and dropped after (VS Code 1.139, tried), so that it seems to work
 * by chance. Any other setting belongs into `data/User`, since what is in Machine wins over what a
 * person or a test changes later.
 */
export async function writeServedSettings(dataDir: string, settings: Settings): Promise<void> {
	const machineScoped = await machineScopedKeys();
	const [machine, user] = [true, false].map((wanted) =>
		Object.fromEntries(
			Object.entries(settings).filter(([key]) => machineScoped.has(key) === wanted),
		),
	);
	await writeSettings(join(dataDir, "data", "Machine"), { ...machine });
	await writeSettings(join(dataDir, "data", "User"), { ...quiet, ...user });
}

/** Writes `settings.json` into the `User` folder of a VS Code for the desktop. */
export function writeDesktopSettings(userDataDir: string, settings: Settings): Promise<void> {
	return writeSettings(join(userDataDir, "User"), { ...quiet, ...settings });
}

/** Adds to what the file has: a person's own changes stay. */
async function writeSettings(folder: string, settings: Settings): Promise<void> {
	const file = join(folder, "settings.json");
	await mkdir(folder, { recursive: true });
	const existing = existsSync(file) ? parse(await readFile(file, "utf8"), file) : {};
	await writeFile(file, `${JSON.stringify({ ...existing, ...settings }, null, "\t")}\n`);
}

function parse(text: string, file: string): Settings {
	try {
		return JSON.parse(text) as Settings;
	} catch (error) {
		throw new Error(`${file} has comments or is damaged; repair or delete it`, { cause: error });
	}
}

async function machineScopedKeys(): Promise<Set<string>> {
	const { contributes } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
		contributes: { configuration: { properties: Record<string, { scope?: string }> } };
	};
	const properties = Object.entries(contributes.configuration.properties);
	return new Set(properties.filter(([, { scope }]) => scope === "machine").map(([key]) => key));
}
