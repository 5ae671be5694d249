import "../style.css";

import * as l10n from "@vscode/l10n";
import type { PdfHostApi } from "../../shared/pdfProtocol.ts";
import { startPage } from "../startPage.ts";
import { inbox } from "./inbox.ts";
import { PdfPage } from "./page.tsx";
import { openPage } from "./state.ts";

let page: PdfPage | undefined;
const pageApi = inbox((reduce) => page?.store.update(reduce));

void startPage<PdfHostApi>(pageApi, async (root, host, memory) => {
	const shown = await host.ready();
	l10n.config({ contents: shown.words });
	page = new PdfPage(root, {
		host,
		state: openPage(shown, memory.read()),
		keep: (kept) => memory.keep(kept),
	});
	// Whoever chose to ask writes next.
	root.querySelector<HTMLElement>("textarea:enabled")?.focus();
});
