import {
	env,
	l10n,
	type QuickInputButton,
	type QuickPick,
	type QuickPickItem,
	QuickPickItemKind,
	ThemeIcon,
	window,
	workspace,
} from "vscode";
import type { GeminiClient, ModelListing } from "../gemini/client.ts";
import type { Endpoint } from "../gemini/endpoint.ts";
import { maskFormat, modelFacts, modelRank, type Strength } from "../gemini/models.ts";
import { nextPrice, type Price, priceOn } from "../gemini/prices.ts";
import { kindOf } from "../shared/errors.ts";
import type { Engine } from "./engine.ts";
import { readRequestSettings, readWorkspaceModel, writeSetting } from "./settings.ts";
import { formatDollars } from "./spending.ts";

interface ModelItem extends QuickPickItem {
	choose?: () => Promise<void>;
}

/** For whom a model is chosen. */
type Scope = "person" | "workspace" | "question";

/** What an endpoint listed last, for as long as VS Code runs. */
const listed = new WeakMap<GeminiClient, { endpoint: Endpoint; models: ModelListing[] }>();

/**
 * Lets the person choose among the models their key can use, for themselves or for the workspace;
 * resolves with whether they did, throws what listing them throws.
 */
export async function selectModel(client: GeminiClient, engine: Engine): Promise<boolean> {
	// Where the workspace has its own, the person's would not hold here.
	const chosen = await choose(client, engine, readWorkspaceModel() ? "workspace" : "person");
	await chosen?.choose?.();
	return chosen !== undefined;
}

/** Lets the person choose a model for a question alone; undefined when they left. */
export async function pickModel(client: GeminiClient, engine: Engine): Promise<string | undefined> {
	return (await choose(client, engine, "question"))?.label;
}

/** Throws what listing the models throws. */
async function choose(
	client: GeminiClient,
	engine: Engine,
	first: Scope,
): Promise<ModelItem | undefined> {
	const pick = window.createQuickPick<ModelItem>();
	const abort = new AbortController();
	const demo = engine.state.kind === "demo";
	const refresh: QuickInputButton = {
		iconPath: new ThemeIcon("refresh"),
		tooltip: l10n.t("Ask Gemini Again Which Models There Are"),
	};
	let scope = first;
	let chosen: ModelItem | undefined;
	try {
		pick.matchOnDescription = true;
		pick.matchOnDetail = true;
		word(pick, scope, demo ? [] : [refresh]);
		const failed = new Promise<never>((_, reject) => {
			pick.onDidTriggerButton((button) => {
				if (button === refresh) {
					fill(pick, client, engine, () => scope, abort.signal, true).catch(reject);
					return;
				}
				scope = scope === "person" ? "workspace" : "person";
				word(pick, scope, demo ? [] : [refresh]);
			});
		});
		const closed = new Promise<void>((resolve) => {
			pick.onDidHide(() => resolve());
		});
		pick.onDidAccept(() => {
			[chosen] = pick.selectedItems;
			pick.hide();
		});
		pick.show();
		const closing = closed.then(() => abort.abort());
		await Promise.race([fill(pick, client, engine, () => scope, abort.signal, false), failed]);
		await Promise.race([closing, failed]);
		return chosen;
	} catch (error) {
		pick.hide();
		// The person closed the list before it was there.
		if (kindOf(error) === "Cancelled") return undefined;
		throw error;
	} finally {
		abort.abort();
		pick.dispose();
	}
}

/** Says for whom the model is chosen, and how to choose for the other. */
function word(
	pick: QuickPick<ModelItem>,
	scope: Scope,
	buttons: readonly QuickInputButton[],
): void {
	pick.title = l10n.t("Model");
	if (scope === "question") {
		pick.placeholder = l10n.t("Choose the model that answers what is asked next here");
		pick.buttons = buttons;
		return;
	}
	const isForPerson = scope === "person";
	pick.placeholder = isForPerson
		? l10n.t("Choose the model that answers")
		: l10n.t("Choose the model that answers in this workspace");
	const other: QuickInputButton = isForPerson
		? {
				iconPath: new ThemeIcon("root-folder"),
				tooltip: l10n.t("Choose for This Workspace Instead"),
			}
		: { iconPath: new ThemeIcon("account"), tooltip: l10n.t("Choose for You Instead") };
	// The demo engine has no models to choose from: neither for whom nor which. What is written into a
	// workspace that is not trusted does not hold.
	const isOpen = workspace.isTrusted && (workspace.workspaceFolders?.length ?? 0) > 0;
	const hasChoice = buttons.length > 0 && isOpen;
	pick.buttons = hasChoice ? [other, ...buttons] : buttons;
}

async function fill(
	pick: QuickPick<ModelItem>,
	client: GeminiClient,
	engine: Engine,
	scope: () => Scope,
	signal: AbortSignal,
	anew: boolean,
): Promise<void> {
	const demo = engine.state.kind === "demo";
	pick.busy = true;
	const current = readRequestSettings().model;
	const models = demo ? [] : await listModels(client, engine, signal, anew);
	const items = modelItems(models, current, new Date()).map(
		(item): ModelItem => ({ ...item, choose: () => writeModel(item.label, scope()) }),
	);
	if (scope() !== "question") {
		items.push({ label: "", kind: QuickPickItemKind.Separator }, otherEngine(demo));
	}
	pick.items = items;
	pick.activeItems = items.filter(({ label }) => label === current);
	pick.busy = false;
}

async function listModels(
	client: GeminiClient,
	engine: Engine,
	signal: AbortSignal,
	anew: boolean,
): Promise<ModelListing[]> {
	// Another key or another address may have other models.
	const endpoint = await engine.endpoint();
	const known = listed.get(client);
	const isSame =
		known?.endpoint.key === endpoint.key && known.endpoint.baseUrl === endpoint.baseUrl;
	if (known && isSame && !anew) return known.models;
	const models = await client.listModels(signal);
	listed.set(client, { endpoint, models });
	return models;
}

/** Throws what writing the setting throws. */
async function writeModel(model: string, scope: Scope): Promise<void> {
	if (scope === "question") return;
	await writeSetting("model", model, scope);
	const own = readWorkspaceModel();
	if (scope === "workspace" || !own || own === model) return;
	void window.showInformationMessage(
		l10n.t("{0} answers you from now on, but this workspace keeps its own model, {1}.", model, own),
	);
}

/** One for each model, those best known first; the current one is marked, though it may not be listed. */
function modelItems(models: readonly ModelListing[], current: string, date: Date): QuickPickItem[] {
	const sorted = models.toSorted((a, b) => modelRank(a.id) - modelRank(b.id));
	const items = sorted.map(({ id, inputTokenLimit }) => ({
		label: id,
		description: [id === current && l10n.t("current"), priceWords(priceOn(id, date))]
			.filter(Boolean)
			.join(" · "),
		detail: [
			...endWords(id, date),
			...strengthWords(id),
			nextPriceWords(id, date),
			contextWords(inputTokenLimit),
		]
			.filter(Boolean)
			.join(" · "),
		iconPath: new ThemeIcon(id === current ? "check" : "blank"),
	}));
	if (models.length === 0 || models.some(({ id }) => id === current)) return items;
	const description = l10n.t("current, but your key cannot use it");
	return [{ label: current, description, iconPath: new ThemeIcon("warning") }, ...items];
}

function priceWords(price: Price | undefined): string | undefined {
	if (!price) return undefined;
	const [input, output] = [formatDollars(price.input), formatDollars(price.output)];
	return l10n.t("{0} in, {1} out per million tokens", input, output);
}

function nextPriceWords(id: string, date: Date): string | undefined {
	const price = nextPrice(id, date);
	if (!price) return undefined;
	const [input, output] = [formatDollars(price.input), formatDollars(price.output)];
	return l10n.t("from {0} on {1} in, {2} out", dayWords(price.from), input, output);
}

/** "takes 1M tokens": its exact size helps nobody choose. */
function contextWords(tokens: number | undefined): string | undefined {
	if (tokens === undefined) return undefined;
	const format = new Intl.NumberFormat(env.language, { notation: "compact" });
	return l10n.t("takes {0} tokens", format.format(tokens));
}

function strengthWords(id: string): string[] {
	const facts = modelFacts(id);
	if (!facts) return [];
	const masks =
		maskFormat(id) === "png" ? l10n.t("masks as soft maps") : l10n.t("masks as outlines");
	return [strengthOf(facts.strength), masks, ...(facts.preview ? [l10n.t("preview")] : [])];
}

function strengthOf(strength: Strength): string {
	switch (strength) {
		case "boxes":
			return l10n.t("Recommended: exact boxes, quick");
		case "cheap":
			return l10n.t("Cheapest and quickest");
		case "balanced":
			return l10n.t("Balanced");
		case "thorough":
			return l10n.t("Most thorough, slower");
		case "points":
			return l10n.t("Made for points, boxes and trajectories");
		case "small":
			return l10n.t("Small and quick");
		case "earlier":
			return l10n.t("Earlier model");
		default:
			return strength satisfies never;
	}
}

function endWords(id: string, date: Date): string[] {
	const { ends, staysUntil } = modelFacts(id) ?? {};
	if (staysUntil) return [l10n.t("stays at least until {0}", dayWords(staysUntil))];
	if (!ends) return [];
	const { day, successor } = ends;
	return date.toISOString() < day
		? [l10n.t("ends on {0}, then {1} answers", dayWords(day), successor)]
		: [l10n.t("ended on {0}, {1} answers", dayWords(day), successor)];
}

function dayWords(day: string): string {
	const format = new Intl.DateTimeFormat(env.language, { dateStyle: "medium", timeZone: "UTC" });
	return format.format(new Date(day));
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
