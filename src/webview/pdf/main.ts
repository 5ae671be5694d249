import "../style.css";

import * as l10n from "@vscode/l10n";
import type { PdfHostApi } from "../../shared/pdfProtocol.ts";
import { connect, type Port } from "../../shared/rpc.ts";
import { inbox } from "./inbox.ts";
import { PdfPage } from "./page.tsx";
import { openPage } from "./state.ts";

declare function acquireVsCodeApi(): {
	postMessage(message: unknown): void;
	getState(): unknown;
	setState(state: unknown): void;
};

const root = document.querySelector<HTMLElement>("#app");
if (root) void open(root);

/** Asks the host for all there is to show; what it tells before that is part of the answer. */
async function open(root: HTMLElement): Promise<void> {
	const vscode = acquireVsCodeApi();
	let page: PdfPage | undefined;
	const port: Port = {
		post: (message) => vscode.postMessage(message),
		onMessage: (listener) => window.addEventListener("message", ({ data }) => listener(data)),
	};
	const { remote: host } = connect<PdfHostApi>(
		port,
		inbox((reduce) => page?.update(reduce)),
	);
	try {
		const shown = await host.ready();
		l10n.config({ contents: shown.words });
		page = new PdfPage(root, {
			host,
			state: openPage(shown, vscode.getState()),
			keep: (kept) => vscode.setState(kept),
		});
		// Whoever chose to ask writes next.
		root.querySelector<HTMLElement>("textarea:enabled")?.focus();
	} catch (error) {
		const message = document.createElement("p");
		message.className = "failed-page";
		message.setAttribute("role", "alert");
		message.textContent = error instanceof Error ? error.message : String(error);
		root.replaceChildren(message);
	}
}
