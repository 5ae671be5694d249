import "./style.css";

import * as l10n from "@vscode/l10n";
import type { HostApi } from "../shared/protocol.ts";
import type { Remote } from "../shared/rpc.ts";
import { inbox } from "./inbox.ts";
import { readKept } from "./kept.ts";
import { Page } from "./page.tsx";
import { startPage } from "./startPage.ts";
import { openPage, showRuns } from "./state.ts";

let page: Page | undefined;
const pageApi = inbox((reduce) => page?.store.update(reduce), {
	zoomTo: async (scale) => page?.zoomTo(scale),
	doAction: async (action) => page?.act(action),
	holdFrame: async () => (await page?.holdFrame()) ?? null,
	readFrame: async (frame) => {
		if (!page) throw new Error("Nothing is shown yet");
		return page.readFrame(frame);
	},
});

void startPage<HostApi>(pageApi, async (root, host, memory) => {
	const editor = await host.ready();
	l10n.config({ contents: editor.words });
	const kept = readKept(memory.read() ?? editor.handedOn);
	page = new Page(root, {
		host,
		state: openPage(editor, kept.state),
		view: kept.view,
		keep: (state) => memory.keep(state),
	});
	if (!editor.isRestored) void restore(page, host);
});

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
