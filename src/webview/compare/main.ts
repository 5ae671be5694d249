import "../style.css";
import "../stage.css";
import "../shown.css";
import "./compareStage.css";

import * as l10n from "@vscode/l10n";
import type { CompareHostApi } from "../../shared/compareProtocol.ts";
import { startPage } from "../startPage.ts";
import { compareInbox } from "./compareInbox.ts";
import { ComparePage } from "./comparePage.tsx";
import { readKept } from "./kept.ts";
import { openComparePage } from "./state.ts";

let page: ComparePage | undefined;
const pageApi = compareInbox((reduce) => page?.store.update(reduce));

void startPage<CompareHostApi>(pageApi, async (root, host, memory) => {
	const shown = await host.ready();
	l10n.config({ contents: shown.words });
	const { view, placement } = readKept(memory.read());
	page = new ComparePage(root, {
		host,
		state: openComparePage(shown, view),
		placement,
		keep: (kept) => memory.keep(kept),
	});
});
