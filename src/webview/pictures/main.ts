import "../style.css";

import * as l10n from "@vscode/l10n";
import type { PicturesHostApi } from "../../shared/picturesProtocol.ts";
import { startPage } from "../startPage.ts";
import { inbox } from "./inbox.ts";
import { PicturesPage } from "./page.tsx";
import { openPage, readKept } from "./state.ts";

let page: PicturesPage | undefined;
const pageApi = inbox((reduce) => page?.store.update(reduce));

void startPage<PicturesHostApi>(pageApi, async (root, host, memory) => {
	const shown = await host.ready();
	l10n.config({ contents: shown.words });
	page = new PicturesPage(root, {
		host,
		state: openPage(shown, readKept(memory.read())),
		keep: (kept) => memory.keep(kept),
	});
	// Whoever chose to ask writes next.
	root.querySelector<HTMLElement>("textarea:enabled")?.focus();
});
