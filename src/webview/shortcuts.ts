import * as l10n from "@vscode/l10n";
import { makeShortcutsDialog, type Shortcut } from "./shortcutsDialog.tsx";

/** The keys of the picture's page. */
export function makeShortcuts(): HTMLDialogElement {
	const rows: Shortcut[] = [
		[["F"], l10n.t("Fit to the view")],
		[["0"], l10n.t("Actual size, 100 %")],
		[["+", "-"], l10n.t("Zoom in, zoom out")],
		[["←", "↑", "→", "↓"], l10n.t("Move the picture when it has the focus")],
		[["←", "→"], l10n.t("Previous, next picture of the folder, when nothing is selected")],
		[["PageUp", "PageDown"], l10n.t("The same, however far the picture is zoomed")],
		[["Home", "End"], l10n.t("First, last picture of the folder")],
		[["Space"], l10n.t("Play or stop an animated picture")],
		[[",", "."], l10n.t("Previous, next frame")],
		[["B"], l10n.t("Background: theme, checkerboard, black, white")],
		[["H"], l10n.t("Hide or show the objects on the picture")],
		[["L"], l10n.t("Hide or show their labels")],
		[["M"], l10n.t("Hide or show their masks and outlines")],
		[["Z"], l10n.t("Zoom to the selected object, or to all")],
		[["P"], l10n.t("Fold or unfold the panel")],
		[["↑", "↓"], l10n.t("In the list: previous, next object")],
		[["Enter"], l10n.t("In the list: zoom to the object")],
		[["Delete"], l10n.t("Remove the selected object from the result")],
		[["Ctrl+Z"], l10n.t("Bring back what was removed last")],
		[["Esc"], l10n.t("Clear the selection")],
		[["Q", "/"], l10n.t("Write a question")],
		[["↑", "↓"], l10n.t("In the empty question box: earlier, later question")],
		[["F2"], l10n.t("In the conversation: edit the question and ask again")],
		[["S"], l10n.t("Show what is sent; on an answer what was sent")],
		[["R"], l10n.t("Select a region; drag with Shift draws one")],
		[["←", "↑", "→", "↓"], l10n.t("On the region: move it by a pixel, with Shift by ten")],
		[["Alt+←", "Alt+↑", "Alt+→", "Alt+↓"], l10n.t("On the region: resize it")],
		[["C"], l10n.t("Copy the color under the pointer")],
		[["G"], l10n.t("Magnifier on or off")],
		[["I"], l10n.t("Picture facts")],
		[["?"], l10n.t("This list")],
	];
	const more = l10n.t(
		"Drag moves the picture, double-click switches between fit and 100 %. Clicking again in the same place goes through objects that lie over each other.",
	);
	return makeShortcutsDialog(rows, more);
}
