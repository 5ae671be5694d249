import { env, l10n, ProgressLocation, type Uri, window } from "vscode";
import { openPdf, type Pdf } from "../../pdf/openPdf.ts";
import { kindOf, LoupeError } from "../../shared/errors.ts";
import type { ErrorAction } from "../../shared/protocol.ts";
import type { InspectResult } from "../../shared/result.ts";
import { formatBytes } from "../history/formatBytes.ts";
import { nameInMessage, textInMessage } from "../history/oneLine.ts";
import { payFor } from "../payFor.ts";
import { pictureName } from "../picture.ts";
import { explain } from "../report.ts";
import { type RequestSettings, readRequestSettings } from "../settings.ts";
import type { TaskOptions } from "../target.ts";
import { choosePages, chosenPages } from "./choosePages.ts";
import { estimatePages } from "./estimatePages.ts";
import { PageDocument } from "./pageDocument.ts";
import { PageTexts } from "./pageTexts.ts";
import { readPdf } from "./pdfFile.ts";
import { pagesThere, worded } from "./pdfWords.ts";
import { wholePoints } from "./preparedPages.ts";
import { type PdfParts, Transcript } from "./transcript.ts";

/** With what a person can do about a failure beside going on. */
export interface CommandPdfParts extends PdfParts {
	/** Does what a button under an error does; resolves with whether what failed may now work. */
	act(action: Exclude<ErrorAction["id"], "retry" | "switchModel">): Promise<boolean>;
}

/**
 * Asks for pages, unless they are given ("1-3, 7"; "": all), and writes them into a new document;
 * resolves with undefined when none were chosen.
 */
export async function transcribePdf(
	uri: Uri,
	parts: CommandPdfParts,
	given?: string,
): Promise<InspectResult | undefined> {
	const settings = readRequestSettings(uri);
	const name = pictureName(uri);
	const begun = await begin(uri, settings, parts, false, async (pdf) =>
		given === undefined
			? choosePages(pdf, name, (texts) => estimateFor(texts, settings, parts))
			: chosenPages(given, pdf.pages),
	);
	if (!begun) return undefined;
	let closed = new AbortController();
	const newDocument = () => new PageDocument(() => closed.abort());
	let document = newDocument();
	while (true) {
		const failure = await writeShown(begun, name, document, closed.signal);
		if (!begun.progress.isEmpty) await document.finish(begun.run.text);
		if (failure === undefined) return begun.result;
		if (begun.progress.isEmpty) throw failure;
		if (!(await offerToContinue(begun, failure, parts))) return begun.result;
		closed = new AbortController();
		// One that is no longer shown is theirs: what follows has another.
		if (document.isGone) document = newDocument();
	}
}

/**
 * Called with options: shows nothing; resolves with the result, not whole where a failure came after
 * the first pages. Rejects with what came before, and with `Cancelled`.
 */
export async function transcribePdfSilently(
	uri: Uri,
	{ pages = "", prompt, model, signal = new AbortController().signal }: TaskOptions,
	parts: PdfParts,
): Promise<InspectResult> {
	const settings = readRequestSettings(uri);
	if (model) settings.model = model;
	const begun = await begin(
		uri,
		settings,
		parts,
		true,
		async (pdf) => chosenPages(pages, pdf.pages),
		prompt,
		signal,
	);
	if (!begun) throw new LoupeError("Cancelled", "No pages");
	try {
		await begun.write(signal);
	} catch (error) {
		const { done, asked, flaws } = begun.progress;
		// Without a page that is whole there is nothing to go by.
		if (kindOf(error) === "Cancelled" || done.length === flaws.length) throw error;
		const warnings = [pagesThere(done, asked.length), explain(error).message];
		return { ...begun.result, warnings: [...begun.result.warnings, ...warnings] };
	}
	return begun.result;
}

/** Opens a PDF, has its pages chosen, and asks whether they may cost what they do. */
async function begin(
	uri: Uri,
	settings: RequestSettings,
	parts: PdfParts,
	isSilent: boolean,
	choose: (pdf: Pdf) => Promise<number[] | undefined>,
	prompt?: string,
	signal?: AbortSignal,
): Promise<Transcript | undefined> {
	try {
		const file = await readPdf(uri);
		using pdf = await openPdf(file.bytes, signal);
		const pages = await choose(pdf);
		if (!pages) return undefined;
		const [size] = await pdf.sizes(pages.slice(0, 1));
		if (parts.engine.state.kind === "gemini" && parts.spending.limit !== undefined) {
			const texts = await new PageTexts(pdf).read(pages);
			await payFor(estimatePages(texts, settings)?.cost, isSilent, parts.spending);
		}
		const { hash } = file;
		const options = { pages, ...(prompt && { prompt }) };
		return new Transcript({ uri, hash, size: wholePoints(size) }, options, settings, parts);
	} catch (error) {
		throw worded(error);
	}
}

/** Nothing that the demo engine does costs anything. */
function estimateFor(texts: readonly string[], settings: RequestSettings, { engine }: PdfParts) {
	const estimate = estimatePages(texts, settings);
	return estimate && engine.state.kind === "demo" ? { tokens: estimate.tokens } : estimate;
}

/** Resolves with what ended it early. */
async function writeShown(
	transcript: Transcript,
	name: string,
	document: PageDocument,
	signal: AbortSignal,
): Promise<unknown> {
	const title = l10n.t("Transcribing {0}", nameInMessage(name));
	const options = { location: ProgressLocation.Notification, title, cancellable: true };
	return window.withProgress(options, async (progress, token) => {
		const stop = new AbortController();
		token.onCancellationRequested(() => stop.abort());
		const say = (message: string, increment?: number) =>
			progress.report({ message, ...(increment !== undefined && { increment }) });
		let last = 0;
		try {
			await transcript.write(AbortSignal.any([signal, stop.signal]), {
				onText: (text) => document.show(text),
				onPage: (page, of) => {
					const share = (100 * (page - 1)) / of;
					say(l10n.t("page {0} of {1}", page, of), Math.max(0, share - last));
					last = Math.max(last, share);
				},
				onUpload: (sent, of) =>
					say(
						l10n.t(
							"sending, {0} of {1}",
							formatBytes(sent, env.language),
							formatBytes(of, env.language),
						),
					),
				onWaiting: (waiting) => {
					if (!waiting) return;
					const seconds = Math.max(1, Math.ceil((waiting.until - Date.now()) / 1000));
					say(l10n.t("asking again in {0} s", seconds));
				},
			});
			return undefined;
		} catch (error) {
			return error;
		}
	});
}

/** Says which pages are there; resolves with whether the person wants the others now. */
async function offerToContinue(
	{ progress }: Transcript,
	failure: unknown,
	parts: CommandPdfParts,
): Promise<boolean> {
	const { message, actions } = explain(failure);
	const there = pagesThere(progress.done, progress.asked.length);
	const goOn = l10n.t("Continue with Page {0}", `${progress.left[0]}`);
	const others = actions.flatMap(({ id, title }) =>
		id === "retry" || id === "switchModel" ? [] : [{ id, title }],
	);
	const text = textInMessage(`${message} ${there}`);
	const titles = [goOn, ...others.map(({ title }) => title)];
	const isStopped = kindOf(failure) === "Cancelled";
	const picked = await (isStopped
		? window.showInformationMessage(text, ...titles)
		: window.showErrorMessage(text, ...titles));
	if (picked === goOn) return true;
	const action = others.find(({ title }) => title === picked)?.id;
	return action !== undefined && (await parts.act(action));
}
