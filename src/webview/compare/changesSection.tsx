import eyeIcon from "@vscode/codicons/src/icons/eye.svg";
import eyeClosedIcon from "@vscode/codicons/src/icons/eye-closed.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "../icon.tsx";
import type { CompareActions } from "./compareActions.ts";
import { SpotList } from "./spotList.tsx";
import { changesOf } from "./spots.ts";
import { aligns, type ComparePageState, hasAlignments } from "./state.ts";
import {
	alignTitle,
	changedWords,
	changePlace,
	changeTitle,
	formatShare,
	resamplingWords,
	sameWords,
} from "./words.ts";

/** What differs in pixels: how much, where, and how the pictures were laid on each other. */
export function ChangesSection(props: { state: ComparePageState; actions: CompareActions }) {
	const { state, actions } = props;
	const changes = changesOf(state);
	return (
		<section class="section differences">
			<div class="section-head">
				<h2>{l10n.t("Changes")}</h2>
				<span class="spring" />
				{changes.length > 0 && (
					<ShownToggle
						isShown={state.changesShown}
						title={l10n.t("Show Changes on the Pictures")}
						toggle={actions.toggleChanges}
					/>
				)}
			</div>
			<Outcome state={state} actions={actions} />
			{hasAlignments(state) && (
				<label class="align">
					{l10n.t("Align")}
					<select
						class="select"
						value={state.align}
						onChange={({ currentTarget: { value } }) => {
							const align = aligns.find((known) => known === value);
							if (align) actions.setAlign(align);
						}}
					>
						{aligns.map((align) => (
							<option key={align} value={align}>
								{alignTitle(align)}
							</option>
						))}
					</select>
				</label>
			)}
			{resamplingWords(state).map((words) => (
				<p class="aside" key={words}>
					{words}
				</p>
			))}
			{changes.length > 0 && (
				<SpotList
					name={l10n.t("Changes")}
					selected={state.selected}
					hovered={state.hovered}
					actions={actions}
					rows={changes.map((change) => ({
						key: change.key,
						title: changeTitle(change),
						words: changePlace(change),
						numbers: formatShare(change.share),
						mark: <span class="change-number">{change.number}</span>,
					}))}
				/>
			)}
		</section>
	);
}

/** How comparing stands, and what can be done about it. */
function Outcome({ state, actions }: { state: ComparePageState; actions: CompareActions }) {
	const { comparison } = state;
	switch (comparison.kind) {
		case "comparing":
			return (
				<p class="outcome pending">
					{l10n.t("Comparing…")}
					<button type="button" class="link" onClick={() => actions.stopComparing()}>
						{l10n.t("Stop")}
					</button>
				</p>
			);
		case "compared":
			return (
				<>
					<p class="outcome">{changedWords(comparison)}</p>
					{comparison.regions.length === 0 && <p class="aside">{sameWords(state)}</p>}
				</>
			);
		case "stopped":
			return (
				<p class="outcome pending">
					{l10n.t("Stopped.")}
					<button type="button" class="link" onClick={() => actions.compareAgain()}>
						{l10n.t("Compare Again")}
					</button>
				</p>
			);
		case "failed":
			return (
				<p class="outcome pending" role="alert">
					{comparison.message}
					<button type="button" class="link" onClick={() => actions.compareAgain()}>
						{l10n.t("Compare Again")}
					</button>
				</p>
			);
		case "impossible":
			return <p class="outcome pending">{l10n.t("There are not two pictures to compare.")}</p>;
	}
}

export function ShownToggle(props: { isShown: boolean; title: string; toggle(): void }) {
	const { isShown, title, toggle } = props;
	return (
		<button
			type="button"
			class="tool small"
			aria-label={title}
			aria-pressed={isShown}
			title={`${title} (H)`}
			onClick={toggle}
		>
			<Icon svg={isShown ? eyeIcon : eyeClosedIcon} />
		</button>
	);
}
