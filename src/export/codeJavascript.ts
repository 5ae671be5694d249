import { type JsonWords, jsonCode, jsonWords, listCode } from "./codeJson.ts";
import { type CodeItem, group, type Layout, layOut } from "./codeLayout.ts";
import { type CodePart, type CodeRequest, googleUrl, type JsonObject } from "./codeRequest.ts";
import { commentText, jsonString, textCode } from "./codeText.ts";

const layout: Layout = {
	indent: "  ",
	comment: "// ",
	hasPaddedBraces: true,
	hasLastComma: true,
	isAligned: false,
	joinLiterals: (literals, pad) => `\n${pad}  ${literals.join(` +\n${pad}  `)}`,
};

const words: JsonWords = { ...jsonWords, text: (text) => textCode(text, jsonString), key: keyText };

/** An ES module that prints the answer, with `@google/genai` (npm). */
export function javascriptCode({ model, contents, config, baseUrl }: CodeRequest): string {
	const parts = contents.flatMap((turn) => turn.parts);
	const readsFile = parts.some((part) => "inlineData" in part);
	const httpOptions = baseUrl === googleUrl ? undefined : jsonCode({ baseUrl }, words);
	const client = {
		apiKey: "process.env.GEMINI_API_KEY",
		vertexai: "false",
		apiVersion: jsonString("v1beta"),
		httpOptions,
	};
	const turns = contents.map(({ role, parts }) => {
		const items = { open: "[", close: "]", items: parts.map(partItem), isOpen: true };
		return group("{", "}", { role: jsonString(role), parts: items }, ": ");
	});
	const request = {
		model: jsonString(model),
		contents: { ...listCode(turns), isOpen: true },
		config: Object.keys(config).length > 0 ? jsonCode(config as JsonObject, words) : undefined,
	};
	return `// npm install @google/genai
${readsFile ? 'import { readFile } from "node:fs/promises";\n' : ""}import { GoogleGenAI } from "@google/genai";

const client = ${layOut({ ...group("new GoogleGenAI({", "})", client, ": "), isOpen: true }, layout)};

const response = await ${layOut(group("client.models.generateContent({", "})", request, ": "), layout)};
console.log(response.text);
`;
}

function partItem(part: CodePart): CodeItem {
	if (!("inlineData" in part)) return { value: jsonCode({ ...part } as JsonObject, words) };
	const { inlineData, path, note, mediaResolution } = part;
	const picture = {
		mimeType: jsonString(inlineData.mimeType),
		data: `await readFile(${jsonString(path)}, "base64")`,
	};
	const fields = {
		inlineData: group("{", "}", picture, ": "),
		mediaResolution: mediaResolution && jsonCode(mediaResolution, words),
	};
	return { value: group("{", "}", fields, ": "), comment: commentText(note ?? "") };
}

/** `__proto__` as a plain key would set what the object inherits from. */
function keyText(name: string): string {
	if (name === "__proto__") return '["__proto__"]';
	return /^[A-Za-z_$][\w$]*$/.test(name) ? name : jsonString(name);
}
