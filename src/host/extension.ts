import { type ExtensionContext, Uri } from "vscode";
import { GeminiClient } from "../gemini/client.ts";
import { History } from "../history/history.ts";
import { PixelThread } from "../image/pixelThread.ts";
import { ApiKey } from "./apiKey.ts";
import { act, registerCommands } from "./commands.ts";
import { registerImageEditor } from "./editor/provider.ts";
import { Engine } from "./engine.ts";
import { Inspector } from "./inspect.ts";
import { PromptMemory } from "./recentPrompts.ts";
import { Report } from "./report.ts";

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
		report.warn(`A history entry is damaged and was set aside: ${file}`, error),
	);
	const pixels = new PixelThread();
	const prompts = new PromptMemory(globalState);
	const inspector = new Inspector({ client, engine, history, pixels, report });
	const commandParts = { client, engine, inspector, key, report };
	subscriptions.push(
		report,
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
		}),
	);
}
