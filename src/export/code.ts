import { curlCode } from "./codeCurl.ts";
import { goCode } from "./codeGo.ts";
import { javascriptCode } from "./codeJavascript.ts";
import { pythonCode } from "./codePython.ts";
import type { CodeRequest } from "./codeRequest.ts";

export const codeFormats = ["curl", "python", "javascript", "go"] as const;

export type CodeFormat = (typeof codeFormats)[number];

/** A whole program that asks the same; the key stays in the environment's GEMINI_API_KEY. */
export function asCode(request: CodeRequest, format: CodeFormat): string {
	switch (format) {
		case "curl":
			return curlCode(request);
		case "python":
			return pythonCode(request);
		case "javascript":
			return javascriptCode(request);
		case "go":
			return goCode(request);
	}
}
