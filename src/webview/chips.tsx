import "./chips.css";

import clearIcon from "@vscode/codicons/src/icons/clear-all.svg";
import * as l10n from "@vscode/l10n";
import { useState } from "preact/hooks";
import type { Actions } from "./actions.ts";
import { Icon } from "./icon.tsx";
import { colorsOf, labelCounts, pressedLabels } from "./listing.ts";
import type { PageState } from "./state.ts";
import { formatNumber, labelText } from "./text.ts";

/** So many chips stand there before the rest is folded away. */
const mostUnfolded = 8;
/** Folding fewer than this away would save no room. */
const leastFolded = 3;

/** A chip for each label; pressed ones say which objects to show. */
export function Chips({ state, actions }: { state: PageState; actions: Actions }) {
	const [unfolded, setUnfolded] = useState(false);
	const labels = labelCounts(state);
	const pressed = pressedLabels(state);
	const colors = colorsOf(state);
	if (labels.length < 2) return null;
	const folds = labels.length >= mostUnfolded + leastFolded;
	const shown =
		folds && !unfolded
			? labels.filter(({ key }, index) => index < mostUnfolded || pressed.includes(key))
			: labels;
	const hidden = labels.length - shown.length;
	return (
		<fieldset class="chips" aria-label={l10n.t("Filter by label")}>
			{shown.map(({ key, label, count }) => (
				<button
					type="button"
					class="chip"
					key={key}
					aria-pressed={pressed.includes(key)}
					aria-label={l10n.t("{0} ({1})", labelText(label), formatNumber(count))}
					title={labelText(label)}
					onClick={() => actions.toggleFilter(key)}
				>
					<span class="swatch" style={{ backgroundColor: colors(label) }} />
					<span class="words" dir="auto">
						{labelText(label)}
					</span>
					<span class="numbers" data-text={formatNumber(count)} />
				</button>
			))}
			{folds && (
				<button
					type="button"
					class="chip quiet-chip"
					aria-expanded={unfolded}
					onClick={() => setUnfolded(!unfolded)}
				>
					{unfolded ? l10n.t("Fewer") : l10n.t("{0} more", formatNumber(hidden))}
				</button>
			)}
			{pressed.length > 0 && (
				<button type="button" class="chip quiet-chip" onClick={() => actions.clearFilter()}>
					<Icon svg={clearIcon} />
					{l10n.t("Show All")}
				</button>
			)}
		</fieldset>
	);
}
