import "../shortcuts.css";

import closeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import { render } from "preact";
import { Icon } from "../icon.tsx";

/** The list of keys; Escape, the button and a click outside close it. */
export function makeCompareShortcuts(): HTMLDialogElement {
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
				{l10n.t("Drag moves both pictures, double-click switches between fit and 100 %.")}
			</p>
		</div>
	);
}
