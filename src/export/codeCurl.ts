import { jsonCode, jsonLayout, jsonWords, listCode } from "./codeJson.ts";
import { type Code, type CodeGroup, group, layOut } from "./codeLayout.ts";
import type { CodePart, CodeRequest, Json, JsonObject } from "./codeRequest.ts";
import { commentText, jsonString, shellWord } from "./codeText.ts";

/**
 * A bash script that prints the reply as JSON. The body is a here-document, which no text inside
 * can end: every line of it is JSON, with line ends within texts escaped; so all others can go, and
 * with them those that GNU's base64 writes and BSD's does not. The body goes through a file, since a
 * picture is longer than a command may be, and is whole before anything is sent. No comment stands
 * inside, where zsh would take it for a command that fails.
 */
export function curlCode({ model, contents, config, baseUrl }: CodeRequest): string {
	const { systemInstruction, safetySettings, ...generationConfig } = config;
	const turns = contents.map(({ role, parts }) =>
		objectCode({ role: jsonString(role), parts: listCode(parts.map(partCode)) }),
	);
	const body = objectCode({
		contents: listCode(turns),
		systemInstruction: optional(systemInstruction && { parts: [{ text: systemInstruction }] }),
		safetySettings: optional(safetySettings?.map((setting) => ({ ...setting }))),
		generationConfig: optional(generationConfig as JsonObject),
	});
	const url = `${baseUrl.replace(/\/+$/, "")}/v1beta/${modelPath(model)}:generateContent`;
	return `#!/usr/bin/env bash
# Asks Gemini what Loupe asked. Needs bash, curl and a key in GEMINI_API_KEY.
${notesOf(contents.flatMap(({ parts }) => parts))}(
set -euo pipefail
: "\${GEMINI_API_KEY:?is not set}"
body="$(mktemp)"
trap 'rm -f "$body"' EXIT

{
cat <<'JSON'
${layOut(body, jsonLayout)}
JSON
} | LC_ALL=C tr -d '\\r\\n' >"$body"

curl --silent --show-error --fail-with-body \\
  ${shellWord(url)} \\
  --header "x-goog-api-key: $GEMINI_API_KEY" \\
  --header 'Content-Type: application/json' \\
  --data-binary "@$body"
)
`;
}

function partCode(part: CodePart): Code {
	const { mediaResolution } = part;
	if (!("inlineData" in part)) return jsonCode({ ...part } as JsonObject, jsonWords);
	// Read from standard input: the base64 of GNU and that of BSD agree on nothing else.
	const bytes = `"\nJSON\nbase64 <${shellWord(part.path)}\ncat <<'JSON'\n"`;
	const inlineData = objectCode({ mimeType: jsonString(part.inlineData.mimeType), data: bytes });
	return objectCode({ inlineData, mediaResolution: optional(mediaResolution) });
}

function objectCode(fields: Readonly<Record<string, Code | undefined>>): CodeGroup {
	const named = Object.entries(fields).map(([name, code]) => [jsonString(name), code] as const);
	return group("{", "}", Object.fromEntries(named), ": ");
}

function optional(value: Json | undefined | ""): Code | undefined {
	if (!value || Object.keys(value).length === 0) return undefined;
	return jsonCode(value, jsonWords);
}

/** As the SDKs do: a name with its collection stays, any other is a model's. */
function modelPath(model: string): string {
	const name = /^(?:models|tunedModels)\//.test(model) ? model : `models/${model}`;
	return name.split("/").map(encodeURIComponent).join("/");
}

/** Above the script, since zsh takes a pasted comment for a command: so nothing in it may be one. */
function notesOf(parts: readonly CodePart[]): string {
	const pictures = parts.filter((part) => "inlineData" in part);
	const lines = pictures.map(({ note }, at) => {
		const text = commentText(note ?? "").replace(/[^\p{L}\p{M}\p{N} .,:%×+=/_-]/gu, "");
		return text && `# Picture ${at + 1}: ${text}\n`;
	});
	return lines.join("");
}
