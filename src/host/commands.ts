import { commands, Disposable, type Uri } from "vscode";
import type { GeminiClient } from "../gemini/client.ts";
import type { History } from "../history/history.ts";
import type { PictureAction } from "../shared/pixelProtocol.ts";
import type { ErrorAction } from "../shared/protocol.ts";
import type { InspectResult, Task } from "../shared/result.ts";
import type { ApiKey } from "./apiKey.ts";
import { refusePdfs } from "./checkAsk.ts";
import {
	type CompareParts,
	compareCommand,
	compareWithHead,
	compareWithSelected,
	selectForCompare,
} from "./compare/compareCommand.ts";
import { copyAsCode, lastRequestAsCode } from "./copyAsCode.ts";
import type { ActivePages } from "./editor/activePages.ts";
import type { PictureStatus } from "./editor/pictureStatus.ts";
import { openInLoupe, openInPreview, setDefaultEditor } from "./editors.ts";
import type { Engine } from "./engine.ts";
import { exportSilently, exportWithDialogs } from "./exportCommand.ts";
import { clearApiKey, openKeyPage, setApiKey } from "./keyCommands.ts";
import { manageUploads } from "./manageUploads.ts";
import { activePdf, isPdf } from "./pdf/pdfFile.ts";
import { transcribePdf, transcribePdfSilently } from "./pdf/transcribePdf.ts";
import { inspectUrl } from "./pictures/askAddress.ts";
import type { PixelStatus } from "./pixelStatus.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";
import type { Report } from "./report.ts";
import { selectModel } from "./selectModel.ts";
import { writeSetting } from "./settings.ts";
import type { Spending } from "./spending.ts";
import { activeOrPicked, readCall, resolveTargets } from "./target.ts";
import { runSilently, showTask, type TaskParts } from "./taskCommand.ts";
import type { Uploads } from "./uploads.ts";
import type { UrlPictures } from "./urlPictures.ts";

/** What a button does that is not about one run. */
export type PlainAction = Exclude<ErrorAction["id"], "retry" | "switchModel">;

export interface CommandParts extends TaskParts {
	activePages: ActivePages;
	compareParts: CompareParts;
	urlPictures: UrlPictures;
	uploads: Uploads;
	/** Opens the panel in which a PDF is asked about. */
	openPdf(uri: Uri): void;
	client: GeminiClient;
	engine: Engine;
	history: History;
	key: ApiKey;
	pixels: PixelThread;
	pixelStatus: PixelStatus;
	report: Report;
	spending: Spending;
	status: PictureStatus;
}

/** Each has a command of its name. */
const tasks = [
	"caption",
	"ask",
	"classify",
	"detect",
	"segment",
	"point",
	"extract",
	"transcribe",
	"compare",
] as const satisfies readonly Task[];

/** Done by the page in front; each has a command of its name. */
const pictureActions = [
	"copyPicture",
	"copyRegion",
	"savePicture",
	"saveRegion",
	"showFacts",
] as const satisfies readonly PictureAction[];

/** Every command id next to its function. */
export function registerCommands(parts: CommandParts): Disposable {
	const functions: Record<string, (...args: unknown[]) => unknown> = {
		"loupe.inspect": (...args) => atTheEdge(parts, () => open(args, parts)),
		...Object.fromEntries(
			tasks.map((task) => [`loupe.${task}`, (...args: unknown[]) => runTask(parts, task, args)]),
		),
		"loupe.inspectUrl": (address) =>
			atTheEdge(parts, () => inspectUrl(parts, openInLoupe, address)),
		"loupe.selectForCompare": (...args) =>
			atTheEdge(parts, () => selectForCompare(readCall(args).uris, parts.compareParts)),
		"loupe.compareWithSelected": (...args) =>
			atTheEdge(parts, () => compareWithSelected(readCall(args).uris, parts.compareParts)),
		"loupe.compareWithHead": (...args) =>
			atTheEdge(parts, () => compareWithHead(readCall(args).uris, parts.compareParts)),
		"loupe.export": (...args) => runExport(parts, args),
		"loupe.copyAsCode": (...args) => runCopyAsCode(parts, args),
		...Object.fromEntries(
			pictureActions.map((action) => [
				`loupe.${action}`,
				() => atTheEdge(parts, () => parts.activePages.act(action)),
			]),
		),
		"loupe.copyColor": () => atTheEdge(parts, () => parts.pixelStatus.copy()),
		"loupe.openPreview": (...args) => atTheEdge(parts, () => openPreview(args)),
		"loupe.chooseZoom": () => atTheEdge(parts, () => parts.status.chooseZoom()),
		"loupe.makeDefault": () => atTheEdge(parts, () => setDefaultEditor(true)),
		"loupe.undoDefault": () => atTheEdge(parts, () => setDefaultEditor(false)),
		"loupe.setApiKey": () => act(parts, "enterKey"),
		"loupe.clearApiKey": () => atTheEdge(parts, () => clearApiKey(parts)),
		"loupe.selectModel": () => act(parts, "selectModel"),
		"loupe.manageUploads": () => atTheEdge(parts, () => manageUploads(parts)),
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
export async function act(parts: CommandParts, action: PlainAction): Promise<boolean> {
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
			case "openSettings":
				await commands.executeCommand("workbench.action.openSettings", "@ext:loupe.image-loupe");
				return false;
			case "openProxySettings":
				// What VS Code itself has about proxies and certificates.
				await commands.executeCommand("workbench.action.openSettings", "http.");
				return false;
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

/** With options: silent; from a menu or the palette: in the picture's editor. */
async function runTask(
	parts: CommandParts,
	task: Task,
	args: unknown[],
): Promise<InspectResult | undefined> {
	const { targets, options } = readCall(args);
	if (options) {
		const uris = await resolveTargets(targets, parts.urlPictures, options.signal);
		const [only, ...others] = uris;
		if (task === "transcribe" && only && isPdf(only) && others.length === 0) {
			return transcribePdfSilently(only, options, parts);
		}
		return runSilently(task, uris, options, parts.inspector);
	}
	return atTheEdge(parts, async () => {
		const uris = await resolveTargets(targets, parts.urlPictures);
		// A comparison finds its pictures itself: the two of a diff editor, for one.
		if (task !== "transcribe") refusePdfs(task, uris);
		if (task === "compare") return compareCommand(uris, parts.compareParts).then(() => undefined);
		if (task === "transcribe") return transcribe(uris, parts);
		if (task === "ask") return ask(uris, parts);
		return showTask(task, await someTarget(uris), parts);
	});
}

/** A PDF has a panel of its own. */
async function ask(named: Uri[], parts: CommandParts): Promise<InspectResult | undefined> {
	const uris = await someTargetOrPdf(named);
	refusePdfs("ask", uris);
	const [first] = uris;
	if (!first || !isPdf(first)) return showTask("ask", uris, parts);
	parts.openPdf(first);
	return undefined;
}

/** PDFs go into documents page by page; each asks for its pages. Resolves with the last result. */
async function transcribe(named: Uri[], parts: CommandParts): Promise<InspectResult | undefined> {
	const uris = await someTargetOrPdf(named);
	const pictures = uris.filter((uri) => !isPdf(uri));
	let last: InspectResult | undefined;
	if (pictures.length > 0) last = await showTask("transcribe", pictures, parts);
	const pdfParts = { ...parts, act: (action: PlainAction) => act(parts, action) };
	for (const uri of uris.filter(isPdf)) last = await transcribePdf(uri, pdfParts);
	return last;
}

async function someTargetOrPdf(named: Uri[]): Promise<Uri[]> {
	const active = named.length > 0 ? undefined : activePdf();
	return active ? [active] : someTarget(named, { PDF: ["pdf"] });
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

async function open(args: unknown[], { urlPictures }: CommandParts): Promise<void> {
	const uris = await resolveTargets(readCall(args).targets, urlPictures);
	for (const uri of await someTarget(uris)) await openInLoupe(uri);
}

async function openPreview(args: unknown[]): Promise<void> {
	for (const uri of await someTarget(readCall(args).uris)) await openInPreview(uri);
}

async function someTarget(uris: Uri[], more?: Record<string, string[]>): Promise<Uri[]> {
	if (uris.length > 0) return uris;
	const uri = await activeOrPicked(more);
	return uri ? [uri] : [];
}
