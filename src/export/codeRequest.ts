import { LoupeError } from "../shared/errors.ts";
import type { Rect } from "../shared/result.ts";

/** A JSON value; the order of keys is kept. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
	readonly [key: string]: Json;
}

/** A `generateContent` request as code can say it: where a picture's bytes were, the path of its file. */
export interface CodeRequest {
	model: string;
	contents: readonly CodeTurn[];
	config: CodeConfig;
	/** Without version; a path in it is kept. */
	baseUrl: string;
}

export interface CodeTurn {
	role: string;
	parts: readonly CodePart[];
}

export type CodePart = (
	| { text: string }
	| { inlineData: { mimeType: string }; path: string; note?: string | undefined }
	| { fileData: { mimeType: string; fileUri: string } }
) & { mediaResolution?: { level: string } };

/** The fields of the SDK's `GenerateContentConfig` that Loupe fills in. */
export interface CodeConfig {
	systemInstruction?: string;
	safetySettings?: readonly { category: string; threshold: string }[];
	mediaResolution?: string;
	thinkingConfig?: ThinkingFields;
	temperature?: number;
	maxOutputTokens?: number;
	responseMimeType?: string;
	responseJsonSchema?: Json;
}

interface ThinkingFields {
	thinkingLevel?: string;
	thinkingBudget?: number;
	includeThoughts?: boolean;
}

/** The file that stands for a picture of the request. */
export interface PicturePath {
	path: string;
	/** The file's own type where it differs from what was sent; absent: as sent. */
	mimeType?: string | undefined;
	/** What Loupe sent instead of the file as it is, for a comment: size, bytes, turned. */
	note?: string | undefined;
	/** What was sent is this part of it, in pixels of the upright picture; a comment says so. */
	part?: Rect | undefined;
}

/** Of the SDK's `GenerateContentParameters`, what `codeRequest` reads. */
export interface SentRequest {
	model: string;
	contents: unknown;
	config?: object;
}

/** Google's own endpoint. */
export const googleUrl = "https://generativelanguage.googleapis.com";

const configFields = [
	"systemInstruction",
	"safetySettings",
	"mediaResolution",
	"thinkingConfig",
	"temperature",
	"maxOutputTokens",
	"responseMimeType",
	"responseJsonSchema",
] as const satisfies readonly (keyof CodeConfig)[];

const thinkingFields = [
	"thinkingLevel",
	"thinkingBudget",
	"includeThoughts",
] as const satisfies readonly (keyof ThinkingFields)[];

/** Said to the SDK, not to the API. */
const localFields = ["abortSignal", "httpOptions"];

/**
 * The request with the first of `pictures` in place of the first inline picture's bytes, and so on
 * through all turns; no base URL: Google's. Throws `Unsupported` for what code could only leave out:
 * an unknown field, a part that is neither text nor picture, a picture without a path.
 */
export function codeRequest(
	sent: SentRequest,
	pictures: readonly PicturePath[],
	baseUrl = "",
): CodeRequest {
	const paths = pictures.values();
	const contents = list(sent.contents, "contents").map((content) => {
		const { role, parts } = fields(content, ["role", "parts"], "contents");
		if (typeof role !== "string") throw unsupported("a turn without a role");
		return { role, parts: list(parts, "parts").map((part) => readPart(part, paths)) };
	});
	if (!paths.next().done) throw unsupported("more pictures than the request has");
	return {
		model: sent.model,
		contents,
		config: readConfig(sent.config ?? {}),
		baseUrl: baseUrl || googleUrl,
	};
}

function readPart(part: unknown, paths: Iterator<PicturePath, undefined>): CodePart {
	const known = fields(part, ["text", "inlineData", "fileData", "mediaResolution"], "part");
	const { text, inlineData, fileData, mediaResolution } = known;
	const resolution =
		mediaResolution === undefined
			? {}
			: { mediaResolution: { level: word(mediaResolution, "level") } };
	if (typeof text === "string") return { text, ...resolution };
	if (inlineData !== undefined) {
		const picture = paths.next().value;
		if (!picture) throw unsupported("a picture without a path");
		const { path, mimeType = word(inlineData, "mimeType") } = picture;
		return { inlineData: { mimeType }, path, note: noteOf(picture), ...resolution };
	}
	if (fileData === undefined) throw unsupported("an empty part");
	const [mimeType, fileUri] = [word(fileData, "mimeType"), word(fileData, "fileUri")];
	return { fileData: { mimeType, fileUri }, ...resolution };
}

/** Code reads files as they are: what they need first is the person's to do. */
function noteOf({ note, part }: PicturePath): string | undefined {
	if (!part) return note;
	const [x, y, width, height] = [part.x, part.y, part.width, part.height].map(Math.round);
	const cut = `Cut this part out of the file first: ${width} × ${height} pixels at ${x}, ${y}`;
	return note ? `${cut}. ${note}` : cut;
}

function readConfig(config: object): CodeConfig {
	const known = fields(config, [...configFields, ...localFields], "config");
	for (const field of localFields) delete known[field];
	const { systemInstruction, thinkingConfig } = known;
	if (systemInstruction !== undefined && typeof systemInstruction !== "string") {
		throw unsupported("a system instruction that is not plain text");
	}
	if (thinkingConfig !== undefined) fields(thinkingConfig, thinkingFields, "thinkingConfig");
	return JSON.parse(JSON.stringify(known)) as CodeConfig;
}

/** The object's defined fields, all of them among `names`. */
function fields(value: unknown, names: readonly string[], where: string): Record<string, unknown> {
	if (typeof value !== "object" || value === null) throw unsupported(`${where} of another form`);
	const defined = Object.entries(value).filter(([, field]) => field !== undefined);
	const unknown = defined.find(([name]) => !names.includes(name));
	if (unknown) throw unsupported(`${where}.${unknown[0]}`);
	return Object.fromEntries(defined);
}

function list(value: unknown, where: string): readonly unknown[] {
	if (Array.isArray(value)) return value;
	throw unsupported(`${where} of another form`);
}

function word(holder: unknown, name: string): string {
	const value =
		typeof holder === "object" && holder !== null
			? (holder as Record<string, unknown>)[name]
			: undefined;
	if (typeof value === "string") return value;
	throw unsupported(`a part without ${name}`);
}

function unsupported(what: string): LoupeError {
	return new LoupeError("Unsupported", `No code can be written for ${what}`, { detail: what });
}
