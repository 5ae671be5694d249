import "./style.css";

import * as l10n from "@vscode/l10n";
import type { HostApi } from "../shared/protocol.ts";
import { connect, type Port, type Remote } from "../shared/rpc.ts";
import { inbox } from "./inbox.ts";
import { readKept } from "./kept.ts";
import { Page } from "./page.tsx";
import { openPage, showRuns } from "./state.ts";

declare function acquireVsCodeApi(): {
	postMessage(message: unknown): void;
	getState(): unknown;
	setState(state: unknown): void;
};

const root = document.querySelector<HTMLElement>("#app");
if (root) void open(root);

/**
 * Resolves when the picture is loaded and its frame is drawn, or cannot be. Asked to `decode()` it, the
 * browser decodes it apart from what it shows: measured with 12 megapixels, 0.1 to 0.2 s later.
 */
async function onScreen(picture: HTMLImageElement | null): Promise<void> {
	if (picture?.src && !picture.complete) {
		await new Promise((resolve) => {
			picture.addEventListener("load", resolve, { once: true });
			// One that is broken says so itself.
			picture.addEventListener("error", resolve, { once: true });
		});
	}
	await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Shows the answers that were kept: the picture has not waited for them. */
async function restore({ store }: Page, host: Remote<HostApi>): Promise<void> {
	try {
		// Reading and drawing many answers would keep the picture from the screen.
		await onScreen(document.querySelector<HTMLImageElement>("img.picture"));
		const runs = await host.restored();
		store.update((state) => showRuns(state, runs));
	} catch (error) {
		store.set({ problem: error instanceof Error ? error.message : String(error) });
	}
}

/** Asks the host for all there is to show; what it tells before that is part of the answer. */
async function open(root: HTMLElement): Promise<void> {
	const vscode = acquireVsCodeApi();
	let page: Page | undefined;
	const port: Port = {
		post: (message) => vscode.postMessage(message),
		onMessage: (listener) => window.addEventListener("message", ({ data }) => listener(data)),
	};
	const { remote: host } = connect<HostApi>(
		port,
		inbox((reduce) => page?.store.update(reduce), {
			zoomTo: async (scale) => page?.zoomTo(scale),
			doAction: async (action) => page?.act(action),
			holdFrame: async () => (await page?.holdFrame()) ?? null,
			readFrame: async (frame) => {
				if (!page) throw new Error("Nothing is shown yet");
				return page.readFrame(frame);
			},
		}),
	);
	try {
		const editor = await host.ready();
		l10n.config({ contents: editor.words });
		const kept = readKept(vscode.getState() ?? editor.handedOn);
		page = new Page(root, {
			host,
			state: openPage(editor, kept.state),
			view: kept.view,
			keep: (state) => vscode.setState(state),
		});
		if (!editor.isRestored) void restore(page, host);
	} catch (error) {
		const message = document.createElement("p");
		message.className = "stage-message";
		message.setAttribute("role", "alert");
		message.textContent = error instanceof Error ? error.message : String(error);
		root.replaceChildren(message);
	}
}
