import "./drawing.css";

import * as l10n from "@vscode/l10n";
import type { Actions } from "./actions.ts";
import { listedObjects } from "./listing.ts";
import type { PageState } from "./state.ts";
import { formatNumber } from "./text.ts";

/** How masks and outlines are drawn; only where there are any. */
export function Drawing({ state, actions }: { state: PageState; actions: Actions }) {
	const objects = listedObjects(state);
	const hasMasks = objects.some(({ object }) => object.mask);
	if (!hasMasks && !objects.some(({ object }) => object.outline)) return null;
	const { fill, maskCut, outlinesOnly } = state;
	const idle = !state.masksShown;
	return (
		<fieldset class="drawing" aria-label={l10n.t("Masks and Outlines")} disabled={idle}>
			<Slider
				name={l10n.t("Fill")}
				title={l10n.t("How opaque masks and outlines are filled")}
				most={100}
				value={fill}
				text={`${formatNumber(fill)} %`}
				disabled={outlinesOnly}
				set={actions.setFill}
			/>
			{hasMasks && (
				<Slider
					name={l10n.t("Mask cut")}
					title={l10n.t("How sure the model must be of a pixel, 0 to 255")}
					most={255}
					value={maskCut}
					text={formatNumber(maskCut)}
					set={actions.setMaskCut}
				/>
			)}
			<label class="check">
				<input type="checkbox" checked={outlinesOnly} onChange={() => actions.toggleOutlines()} />
				{l10n.t("Outlines only")}
			</label>
		</fieldset>
	);
}

function Slider(props: {
	name: string;
	title: string;
	most: number;
	value: number;
	text: string;
	disabled?: boolean;
	set(value: number): void;
}) {
	const { name, title, most, value, text, disabled = false } = props;
	return (
		<label class="slider" title={title}>
			<span class="slider-name">{name}</span>
			<input
				type="range"
				min={0}
				max={most}
				step={1}
				value={value}
				disabled={disabled}
				aria-label={name}
				aria-valuetext={text}
				style={{ "--share": `${(value / most) * 100}%` }}
				onInput={({ currentTarget }) => props.set(currentTarget.valueAsNumber)}
			/>
			<span class="slider-value">{text}</span>
		</label>
	);
}
