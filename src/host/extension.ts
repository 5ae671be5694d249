import { type ExtensionContext, Uri } from "vscode";
import { GeminiClient } from "../gemini/client.ts";
import { History } from "../history/history.ts";
import { ApiKey } from "./apiKey.ts";
import { AskDrafts } from "./askDrafts.ts";
import { atTheEdge, type PlainAction, registerCommands, act as runAction } from "./commands.ts";
import { compareCommand } from "./compare/compareCommand.ts";
import { registerCompare } from "./compare/comparePanel.ts";
import { SelectedPicture } from "./compare/selectedPicture.ts";
import { ActivePages } from "./editor/activePages.ts";
import { Backgrounds } from "./editor/backgrounds.ts";
import { OpenPictures } from "./editor/openPictures.ts";
import { PictureStatus } from "./editor/pictureStatus.ts";
import { registerImageEditor } from "./editor/provider.ts";
import { ShownFrames } from "./editor/shownFrames.ts";
import { openInLoupe } from "./editors.ts";
import { Engine } from "./engine.ts";
import { exportWithDialogs } from "./exportCommand.ts";
import { HandedOn } from "./folder/handedOn.ts";
import { PictureFolders } from "./folder/pictureFolders.ts";
import { ReadAhead } from "./folder/readAhead.ts";
import { registerHistoryView } from "./history/historyView.ts";
import { Inspector } from "./inspect.ts";
import { LastEditor } from "./lastEditor.ts";
import { isPdf } from "./pdf/pdfFile.ts";
import { registerPdfPanel } from "./pdf/pdfPanel.ts";
import { transcribePdf } from "./pdf/transcribePdf.ts";
import { registerPicturesPanel } from "./pictures/picturesPanel.ts";
import { PixelStatus } from "./pixelStatus.ts";
import { PixelThread } from "./pixels/pixelThread.ts";
import { PromptMemory } from "./recentPrompts.ts";
import { Report } from "./report.ts";
import { saveCutOut } from "./saveCutOut.ts";
import { readSpendingLimit } from "./settings.ts";
import { CopyCache } from "./shown/copyCache.ts";
import { Spending } from "./spending.ts";
import { registerStatusBar } from "./statusBar.ts";
import { Uploads } from "./uploads.ts";
import { UrlPictures } from "./urlPictures.ts";
import { WantedForms } from "./wantedForms.ts";

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
	const editors = new LastEditor();
	const forms = new WantedForms();
	const selected = new SelectedPicture();
	const urlPictures = new UrlPictures(Uri.joinPath(globalStorageUri, "addresses"), report);
	const spending = new Spending(globalState, readSpendingLimit);
	const uploads = new Uploads({
		endpoint: () => engine.endpoint(),
		memory: globalState,
		warn: (line, error) => report.warn(line, error),
	});
	const frames = new ShownFrames();
	const drafts = new AskDrafts(uploads, frames);
	const pictures = new OpenPictures();
	const copies = new CopyCache(Uri.joinPath(globalStorageUri, "shown").fsPath, (line, error) =>
		report.warn(line, error),
	);
	const status = new PictureStatus();
	const folders = new PictureFolders();
	const activePages = new ActivePages();
	const pixelStatus = new PixelStatus();
	const inspector = new Inspector({
		...{ client, engine, history, pixels, report, spending, uploads, drafts },
	});
	const act = (action: PlainAction) => runAction(commandParts, action);
	const shared = {
		client,
		drafts,
		inspector,
		history,
		report,
		engine,
		pixels,
		prompts,
		editors,
		extensionUri,
		act,
	};
	const compareParts = { ...shared, selected, copies };
	const panels = registerPicturesPanel({ ...shared, urlPictures, copies });
	const openPictures = async (uris: Uri[]) => panels.open(uris);
	const pdfs = registerPdfPanel({
		...shared,
		transcribe: (uri, pages) =>
			atTheEdge(commandParts, () => transcribePdf(uri, { ...commandParts, act }, pages)).then(),
	});
	const open = async (uri: Uri) => (isPdf(uri) ? pdfs.open(uri) : openInLoupe(uri));
	const commandParts = {
		...{ client, engine, history, inspector, key, pixels, report, forms, urlPictures, uploads },
		...{ openPictures, openPdf: pdfs.open, compareParts, spending, status, frames },
		...{ activePages, pixelStatus },
	};
	subscriptions.push(
		report,
		key,
		engine,
		inspector,
		pixels,
		prompts,
		editors,
		forms,
		panels,
		pdfs,
		spending,
		pictures,
		copies,
		status,
		folders,
		pixelStatus,
		inspector.onDidChangeRun((event) => {
			spending.hear(event).catch((error) => report.warn("What this cost is not counted", error));
		}),
		registerStatusBar({ engine, spending, pictures }),
		registerCompare(compareParts),
		registerHistoryView({
			...{ history, report, openInLoupe: open, openPictures },
			onDidChangeHistory: history.onDidChange,
		}),
		registerCommands(commandParts),
		registerImageEditor({
			...shared,
			...{ pictures, copies, forms, status, folders, frames, activePages, pixelStatus },
			backgrounds: new Backgrounds(globalState),
			handedOn: new HandedOn(),
			ahead: new ReadAhead(),
			compare: (uri) => atTheEdge(commandParts, () => compareCommand([uri], compareParts)).then(),
			cutOut: (uri, run, index) =>
				atTheEdge(commandParts, () => saveCutOut(uri, run, index, { pixels, frames })).then(),
			exportRuns: (uri, runIds) =>
				atTheEdge(commandParts, () => exportWithDialogs([{ uri, runIds }], commandParts)).then(),
		}),
	);
}
