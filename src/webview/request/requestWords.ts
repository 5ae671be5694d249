import * as l10n from "@vscode/l10n";
import type { RequestRecord, SentPictureRecord, ShownRequest } from "../../shared/protocol.ts";
import { formatBytes, formatNumber, formatRegion, formatSize, oneLine, readable } from "../text.ts";

/** So many characters of a text are shown; copying takes all. */
export const mostShown = 200_000;

/** A text as it can be looked at: nothing that steers what is around it, and not more than a page can draw. */
export function shownText(text: string): { text: string; isCut: boolean } {
	const isCut = text.length > mostShown;
	// A cut in the middle of a character would leave half of it.
	const part = isCut ? text.slice(0, mostShown).replace(/[\ud800-\udbff]$/, "") : text;
	return { text: readable(part), isCut };
}

/** So many characters are laid out at once: a paragraph's layout can take the square of its length. */
const pieceLength = 2000;

/** A text in pieces that a page lays out one by one; each ends with a line, else after a space, where it can. */
export function piecesOf(text: string): string[] {
	const pieces: string[] = [];
	for (let from = 0; from < text.length; from += pieces.at(-1)?.length ?? 1) {
		const piece = text.slice(from, from + pieceLength);
		const isLast = from + piece.length === text.length;
		const end = isLast ? 0 : piece.lastIndexOf("\n") + 1 || piece.lastIndexOf(" ") + 1;
		// A cut in the middle of a character would leave two halves of it.
		pieces.push(end > 0 ? piece.slice(0, end) : piece.replace(/(?<=.)[\ud800-\udbff]$/s, ""));
	}
	return pieces;
}

/** "1024 × 683 px · 214 kB · image/jpeg · inside the request · converted". */
export function pictureWords(picture: SentPictureRecord): string {
	return [
		...pictureFacts(picture),
		picture.way === "inline" ? l10n.t("inside the request") : l10n.t("uploaded"),
		picture.asItWas ? l10n.t("as it was") : l10n.t("converted"),
		...(picture.part ? [l10n.t("part {0}", formatRegion(picture.part))] : []),
	].join(" · ");
}

function pictureFacts({ size, bytes, mimeType }: SentPictureRecord): string[] {
	const length =
		mimeType === "application/pdf"
			? l10n.t("{0} pt", formatSize(size))
			: l10n.t("{0} px", formatSize(size));
	return [length, formatBytes(bytes), oneLine(mimeType, 60)];
}

/** "sent 1024 × 683"; of several pictures how many. */
export function sentWords({ pictures }: RequestRecord): string | undefined {
	const [first, second, third] = pictures;
	// Of a PDF the question names the pages; a size in points tells nobody anything.
	if (!first || first.mimeType === "application/pdf") return undefined;
	if (third) return l10n.t("{0} pictures sent", formatNumber(pictures.length));
	if (!second) return l10n.t("sent {0}", formatSize(first.size));
	return l10n.t("sent {0} + {1}", formatSize(first.size), formatSize(second.size));
}

/** So many pictures are listed where there is no room for more. */
const mostListed = 12;

/** A line for each picture that was sent: its name, and all that is said of it. */
export function sentLines({ pictures }: RequestRecord): string[] {
	const listed = pictures
		.slice(0, mostListed)
		.map((picture) =>
			l10n.t("Sent: {0}", `${oneLine(picture.name, 80)}, ${pictureWords(picture)}`),
		);
	const more = pictures.length - listed.length;
	return more > 0 ? [...listed, l10n.t("and {0} more", formatNumber(more))] : listed;
}

export function earlierWords(turns: number): string | undefined {
	if (turns === 0) return undefined;
	return turns === 1
		? l10n.t("With 1 earlier question and its answer")
		: l10n.t("With {0} earlier questions and their answers", formatNumber(turns));
}

/** What of a request is set, each with what stands for nothing. */
export function settingRows({
	model,
	config,
	text,
	pictures,
}: RequestRecord): Array<[name: string, value: string]> {
	const { systemInstruction, safetySettings, thinkingConfig, mediaResolution } = config;
	const perPicture = pictures.find(({ mediaResolution: own }) => own)?.mediaResolution;
	const language = languageIn(text);
	return [
		[l10n.t("Model"), oneLine(model, 120)],
		[l10n.t("Thinking"), thinkingSaid(thinkingConfig)],
		[
			l10n.t("Media resolution"),
			perPicture
				? l10n.t("{0}, said with each picture", apiWord(perPicture))
				: typeof mediaResolution === "string"
					? apiWord(mediaResolution)
					: l10n.t("the model's own"),
		],
		[
			l10n.t("System instruction"),
			systemInstruction === undefined ? l10n.t("none") : saidWords(systemInstruction),
		],
		[l10n.t("Safety settings"), safetySaid(safetySettings)],
		[
			l10n.t("Response language"),
			language === undefined
				? l10n.t("not said")
				: l10n.t("{0}, in the words", oneLine(language, 60)),
		],
		[l10n.t("Answer's schema"), schemaSaid(config.responseJsonSchema)],
	];
}

/** What the prompts of Loupe end with where a language is wanted; the last counts. */
function languageIn(text: string): string | undefined {
	const said = [
		...text.matchAll(
			/^(?:Answer in|Write (?:it|the labels|the confidence) in) ([^\n]+?)(?:, unless[^\n]*)?\.$/gm,
		),
	];
	return said.at(-1)?.[1];
}

function thinkingSaid(config: unknown): string {
	const { thinkingLevel, thinkingBudget } = fields(config);
	if (typeof thinkingLevel === "string") return apiWord(thinkingLevel);
	if (typeof thinkingBudget !== "number") return l10n.t("the model's own");
	return thinkingBudget === 0
		? l10n.t("none")
		: l10n.t("at most {0} tokens", formatNumber(thinkingBudget));
}

function safetySaid(settings: unknown): string {
	if (!Array.isArray(settings) || settings.length === 0) return l10n.t("Gemini's own");
	return settings
		.map((one) => {
			const { category, threshold } = fields(one);
			return `${apiWord(category)}: ${apiWord(threshold)}`;
		})
		.join("\n");
}

function schemaSaid(schema: unknown): string {
	if (schema === undefined) return l10n.t("none");
	const bytes = new TextEncoder().encode(JSON.stringify(schema)).length;
	return l10n.t("JSON Schema, {0}", formatBytes(bytes));
}

/** "MEDIA_RESOLUTION_HIGH" → "high", "HARM_CATEGORY_HATE_SPEECH" → "hate speech". */
function apiWord(word: unknown): string {
	return oneLine(
		String(word)
			.replace(/^(?:MEDIA_RESOLUTION|HARM_CATEGORY)_/, "")
			.toLowerCase()
			.replaceAll("_", " "),
		120,
	);
}

function saidWords(value: unknown): string {
	return oneLine(typeof value === "string" ? value : JSON.stringify(value), 2000);
}

/** Everything that is shown, but for the small pictures. */
export function requestJson({ record, estimate, raw }: ShownRequest): string {
	const { model, pictures, text, earlierTurns, config } = record;
	const request = { model, pictures, text, earlierTurns, config };
	return JSON.stringify(
		{ request, ...(estimate && { estimate }), ...(raw !== undefined && { reply: raw }) },
		undefined,
		2,
	);
}

function fields(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
