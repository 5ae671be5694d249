import * as l10n from "@vscode/l10n";
import { makeShortcutsDialog, type Shortcut } from "../shortcutsDialog.tsx";

/** The keys of the comparing page. */
export function makeCompareShortcuts(): HTMLDialogElement {
	const rows: Shortcut[] = [
		[["1", "2", "3", "4"], l10n.t("Side by side, swipe, blink, difference")],
		[["N"], l10n.t("Next change")],
		[["Shift+N"], l10n.t("Previous change")],
		[[l10n.t("Space")], l10n.t("While blinking: hold for the other picture")],
		[["←", "→"], l10n.t("On the divider: move it")],
		[["F"], l10n.t("Fit to the view")],
		[["0"], l10n.t("Actual size, 100 %")],
		[["+", "-"], l10n.t("Zoom in, zoom out")],
		[["←", "↑", "→", "↓"], l10n.t("Move the pictures when one has the focus")],
		[["Z"], l10n.t("Zoom to the selected change")],
		[["H"], l10n.t("Hide or show what is marked on the pictures")],
		[["P"], l10n.t("Fold or unfold the panel")],
		[["Esc"], l10n.t("Clear the selection")],
		[["S"], l10n.t("Show what is sent; on an answer what was sent")],
		[["?"], l10n.t("This list")],
	];
	const more = l10n.t("Drag moves both pictures, double-click switches between fit and 100 %.");
	return makeShortcutsDialog(rows, more);
}
