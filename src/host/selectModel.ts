import { l10n, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { GeminiClient } from "../gemini/client.ts";
import { modelFacts } from "../gemini/models.ts";
import { kindOf } from "../shared/errors.ts";
import type { Engine } from "./engine.ts";
import { readRequestSettings, writeSetting } from "./settings.ts";

interface ModelItem extends QuickPickItem {
	choose?: () => Promise<void>;
}

/**
 * Lets the person choose among the models their key can use; resolves with whether they did, throws
 * what listing them throws.
 */
export async function selectModel(client: GeminiClient, engine: Engine): Promise<boolean> {
	const pick = window.createQuickPick<ModelItem>();
	const abort = new AbortController();
	const closed = new Promise<void>((resolve) => {
		pick.onDidHide(() => resolve());
	});
	pick.title = l10n.t("Model");
	pick.placeholder = l10n.t("Choose the model that answers");
	pick.matchOnDescription = true;
	pick.busy = true;
	let chosen: ModelItem | undefined;
	pick.onDidAccept(() => {
		[chosen] = pick.selectedItems;
		pick.hide();
	});
	pick.show();
	try {
		const current = readRequestSettings().model;
		const demo = engine.state.kind === "demo";
		const models = demo ? [] : await client.listModels(abort.signal);
		const items: ModelItem[] = models.map(({ id, displayName }) => ({
			label: id,
			description: displayName === id ? "" : displayName,
			detail: modelFacts(id)?.description ?? "",
			picked: id === current,
			choose: () => writeSetting("model", id),
		}));
		items.push({ label: "", kind: QuickPickItemKind.Separator }, otherEngine(demo));
		pick.items = items;
		pick.activeItems = items.filter(({ picked }) => picked);
		pick.busy = false;
		await closed;
		await chosen?.choose?.();
		return chosen !== undefined;
	} catch (error) {
		pick.hide();
		// The person closed the list before it was there.
		if (kindOf(error) === "Cancelled") return false;
		throw error;
	} finally {
		abort.abort();
		pick.dispose();
	}
}

function otherEngine(demo: boolean): ModelItem {
	return demo
		? {
				label: l10n.t("Use Gemini"),
				description: l10n.t("needs an API key"),
				choose: () => writeSetting("engine", "gemini"),
			}
		: {
				label: l10n.t("Use Demo Engine"),
				description: l10n.t("colours and shapes only, no key needed"),
				choose: () => writeSetting("engine", "demo"),
			};
}
