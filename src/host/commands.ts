import {
	ConfigurationTarget,
	commands,
	Disposable,
	l10n,
	TabInputCustom,
	type Uri,
	window,
	workspace,
} from "vscode";
import type { GeminiClient } from "../gemini/client.ts";
import type { History } from "../history/history.ts";
import { LoupeError } from "../shared/errors.ts";
import type { Ask, ErrorAction } from "../shared/protocol.ts";
import type { InspectResult, Task } from "../shared/result.ts";
import type { ApiKey } from "./apiKey.ts";
import { copyAsCode, lastRequestAsCode } from "./copyAsCode.ts";
import { viewType } from "./editor/provider.ts";
import type { Engine } from "./engine.ts";
import { exportSilently, exportWithDialogs } from "./exportCommand.ts";
import type { Inspector } from "./inspect.ts";
import { clearApiKey, openKeyPage, setApiKey } from "./keyCommands.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";
import type { Report } from "./report.ts";
import { selectModel } from "./selectModel.ts";
import { writeSetting } from "./settings.ts";
import { activeOrPicked, readCall, type TaskOptions } from "./target.ts";

export interface CommandParts {
	client: GeminiClient;
	engine: Engine;
	history: History;
	inspector: Inspector;
	key: ApiKey;
	pixels: PixelThread;
	report: Report;
}

/** Every command id next to its function. */
export function registerCommands(parts: CommandParts): Disposable {
	const functions: Record<string, (...args: unknown[]) => unknown> = {
		"loupe.inspect": (...args) => atTheEdge(parts, () => open(args)),
		"loupe.caption": (...args) => runTask(parts, "caption", args),
		"loupe.detect": (...args) => runTask(parts, "detect", args),
		"loupe.segment": (...args) => runTask(parts, "segment", args),
		"loupe.point": (...args) => runTask(parts, "point", args),
		"loupe.export": (...args) => runExport(parts, args),
		"loupe.copyAsCode": (...args) => runCopyAsCode(parts, args),
		"loupe.openPreview": (...args) => atTheEdge(parts, () => openPreview(args)),
		"loupe.makeDefault": () => atTheEdge(parts, () => setDefaultEditor(true)),
		"loupe.undoDefault": () => atTheEdge(parts, () => setDefaultEditor(false)),
		"loupe.setApiKey": () => act(parts, "enterKey"),
		"loupe.clearApiKey": () => atTheEdge(parts, () => clearApiKey(parts)),
		"loupe.selectModel": () => act(parts, "selectModel"),
		"loupe.showLog": () => act(parts, "showLog"),
	};
	return Disposable.from(
		...Object.entries(functions).map(([id, run]) => commands.registerCommand(id, run)),
	);
}

/**
 * What the buttons under an error, and the commands of the same purpose, do. Resolves with true when
 * what failed may now work.
 */
export async function act(
	parts: CommandParts,
	action: Exclude<ErrorAction["id"], "retry">,
): Promise<boolean> {
	const isMended = await atTheEdge(parts, async () => {
		switch (action) {
			case "enterKey":
				return setApiKey(parts);
			case "getKey":
				await openKeyPage();
				return false;
			case "useDemo":
				await writeSetting("engine", "demo");
				return true;
			case "selectModel":
				return selectModel(parts.client, parts.engine);
			case "showLog":
				parts.report.show();
				return false;
		}
	});
	return isMended ?? false;
}

/** The one place where a command's failure is said; the log has the whole of it. */
export async function atTheEdge<Result>(
	parts: CommandParts,
	run: () => Promise<Result> | Result,
): Promise<Result | undefined> {
	try {
		return await run();
	} catch (error) {
		await parts.report.notify("A command failed", error, (action) =>
			action === "retry" ? atTheEdge(parts, run) : act(parts, action),
		);
		return undefined;
	}
}

/**
 * With options: silent, resolves with the result, rejects with the error. From a menu or the
 * palette: in the picture's editor, where progress, result and failure show.
 */
async function runTask(
	parts: CommandParts,
	task: Task,
	args: unknown[],
): Promise<InspectResult | undefined> {
	const { uris, options } = readCall(args);
	if (options) return runSilently(parts.inspector, task, uris, options);
	return atTheEdge(parts, async () => {
		const chosen = await someTarget(uris);
		let last: InspectResult | undefined;
		for (const uri of chosen) {
			await openInLoupe(uri);
			// Its failure shows in the editor; the next picture is still inspected.
			last = await parts.inspector.inspect(uri, { task }).catch(() => undefined);
		}
		return last;
	});
}

async function runSilently(
	inspector: Inspector,
	task: Task,
	uris: Uri[],
	options: TaskOptions,
): Promise<InspectResult> {
	const [uri, ...more] = uris;
	if (!uri || more.length > 0) {
		throw new LoupeError("Unsupported", `${task} takes one picture, not ${uris.length}`, {
			detail: l10n.t("this task takes one picture at a time"),
		});
	}
	const { prompt, region, model, signal } = options;
	const ask: Ask = { task, ...(prompt && { prompt }), ...(region && { region }) };
	return inspector.inspect(uri, ask, { ...(model && { model }), ...(signal && { signal }) });
}

/** With options: without a dialog, into a folder; otherwise asks for both. */
async function runExport(parts: CommandParts, args: unknown[]): Promise<Uri[] | undefined> {
	const { uris, options } = readCall(args);
	if (options) return exportSilently(uris, options, parts);
	return atTheEdge(parts, async () => {
		const chosen = await someTarget(uris);
		if (chosen.length === 0) return undefined;
		await exportWithDialogs(
			chosen.map((uri) => ({ uri })),
			parts,
		);
		return undefined;
	});
}

/** With options: resolves with the code; otherwise asks for the language and copies. */
async function runCopyAsCode(parts: CommandParts, args: unknown[]): Promise<string | undefined> {
	const { uris, options } = readCall(args);
	if (options) return lastRequestAsCode(uris, options, parts);
	await atTheEdge(parts, () => copyAsCode(uris, parts));
	return undefined;
}

async function open(args: unknown[]): Promise<void> {
	for (const uri of await someTarget(readCall(args).uris)) await openInLoupe(uri);
}

async function openPreview(args: unknown[]): Promise<void> {
	for (const uri of await someTarget(readCall(args).uris)) {
		await openInstead(uri, previewType, viewType);
	}
}

const previewType = "imagePreview.previewEditor";

function openInLoupe(uri: Uri): Promise<void> {
	return openInstead(uri, viewType, previewType);
}

/** Opens a picture in one editor and closes the other, as "Reopen Editor With…" does. */
async function openInstead(uri: Uri, wanted: string, instead: string): Promise<void> {
	await commands.executeCommand("vscode.openWith", uri, wanted);
	const others = window.tabGroups.activeTabGroup.tabs.filter(
		({ input }) =>
			input instanceof TabInputCustom &&
			input.viewType === instead &&
			input.uri.toString() === uri.toString(),
	);
	await window.tabGroups.close(others, true);
}

async function someTarget(uris: Uri[]): Promise<Uri[]> {
	if (uris.length > 0) return uris;
	const uri = await activeOrPicked();
	return uri ? [uri] : [];
}

/** Loupe for every picture that VS Code's own preview would open, or none of them again. */
async function setDefaultEditor(loupe: boolean): Promise<void> {
	const pattern = "*.{png,jpg,jpeg,webp,gif,avif,bmp,svg,ico,heic,heif,tif,tiff}";
	const settings = workspace.getConfiguration("workbench");
	const known = settings.inspect<Record<string, string>>("editorAssociations")?.globalValue ?? {};
	const others = Object.fromEntries(
		Object.entries(known).filter(([, editor]) => editor !== viewType),
	);
	const wanted = loupe ? { ...others, [pattern]: viewType } : others;
	await settings.update("editorAssociations", wanted, ConfigurationTarget.Global);
	void window.showInformationMessage(
		loupe
			? l10n.t("Pictures now open in Loupe.")
			: l10n.t("Pictures open in VS Code's own preview again."),
	);
}
