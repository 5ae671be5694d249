import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { EarlyPicture, HostApi, WebviewApi } from "../../src/shared/protocol.ts";
import { connect, type Remote } from "../../src/shared/rpc.ts";
import { root } from "../bed/paths.ts";
import type { Theme } from "./themes.ts";

declare global {
	interface Window {
		toHost(message: unknown): void;
		toBed(complaint: string): void;
		acquireVsCodeApi(): unknown;
	}
}

/** The built page and pictures for it, on a loopback port. */
export interface PageServer {
	origin: string;
	/** Makes `body` loadable by the page and returns its address. */
	serve(path: string, body: Buffer | string, type?: string): string;
	close(): void;
}

export async function startPageServer(): Promise<PageServer> {
	const files = new Map<string, { type: string; body: Buffer | string }>();
	const bundle = join(root, "dist", "webview");
	const [script, early, style] = await Promise.all([
		readFile(join(bundle, "main.js")),
		readFile(join(bundle, "early.js")),
		readFile(join(bundle, "main.css")),
	]);
	const server = createServer((request, response) => {
		const file = files.get((request.url ?? "").split("?")[0] ?? "");
		if (!file) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "Content-Type": file.type }).end(file.body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const serve = (path: string, body: Buffer | string, type = "image/png"): string => {
		files.set(path, { type, body });
		return `${origin}${path}`;
	};
	serve("/main.js", script, "text/javascript");
	serve("/early.js", early, "text/javascript");
	serve("/main.css", style, "text/css");
	serve("/", html(origin), "text/html");
	return { origin, serve, close: () => server.close() };
}

/** The two ends of a page's wire. */
export interface Wire {
	/** Joins `host` to what the page shows from now on; returns the page's end of the protocol. */
	join(host: HostApi): Remote<WebviewApi>;
}

/** Gives a page VS Code's API; `complain` hears of errors and broken policies. */
export async function wire(page: Page, complain: (complaint: string) => void): Promise<Wire> {
	let receive = (_: unknown): void => {};
	page.on("pageerror", (error) => complain(String(error)));
	await page.exposeFunction("toHost", (message: unknown) => receive(message));
	await page.exposeFunction("toBed", complain);
	await page.addInitScript(installVsCode);
	return {
		join: (host) =>
			connect<WebviewApi>(
				{
					post: (message) => {
						page
							.evaluate((sent) => window.postMessage(sent, "*"), message)
							.catch((error) => {
								// An answer to a page that has been left reaches nobody.
								if (!/context was destroyed/.test(String(error))) complain(String(error));
							});
					},
					onMessage: (listener) => {
						receive = listener;
					},
				},
				host,
			).remote,
	};
}

/** The style sheet that VS Code gives a page of that theme. */
export function themeSheet(theme: Theme): string {
	const variables = Object.entries(theme).map(([name, value]) => `--vscode-${name}: ${value};`);
	return `:root { ${variables.join(" ")} }`;
}

/** Resolves when the page stands. */
export function whenUp(page: Page): Promise<void> {
	return page.evaluate(
		() =>
			new Promise<void>((resolve) => {
				const look = (): void => {
					if (!document.querySelector("[role=toolbar]")) return;
					watcher.disconnect();
					resolve();
				};
				const watcher = new MutationObserver(look);
				watcher.observe(document, { childList: true, subtree: true });
				look();
			}),
	);
}

/** The page as the host writes it, under the same policy. */
export function html(source: string, early?: EarlyPicture): string {
	const said = early && JSON.stringify(early).replaceAll("&", "&#38;").replaceAll('"', "&#34;");
	const policy = [
		"default-src 'none'",
		`img-src ${source} blob:`,
		`connect-src ${source}`,
		`style-src ${source}`,
		"script-src 'nonce-test'",
	].join("; ");
	return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loupe</title>
<link rel="icon" href="${source}/scene.png"><link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="main.css"></head>
<body><div id="app"${said ? ` data-early="${said}"` : ""}></div><script type="module" nonce="test" src="early.js"></script>
<script type="module" nonce="test" src="main.js"></script></body></html>`;
}

/** Runs in the page before its script: VS Code's API and an ear for violations of the policy. */
function installVsCode(): void {
	document.addEventListener("securitypolicyviolation", (event) => {
		window.toBed(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
	});
	window.acquireVsCodeApi = () => ({
		postMessage: (message: unknown) => window.toHost(message),
		getState: () => JSON.parse(sessionStorage.getItem(location.search) ?? "null"),
		setState: (state: unknown) => sessionStorage.setItem(location.search, JSON.stringify(state)),
	});
}
