import askIcon from "@vscode/codicons/src/icons/comment.svg";
import copyIcon from "@vscode/codicons/src/icons/copy.svg";
import cutOutIcon from "@vscode/codicons/src/icons/file-media.svg";
import removeIcon from "@vscode/codicons/src/icons/trash.svg";
import zoomIcon from "@vscode/codicons/src/icons/zoom-in.svg";
import * as l10n from "@vscode/l10n";
import type { Rect } from "../shared/result.ts";
import type { Actions } from "./actions.ts";
import { Icon } from "./icon.tsx";
import { colorsOf, findObject, lastRemoved } from "./listing.ts";
import { copyMenu, hasExtent } from "./objectMenu.ts";
import type { PageState } from "./state.ts";
import { formatNumber, labelText, oneLine } from "./text.ts";

/** What can be done with the selected object, as a row of buttons. */
export function ObjectActions({ state, actions }: { state: PageState; actions: Actions }) {
	const key = state.selected;
	const object = key === undefined ? undefined : findObject(state, key);
	if (key === undefined || !object) return null;
	const label = labelText(object.label);
	const color = colorsOf(state)(object.label);
	const extent = hasExtent(state, key);
	return (
		<div class="object-actions" role="toolbar" aria-label={l10n.t("Actions for {0}", label)}>
			<span class="swatch" style={{ backgroundColor: color }} />
			<span class="words object-name" dir="auto">
				{label}
			</span>
			<ActionButton
				title={l10n.t("Zoom to Object")}
				icon={zoomIcon}
				run={() => actions.zoomTo(key)}
			/>
			{extent && (
				<ActionButton
					title={l10n.t("Ask about This")}
					icon={askIcon}
					run={() => actions.askAbout(key)}
				/>
			)}
			<ActionButton
				title={l10n.t("Copy…")}
				icon={copyIcon}
				opens="menu"
				run={(anchor) => actions.openMenu(l10n.t("Copy…"), copyMenu(state, actions, key), anchor)}
			/>
			{extent && (
				<ActionButton
					title={l10n.t("Cut Out as PNG…")}
					icon={cutOutIcon}
					run={() => actions.cutOut(key)}
				/>
			)}
			<ActionButton
				title={l10n.t("Remove from Result")}
				icon={removeIcon}
				run={() => actions.removeObject(key)}
			/>
		</div>
	);
}

function ActionButton(props: {
	title: string;
	icon: string;
	opens?: "menu";
	/** Gets the button's place in the window. */
	run(anchor: Rect): void;
}) {
	return (
		<button
			type="button"
			class="tool small"
			aria-label={props.title}
			aria-haspopup={props.opens}
			title={props.title}
			onClick={({ currentTarget }) => props.run(currentTarget.getBoundingClientRect())}
		>
			<Icon svg={props.icon} />
		</button>
	);
}

/** What the person left out, and the way back for the last of it. */
export function RemovedLine({ state, actions }: { state: PageState; actions: Actions }) {
	const last = lastRemoved(state);
	const object = last && findObject(state, last.key);
	if (!last || !object) return null;
	return (
		<div class="removed">
			<span class="words" dir="auto">
				{last.count === 1
					? l10n.t("{0} removed", oneLine(object.label, 60) || labelText(""))
					: l10n.t("{0} objects removed", formatNumber(last.count))}
			</span>
			<button
				type="button"
				class="link"
				title={l10n.t("Bring Back: {0}", labelText(object.label))}
				onClick={() => actions.restoreObject()}
			>
				{l10n.t("Undo")}
			</button>
		</div>
	);
}
