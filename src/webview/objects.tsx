import "./objects.css";

import masksIcon from "@vscode/codicons/src/icons/color-mode.svg";
import exportIcon from "@vscode/codicons/src/icons/export.svg";
import shownIcon from "@vscode/codicons/src/icons/eye.svg";
import hiddenIcon from "@vscode/codicons/src/icons/eye-closed.svg";
import sortIcon from "@vscode/codicons/src/icons/sort-precedence.svg";
import labelIcon from "@vscode/codicons/src/icons/tag.svg";
import * as l10n from "@vscode/l10n";
import type { Actions } from "./actions.ts";
import { Chips } from "./chips.tsx";
import { Drawing } from "./drawing.tsx";
import { Icon } from "./icon.tsx";
import { countObjects, visibleLayers } from "./layers.ts";
import { List } from "./list.tsx";
import { labelCounts, listedObjects } from "./listing.ts";
import { ObjectActions, RemovedLine } from "./objectActions.tsx";
import { type Sort, sorts } from "./sorting.ts";
import type { PageState } from "./state.ts";
import { formatNumber } from "./text.ts";

/** The objects of the visible layers, their labels, and how they are drawn. */
export function Objects({ state, actions }: { state: PageState; actions: Actions }) {
	return (
		<section class="section objects" aria-label={l10n.t("Found objects")}>
			<Head state={state} actions={actions} />
			<Chips state={state} actions={actions} />
			<List state={state} actions={actions} />
			<ObjectActions state={state} actions={actions} />
			<RemovedLine state={state} actions={actions} />
			<Drawing state={state} actions={actions} />
		</section>
	);
}

function Head({ state, actions }: { state: PageState; actions: Actions }) {
	const listed = listedObjects(state).length;
	const all = labelCounts(state).reduce((sum, { count }) => sum + count, 0);
	const layers = visibleLayers(state).filter((run) => countObjects(run) > 0);
	const hasShapes = listedObjects(state).some(({ object }) => object.mask || object.outline);
	return (
		<header class="section-head">
			<h2>{l10n.t("Objects")}</h2>
			<span class="count">
				{listed === all
					? formatNumber(all)
					: l10n.t("{0} of {1}", formatNumber(listed), formatNumber(all))}
			</span>
			<span class="spring" />
			{all > 1 && (
				<button
					type="button"
					class="tool small"
					aria-label={l10n.t("Sort")}
					aria-haspopup="menu"
					title={l10n.t("Sort: {0}", sortTitle(state.sort))}
					onClick={({ currentTarget }) =>
						actions.openMenu(
							l10n.t("Sort"),
							sorts.map((sort) => ({
								title: sortTitle(sort),
								checked: sort === state.sort,
								run: () => actions.sortBy(sort),
							})),
							currentTarget.getBoundingClientRect(),
						)
					}
				>
					<Icon svg={sortIcon} />
				</button>
			)}
			{hasShapes && (
				<button
					type="button"
					class="tool small"
					aria-label={l10n.t("Show Masks")}
					aria-pressed={state.masksShown}
					title={l10n.t("Masks on the Picture (M)")}
					onClick={() => actions.toggleMasks()}
				>
					<Icon svg={masksIcon} />
				</button>
			)}
			<button
				type="button"
				class="tool small"
				aria-label={l10n.t("Show Labels")}
				aria-pressed={state.labelsShown}
				title={l10n.t("Labels on the Picture (L)")}
				onClick={() => actions.toggleLabels()}
			>
				<Icon svg={labelIcon} />
			</button>
			<button
				type="button"
				class="tool small"
				aria-label={l10n.t("Show Objects on the Picture")}
				aria-pressed={state.overlaysShown}
				title={l10n.t("Objects on the Picture (H)")}
				onClick={() => actions.toggleOverlays()}
			>
				<Icon svg={state.overlaysShown ? shownIcon : hiddenIcon} />
			</button>
			{layers.length > 0 && (
				<button
					type="button"
					class="tool small"
					aria-label={l10n.t("Export")}
					title={l10n.t("Export the Visible Results…")}
					onClick={() => actions.exportRuns(layers.map(({ id }) => id))}
				>
					<Icon svg={exportIcon} />
				</button>
			)}
		</header>
	);
}

function sortTitle(sort: Sort): string {
	switch (sort) {
		case "found":
			return l10n.t("As Found");
		case "label":
			return l10n.t("By Label");
		case "size":
			return l10n.t("By Size");
		case "position":
			return l10n.t("By Position");
		default:
			return sort satisfies never;
	}
}
