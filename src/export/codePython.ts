import { type JsonWords, jsonCode, listCode } from "./codeJson.ts";
import { type Code, type CodeItem, group, type Layout, layOut } from "./codeLayout.ts";
import { type CodeConfig, type CodePart, type CodeRequest, googleUrl } from "./codeRequest.ts";
import { commentText, textCode, wideString } from "./codeText.ts";

const layout: Layout = {
	indent: "    ",
	comment: "# ",
	hasPaddedBraces: false,
	hasLastComma: true,
	isAligned: false,
	joinLiterals: (literals, pad) => `(\n${pad}    ${literals.join(`\n${pad}    `)}\n${pad})`,
};

const words: JsonWords = {
	text: (text) => textCode(text, wideString),
	key: wideString,
	true: "True",
	false: "False",
	null: "None",
};

/** A script that prints the answer, with `google-genai` (PyPI). */
export function pythonCode({ model, contents, config, baseUrl }: CodeRequest): string {
	const parts = contents.flatMap((turn) => turn.parts);
	const readsFile = parts.some((part) => "inlineData" in part);
	const isGoogle = baseUrl === googleUrl;
	const options = {
		api_version: wideString("v1beta"),
		base_url: isGoogle ? undefined : wideString(baseUrl),
	};
	const client = {
		api_key: 'os.environ["GEMINI_API_KEY"]',
		vertexai: "False",
		http_options: call("types.HttpOptions", options),
	};
	const turns = contents.map(({ role, parts }) => {
		const items = { open: "[", close: "]", items: parts.map(partItem), isOpen: true };
		return call("types.Content", { role: wideString(role), parts: items });
	});
	const request = {
		model: wideString(model),
		contents: { ...listCode(turns), isOpen: true },
		config: Object.keys(config).length > 0 ? configCode(config) : undefined,
	};
	return `# pip install google-genai
import os
${readsFile ? "from pathlib import Path\n" : ""}
from google import genai
from google.genai import types

client = ${layOut({ ...call("genai.Client", client), isOpen: true }, layout)}

response = ${layOut(call("client.models.generate_content", request), layout)}
print(response.text)
`;
}

function partItem(part: CodePart): CodeItem {
	const media_resolution =
		part.mediaResolution &&
		call("types.PartMediaResolution", { level: wideString(part.mediaResolution.level) });
	if ("text" in part)
		return {
			value: call("types.Part", { text: textCode(part.text, wideString), media_resolution }),
		};
	if ("fileData" in part) {
		const { mimeType, fileUri } = part.fileData;
		const fields = { file_uri: wideString(fileUri), mime_type: wideString(mimeType) };
		return {
			value: call("types.Part", { file_data: call("types.FileData", fields), media_resolution }),
		};
	}
	const { inlineData, path, note } = part;
	const fields = {
		data: `Path(${wideString(path)}).read_bytes()`,
		mime_type: wideString(inlineData.mimeType),
	};
	const value = call("types.Part", { inline_data: call("types.Blob", fields), media_resolution });
	return { value, comment: commentText(note ?? "") };
}

function configCode(config: CodeConfig): Code {
	const { safetySettings, thinkingConfig, responseJsonSchema } = config;
	const thinking = thinkingConfig && {
		thinking_level: text(thinkingConfig.thinkingLevel),
		thinking_budget: plain(thinkingConfig.thinkingBudget),
		include_thoughts: plain(thinkingConfig.includeThoughts),
	};
	return call("types.GenerateContentConfig", {
		system_instruction: text(config.systemInstruction),
		safety_settings:
			safetySettings &&
			listCode(
				safetySettings.map(({ category, threshold }) =>
					call("types.SafetySetting", { category: text(category), threshold: text(threshold) }),
				),
			),
		media_resolution: text(config.mediaResolution),
		thinking_config: thinking && call("types.ThinkingConfig", thinking),
		temperature: plain(config.temperature),
		max_output_tokens: plain(config.maxOutputTokens),
		response_mime_type: text(config.responseMimeType),
		response_json_schema:
			responseJsonSchema === undefined ? undefined : jsonCode(responseJsonSchema, words),
	});
}

function call(name: string, keywords: Readonly<Record<string, Code | undefined>>) {
	return group(`${name}(`, ")", keywords, "=");
}

function text(value: string | undefined): Code | undefined {
	return value === undefined ? undefined : textCode(value, wideString);
}

function plain(value: number | boolean | undefined): Code | undefined {
	return value === undefined ? undefined : jsonCode(value, words);
}
