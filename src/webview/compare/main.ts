import "../style.css";
import "../stage.css";
import "../shown.css";
import "./compareStage.css";

import * as l10n from "@vscode/l10n";
import type { CompareHostApi } from "../../shared/compareProtocol.ts";
import { connect, type Port } from "../../shared/rpc.ts";
import { compareInbox } from "./compareInbox.ts";
import { ComparePage } from "./comparePage.tsx";
import { readKept } from "./kept.ts";
import { openComparePage } from "./state.ts";

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
	let page: ComparePage | undefined;
	const port: Port = {
		post: (message) => vscode.postMessage(message),
		onMessage: (listener) => window.addEventListener("message", ({ data }) => listener(data)),
	};
	const { remote: host } = connect<CompareHostApi>(
		port,
		compareInbox((reduce) => page?.store.update(reduce)),
	);
	try {
		const shown = await host.ready();
		l10n.config({ contents: shown.words });
		const { view, placement } = readKept(vscode.getState());
		page = new ComparePage(root, {
			host,
			state: openComparePage(shown, view),
			placement,
			keep: (kept) => vscode.setState(kept),
		});
	} catch (error) {
		const message = document.createElement("p");
		message.className = "stage-message";
		message.setAttribute("role", "alert");
		message.textContent = error instanceof Error ? error.message : String(error);
		root.replaceChildren(message);
	}
}
