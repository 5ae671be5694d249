import { env, type InputBox, l10n, ThemeIcon, Uri, window } from "vscode";
import { GeminiClient } from "../gemini/client.ts";
import { kindOf } from "../shared/errors.ts";
import type { ApiKey } from "./apiKey.ts";
import type { Engine } from "./engine.ts";
import type { Report } from "./report.ts";
import { readEngine, writeSetting } from "./settings.ts";

interface Parts {
	key: ApiKey;
	engine: Engine;
	report: Report;
}

/** Opens the page where Google hands out keys. */
export async function openKeyPage(): Promise<void> {
	await env.openExternal(Uri.parse("https://aistudio.google.com/apikey"));
}

/**
 * Asks for the key, checks it with one cheap call and stores it; what is wrong is said in the box,
 * which stays open. Whoever enters a key wants Gemini, so the demo engine ends here. Resolves when
 * the box is closed, with whether a key was stored.
 */
export async function setApiKey({ key, engine, report }: Parts): Promise<boolean> {
	const abort = new AbortController();
	const box = createKeyBox();
	const closed = new Promise<void>((resolve) => {
		box.onDidHide(() => resolve());
	});
	box.onDidTriggerButton(() => void openKeyPage());
	box.onDidChangeValue(() => {
		box.validationMessage = undefined;
	});
	let isStored = false;
	/** A key that could not be checked (no network) is taken at the second Enter. */
	let unchecked: string | undefined;
	box.onDidAccept(async () => {
		const typed = box.value.trim();
		if (typed === "") {
			box.validationMessage = l10n.t("The key is empty.");
			return;
		}
		box.busy = true;
		box.enabled = false;
		try {
			if (typed !== unchecked) await checkKey(engine, typed, abort.signal);
			await key.store(typed);
			if (readEngine() === "demo") await writeSetting("engine", "gemini");
			isStored = true;
			box.hide();
			void window.showInformationMessage(l10n.t("The key is saved. Loupe now asks Gemini."));
		} catch (error) {
			if (abort.signal.aborted) return;
			const { message } = report.failure("The API key was not accepted", error);
			const refused = kindOf(error) === "BadKey";
			unchecked = refused ? undefined : typed;
			box.validationMessage = refused
				? message
				: l10n.t("{0} Press Enter again to save the key unchecked.", message);
		} finally {
			box.busy = false;
			box.enabled = true;
		}
	});
	box.show();
	await closed;
	abort.abort();
	box.dispose();
	return isStored;
}

/** Forgets the stored key, and says so when the environment still holds one. */
export async function clearApiKey({ key, report }: Parts): Promise<void> {
	await key.clear();
	report.info("The API key was cleared");
	const left = await key.read();
	void window.showInformationMessage(
		left
			? l10n.t("The stored key is removed. The environment variable {0} is still set.", left.source)
			: l10n.t("The key is removed."),
	);
}

/** One cheap call; throws the `LoupeError` that says what is wrong. */
async function checkKey(engine: Engine, key: string, signal: AbortSignal): Promise<void> {
	const client = new GeminiClient({ endpoint: async () => engine.endpointFor(key) });
	await client.checkKey(signal);
}

function createKeyBox(): InputBox {
	const box = window.createInputBox();
	box.title = l10n.t("Gemini API Key");
	box.prompt = l10n.t("It is kept in VS Code's secret storage and sent to the Gemini API only.");
	box.placeholder = l10n.t("Paste the key, then press Enter");
	box.password = true;
	box.ignoreFocusOut = true;
	box.buttons = [{ iconPath: new ThemeIcon("link-external"), tooltip: l10n.t("Get a Key") }];
	return box;
}
