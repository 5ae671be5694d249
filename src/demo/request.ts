import { invalidArgument } from "./apiError.ts";

/** A picture of a request, or a PDF: its bytes, or the Files API's address of them. */
export type PictureRef =
	| { kind: "inline"; mimeType: string; bytes: Uint8Array }
	| { kind: "file"; uri: string };

/** A `GenerateContentRequest`, checked and reduced to what the demo engine heeds. */
export interface GenerateRequest {
	/** Of all turns, in order. */
	pictures: PictureRef[];
	/** The user's turns, in order; the last is the one to answer. */
	turns: UserTurn[];
	/** All text, for counting. */
	textLength: number;
	/** JSON Schema of the answer, if one is asked for. */
	schema: Json | undefined;
	wantsJson: boolean;
	maxOutputTokens: number;
	mediaResolution: string | undefined;
}

export interface UserTurn {
	/** Its text without the numbers that stand before pictures. */
	words: string;
	/** How many of the request's pictures it brings. */
	pictures: number;
}

export interface Json {
	[key: string]: unknown;
}

/** Reads a request's body; throws 400 where Gemini would. */
export function readRequest(body: Json, model: string): GenerateRequest {
	const contents = list(body.contents, "contents");
	if (contents.length === 0) {
		throw invalidArgument("* GenerateContentRequest.contents: contents is not specified\n");
	}
	const turns = contents.map((content, index) => record(content, `contents[${index}]`));
	const last = turns.at(-1)!;
	if (last.role === "model") {
		throw invalidArgument("Please ensure that the last turn of the request is a user turn.");
	}
	const parts = turns.map((turn, index) =>
		list(turn.parts, `contents[${index}].parts`).map((part) => record(part, "part")),
	);
	const read = parts.map((turn) => turn.flatMap(readPicture));
	const config = record(body.generationConfig ?? {}, "generationConfig");
	checkThinking(config, model);
	const schema = config.responseJsonSchema ?? config.responseSchema;
	const most = config.maxOutputTokens;
	return {
		pictures: read.flat(),
		turns: turns.flatMap(({ role }, index) =>
			role === "model" ? [] : [{ words: wordsOf(parts[index]!), pictures: read[index]!.length }],
		),
		textLength: parts.reduce((sum, turn) => sum + textOf(turn).length, 0),
		schema: schema === undefined ? undefined : record(schema, "responseJsonSchema"),
		wantsJson: config.responseMimeType === "application/json",
		maxOutputTokens: typeof most === "number" && most > 0 ? most : Number.POSITIVE_INFINITY,
		mediaResolution:
			typeof config.mediaResolution === "string" ? config.mediaResolution : undefined,
	};
}

function wordsOf(parts: readonly Json[]): string {
	return textOf(parts.filter(({ text }) => !/^Picture \d+:$/.test(`${text}`)));
}

function textOf(parts: readonly Json[]): string {
	return parts
		.map(({ text }) => (typeof text === "string" ? text : ""))
		.filter(Boolean)
		.join("\n");
}

function readPicture(part: Json): PictureRef[] {
	const inline = part.inlineData ?? part.inline_data;
	if (inline !== undefined) {
		const { mimeType, data } = record(inline, "inlineData");
		if (typeof mimeType !== "string" || typeof data !== "string") {
			throw invalidArgument("inlineData needs mimeType and data.");
		}
		if (!mimeType.startsWith("image/") && mimeType !== "application/pdf") {
			throw invalidArgument(`Unsupported MIME type: ${mimeType}`);
		}
		const bytes = Buffer.from(data, "base64");
		return [{ kind: "inline", mimeType, bytes }];
	}
	const file = part.fileData ?? part.file_data;
	if (file === undefined) return [];
	const { fileUri } = record(file, "fileData");
	if (typeof fileUri !== "string") throw invalidArgument("fileData needs fileUri.");
	return [{ kind: "file", uri: fileUri }];
}

/** What models 3 and later refuse (ai.google.dev, "Thinking"). */
function checkThinking(config: Json, model: string): void {
	if (config.thinkingConfig === undefined) return;
	const { thinkingLevel, thinkingBudget } = record(config.thinkingConfig, "thinkingConfig");
	if (thinkingLevel !== undefined && thinkingBudget !== undefined) {
		throw invalidArgument("You can only set only one of thinking budget and thinking level.");
	}
	const isMinimal = `${thinkingLevel}`.toUpperCase() === "MINIMAL";
	if (isMinimal && /^gemini-3\.(?:8-flash|1-pro)/.test(model)) {
		throw invalidArgument("Thinking level MINIMAL is not supported for this model.");
	}
}

export function record(value: unknown, name: string): Json {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
	throw invalidArgument(`Invalid value at '${name}': an object is expected.`);
}

function list(value: unknown, name: string): unknown[] {
	if (value === undefined) return [];
	if (Array.isArray(value)) return value;
	throw invalidArgument(`Invalid value at '${name}': a list is expected.`);
}
