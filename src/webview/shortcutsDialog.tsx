import "./shortcuts.css";

import closeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import { render } from "preact";
import { Icon } from "./icon.tsx";

/** The keys of one thing, and what they do. */
export type Shortcut = [keys: string[], meaning: string];

/** A page's list of keys, with `more` below it; Escape, the button and a click outside close it. */
export function makeShortcutsDialog(rows: readonly Shortcut[], more: string): HTMLDialogElement {
	const dialog = document.createElement("dialog");
	dialog.className = "shortcuts";
	dialog.setAttribute("aria-label", l10n.t("Keyboard Shortcuts"));
	dialog.addEventListener("click", (event) => {
		if (event.target === dialog) dialog.close();
	});
	render(<Shortcuts rows={rows} more={more} close={() => dialog.close()} />, dialog);
	return dialog;
}

function Shortcuts(props: { rows: readonly Shortcut[]; more: string; close: () => void }) {
	const { rows, more, close } = props;
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
			<p class="shortcuts-more">{more}</p>
		</div>
	);
}
