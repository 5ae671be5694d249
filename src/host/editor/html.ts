import { randomBytes } from "node:crypto";
import { env, Uri, type Webview } from "vscode";
import type { EarlyPicture } from "../../shared/protocol.ts";

/**
 * A page: its script, one style sheet, pictures from VS Code's own resource origin; nothing else.
 * `early` is a picture that loads beside the script, and is shown before that is there.
 */
export function pageHtml(
	webview: Webview,
	extensionUri: Uri,
	page: "main" | "pictures" | "compare" | "pdf" = "main",
	early?: EarlyPicture,
): string {
	const at = (file: string) =>
		webview.asWebviewUri(Uri.joinPath(extensionUri, "dist", "webview", file)).toString();
	const nonce = randomBytes(16).toString("base64url");
	const policy = [
		"default-src 'none'",
		`img-src ${webview.cspSource} blob:`,
		// The frames of animated pictures are read from the same place.
		`connect-src ${webview.cspSource}`,
		`style-src ${webview.cspSource}`,
		`script-src 'nonce-${nonce}'`,
		// pdf.js works in a thread of its own, which the page starts from a script that it was handed.
		...(page === "pdf" ? ["worker-src blob:"] : []),
		"base-uri 'none'",
		"form-action 'none'",
	].join("; ");
	const script = (name: string) =>
		`<script type="module" nonce="${nonce}" src="${at(`${name}.js`)}"></script>`;
	// The scripts first: they are short, and must not wait for the picture.
	const preload = early && `<link rel="preload" as="image" href="${escaped(early.picture.url)}">`;
	const scripts = [early && script("early"), script(page), preload].filter(Boolean).join("\n");
	const said = early && ` data-early="${escaped(JSON.stringify(early))}"`;
	return `<!DOCTYPE html>
<html lang="${env.language.replace(/[^\w-]/g, "")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loupe</title>
<link rel="stylesheet" href="${at(`${page}.css`)}">
</head>
<body>
<div id="app"${said ?? ""}></div>
${scripts}
</body>
</html>`;
}

/** As the value of an attribute: names and addresses are any text. */
function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
