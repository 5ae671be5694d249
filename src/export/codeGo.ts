import { jsonCode, jsonLayout, jsonWords } from "./codeJson.ts";
import { type Code, type CodeGroup, group, type Layout, layOut } from "./codeLayout.ts";
import {
	type CodeConfig,
	type CodePart,
	type CodeRequest,
	googleUrl,
	type Json,
} from "./codeRequest.ts";
import { commentText, textCode, wideString } from "./codeText.ts";

/** As gofmt writes it. */
const layout: Layout = {
	indent: "\t",
	comment: "// ",
	hasPaddedBraces: false,
	hasLastComma: true,
	isAligned: true,
	joinLiterals: (literals, pad) => literals.join(` +\n${pad}\t`),
};

type PicturePart = Extract<CodePart, { inlineData: object }>;

/** A program that prints the answer, with `google.golang.org/genai`. */
export function goCode({ model, contents, config, baseUrl }: CodeRequest): string {
	const pictures: PicturePart[] = [];
	const turns = contents.map(({ role, parts }) => ({
		value: struct("", {
			Role: wideString(role),
			Parts: {
				...slice(
					"[]*genai.Part",
					parts.map((part) => partCode(part, pictures)),
				),
				isOpen: true,
			},
		}),
	}));
	const client = {
		APIKey: 'os.Getenv("GEMINI_API_KEY")',
		Backend: "genai.BackendGeminiAPI",
		HTTPOptions: struct("genai.HTTPOptions", {
			APIVersion: wideString("v1beta"),
			BaseURL: baseUrl === googleUrl ? undefined : wideString(baseUrl),
		}),
	};
	const { responseJsonSchema: schema } = config;
	const statements = [
		"ctx := context.Background()",
		`client, err := ${layOut({ ...group("genai.NewClient(ctx, &genai.ClientConfig{", "})", client, ": "), isOpen: true }, layout, "\t")}`,
		checkError,
		"",
		...pictures.flatMap(readPicture),
		`contents := ${layOut({ open: "[]*genai.Content{", close: "}", items: turns, isOpen: true }, layout, "\t")}`,
		...(schema === undefined ? [] : [`schema := json.RawMessage(${rawJson(schema)})`]),
		`config := ${layOut(configCode(config), layout, "\t")}`,
		"",
		`response, err := client.Models.GenerateContent(ctx, ${wideString(model)}, contents, config)`,
		checkError,
		"fmt.Println(response.Text())",
	];
	const imports = [
		"context",
		...(schema === undefined ? [] : ["encoding/json"]),
		"fmt",
		"log",
		"os",
	];
	return `// go get google.golang.org/genai

package main

import (
${imports.map((name) => `\t"${name}"\n`).join("")}
	"google.golang.org/genai"
)

func main() {
${statements.map((statement) => (statement ? `\t${statement}\n` : "\n")).join("")}}
`;
}

const checkError = "if err != nil {\n\t\tlog.Fatal(err)\n\t}";

function readPicture({ path, note }: PicturePart, index: number): string[] {
	const comment = commentText(note ?? "");
	return [
		...(comment ? [`// ${comment}`] : []),
		`picture${index + 1}, err := os.ReadFile(${wideString(path)})`,
		checkError,
		"",
	];
}

/** A picture's bytes are read before, into variables named after their place in `pictures`. */
function partCode(part: CodePart, pictures: PicturePart[]): Code {
	const MediaResolution =
		part.mediaResolution &&
		struct("&genai.PartMediaResolution", { Level: wideString(part.mediaResolution.level) });
	if ("text" in part) return struct("", { Text: textCode(part.text, wideString), MediaResolution });
	if ("fileData" in part) {
		const { mimeType, fileUri } = part.fileData;
		const fields = { FileURI: wideString(fileUri), MIMEType: wideString(mimeType) };
		return struct("", { FileData: struct("&genai.FileData", fields), MediaResolution });
	}
	const number = pictures.push(part);
	const fields = { Data: `picture${number}`, MIMEType: wideString(part.inlineData.mimeType) };
	return struct("", { InlineData: struct("&genai.Blob", fields), MediaResolution });
}

function configCode(config: CodeConfig): CodeGroup {
	const { systemInstruction, safetySettings, thinkingConfig, temperature, maxOutputTokens } =
		config;
	const { thinkingBudget } = thinkingConfig ?? {};
	const fields = struct("&genai.GenerateContentConfig", {
		SystemInstruction:
			systemInstruction === undefined
				? undefined
				: struct("&genai.Content", {
						Parts: slice("[]*genai.Part", [
							struct("", { Text: textCode(systemInstruction, wideString) }),
						]),
					}),
		SafetySettings:
			safetySettings &&
			slice(
				"[]*genai.SafetySetting",
				safetySettings.map(({ category, threshold }) =>
					struct("", { Category: wideString(category), Threshold: wideString(threshold) }),
				),
			),
		MediaResolution: text(config.mediaResolution),
		ThinkingConfig:
			thinkingConfig &&
			struct("&genai.ThinkingConfig", {
				ThinkingLevel: text(thinkingConfig.thinkingLevel),
				ThinkingBudget:
					thinkingBudget === undefined ? undefined : `genai.Ptr[int32](${thinkingBudget})`,
				IncludeThoughts: thinkingConfig.includeThoughts ? "true" : undefined,
			}),
		Temperature: temperature === undefined ? undefined : `genai.Ptr[float32](${temperature})`,
		MaxOutputTokens: maxOutputTokens === undefined ? undefined : `${maxOutputTokens}`,
		ResponseMIMEType: text(config.responseMimeType),
		ResponseJsonSchema: config.responseJsonSchema === undefined ? undefined : "schema",
	});
	return { ...fields, isOpen: true };
}

function struct(type: string, fields: Readonly<Record<string, Code | undefined>>): CodeGroup {
	return group(`${type}{`, "}", fields, ": ");
}

function slice(type: string, values: readonly Code[]): CodeGroup {
	return { open: `${type}{`, close: "}", items: values.map((value) => ({ value })) };
}

/** In a raw literal, which a backtick would end; in JSON a backtick stands within strings only. */
function rawJson(value: Json): string {
	const json = layOut(jsonCode(value, jsonWords), jsonLayout);
	return `\`${json.replaceAll("`", "\\u0060")}\``;
}

function text(value: string | undefined): Code | undefined {
	return value === undefined ? undefined : textCode(value, wideString);
}
