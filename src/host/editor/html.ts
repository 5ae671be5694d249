import { randomBytes } from "node:crypto";
import { env, Uri, type Webview } from "vscode";

/**
 * A page: one script, one style sheet, pictures from VS Code's own resource origin; nothing else.
 * `ahead` is the address of a picture that it will show, which then loads beside its script.
 */
export function pageHtml(
	webview: Webview,
	extensionUri: Uri,
	page: "main" | "pictures" | "compare" | "pdf" = "main",
	ahead = "",
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
	// Behind the script, which is short and must not wait for the picture. An address has no `"`: a
	// Uri encodes it.
	const preload = ahead && `\n<link rel="preload" as="image" href="${ahead}">`;
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
<div id="app"></div>
<script type="module" nonce="${nonce}" src="${at(`${page}.js`)}"></script>${preload}
</body>
</html>`;
}
