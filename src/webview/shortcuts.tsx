import "./shortcuts.css";

import closeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import { render } from "preact";
import { Icon } from "./icon.tsx";

/** The list of keys; Escape, the button and a click outside close it. */
export function makeShortcutsDialog(): HTMLDialogElement {
	const dialog = document.createElement("dialog");
	dialog.className = "shortcuts";
	dialog.setAttribute("aria-label", l10n.t("Keyboard Shortcuts"));
	dialog.addEventListener("click", (event) => {
		if (event.target === dialog) dialog.close();
	});
	render(<Shortcuts close={() => dialog.close()} />, dialog);
	return dialog;
}

function Shortcuts({ close }: { close: () => void }) {
	const rows: [keys: string[], meaning: string][] = [
		[["F"], l10n.t("Fit to the view")],
		[["0"], l10n.t("Actual size, 100 %")],
		[["+", "-"], l10n.t("Zoom in, zoom out")],
		[["←", "↑", "→", "↓"], l10n.t("Move the picture when it has the focus")],
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
		[["?"], l10n.t("This list")],
	];
	return (
		<div class="shortcuts-body">
			<header class="shortcuts-head">
				<h2>{l10n.t("Keyboard Shortcuts")}</h2>
				<button type="button" class="tool small" aria-label={l10n.t("Close")} onClick={close}>
					<Icon svg={closeIcon} />
				</button>
			</header>
			<dl>
				{rows.map(([keys, meaning]) => (
					<div class="shortcuts-row" key={meaning}>
						<dt class="shortcuts-keys">
							{keys.map((key) => (
								<kbd key={key}>{key}</kbd>
							))}
						</dt>
						<dd>{meaning}</dd>
					</div>
				))}
			</dl>
			<p class="shortcuts-more">
				{l10n.t(
					"Drag moves the picture, double-click switches between fit and 100 %. Clicking again in the same place goes through objects that lie over each other.",
				)}
			</p>
		</div>
	);
}
