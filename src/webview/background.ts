import * as l10n from "@vscode/l10n";
import type { ViewerSettings } from "../shared/protocol.ts";

export type Background = ViewerSettings["background"];

const order = ["theme", "checkerboard", "black", "white"] as const satisfies readonly Background[];

/** What `B` changes to. */
export function backgroundAfter(background: Background): Background {
	return order[(order.indexOf(background) + 1) % order.length] ?? "theme";
}

export function backgroundWords(background: Background): string {
	switch (background) {
		case "theme":
			return l10n.t("Background: theme");
		case "checkerboard":
			return l10n.t("Background: checkerboard");
		case "black":
			return l10n.t("Background: black");
		case "white":
			return l10n.t("Background: white");
	}
}
