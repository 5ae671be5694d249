import { type ExtensionContext, Uri } from "vscode";
import { GeminiClient } from "../gemini/client.ts";
import { History } from "../history/history.ts";
import { ApiKey } from "./apiKey.ts";
import { act, atTheEdge, registerCommands } from "./commands.ts";
import { registerImageEditor } from "./editor/provider.ts";
import { Engine } from "./engine.ts";
import { exportWithDialogs } from "./exportCommand.ts";
import { Inspector } from "./inspect.ts";
import { PixelThread } from "./pixels/pixelThread.ts";
import { PromptMemory } from "./recentPrompts.ts";
import { Report } from "./report.ts";
import { saveCutOut } from "./saveCutOut.ts";

/** Builds the long-lived parts and joins them. */
export function activate({
	extensionUri,
	globalState,
	globalStorageUri,
	secrets,
	subscriptions,
}: ExtensionContext): void {
	const report = new Report();
	const key = new ApiKey(secrets);
	const engine = new Engine(key);
	const client = new GeminiClient({ endpoint: () => engine.endpoint() });
	const history = new History(Uri.joinPath(globalStorageUri, "history").fsPath, (file, error) =>
		report.warn(`A history entry cannot be read: ${file}`, error),
	);
	const pixels = new PixelThread();
	const prompts = new PromptMemory(globalState);
	const inspector = new Inspector({ client, engine, history, pixels, report });
	const commandParts = { client, engine, history, inspector, key, pixels, report };
	subscriptions.push(
		report,
		key,
		engine,
		inspector,
		pixels,
		prompts,
		registerCommands(commandParts),
		registerImageEditor({
			inspector,
			engine,
			history,
			prompts,
			report,
			extensionUri,
			act: (action) => act(commandParts, action),
			cutOut: (uri, run, index) =>
				atTheEdge(commandParts, () => saveCutOut(uri, run, index, pixels)).then(),
			exportRuns: (uri, runIds) =>
				atTheEdge(commandParts, () => exportWithDialogs([{ uri, runIds }], commandParts)).then(),
		}),
	);
}
