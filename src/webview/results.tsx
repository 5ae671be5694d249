import "./results.css";

import shownIcon from "@vscode/codicons/src/icons/eye.svg";
import hiddenIcon from "@vscode/codicons/src/icons/eye-closed.svg";
import moreIcon from "@vscode/codicons/src/icons/kebab-vertical.svg";
import warningIcon from "@vscode/codicons/src/icons/warning.svg";
import * as l10n from "@vscode/l10n";
import { useState } from "preact/hooks";
import type { ShownRun } from "../shared/protocol.ts";
import type { Point, Rect } from "../shared/result.ts";
import type { Actions } from "./actions.ts";
import { askedAgain } from "./branches.ts";
import { cautionsOf } from "./cautions.ts";
import { Icon } from "./icon.tsx";
import { countObjects, isVisible, layersOf } from "./layers.ts";
import type { MenuItem } from "./menu.tsx";
import type { PageState } from "./state.ts";
import { formatDay, formatNumber, formatSeconds, oneLine, taskTitle } from "./text.ts";

/** So many of the newest are listed at first, besides those that are visible, and so many more at a time. */
const listedAtFirst = 12;
const listedMore = 40;

/** The runs that lie over the picture, newest on top; a click shows or hides one. */
export function Results({ state, actions }: { state: PageState; actions: Actions }) {
	const [most, setMost] = useState(listedAtFirst);
	const layers = layersOf(state);
	const listed = layers.filter(({ id }, index) => index < most || isVisible(state, id));
	const earlier = layers.length - listed.length;
	return (
		<section class="section results" aria-label={l10n.t("Results")}>
			<h2 class="section-head">{l10n.t("Results")}</h2>
			<div class="layers">
				{listed.map((run) => (
					<Layer key={run.id} run={run} visible={isVisible(state, run.id)} actions={actions} />
				))}
				{earlier > 0 && (
					<button type="button" class="link" onClick={() => setMost(most + listedMore)}>
						{l10n.t("Show earlier ({0})", formatNumber(earlier))}
					</button>
				)}
			</div>
		</section>
	);
}

function Layer(props: { run: ShownRun; visible: boolean; actions: Actions }) {
	const { run, visible, actions } = props;
	const name = layerName(run);
	const cautions = cautionsOf(run).join("\n");
	const openMenu = (at: Point | Rect): void => actions.openMenu(name, layerMenu(run, actions), at);
	const pointed = {
		onPointerEnter: () => actions.peekLayer(run.id),
		onPointerLeave: () => actions.peekLayer(undefined),
		onContextMenu: (event: MouseEvent & { currentTarget: HTMLElement }) => {
			event.preventDefault();
			const byPointer = event.button === 2 || event.ctrlKey;
			const { left, bottom } = event.currentTarget.getBoundingClientRect();
			openMenu(byPointer ? { x: event.clientX, y: event.clientY } : { x: left, y: bottom });
		},
	};
	return (
		<div class="layer-row" data-run={run.id}>
			<button
				type="button"
				class={visible ? "layer" : "layer off"}
				role="switch"
				aria-checked={visible}
				aria-label={name}
				aria-description={cautions || undefined}
				title={visible ? l10n.t("Hide: {0}", name) : l10n.t("Show: {0}", name)}
				onClick={() => actions.toggleLayer(run.id)}
				{...pointed}
			>
				<Icon svg={visible ? shownIcon : hiddenIcon} />
				<span class="words" dir="auto">
					{name}
				</span>
				{cautions && (
					<span class="caution" title={cautions}>
						<Icon svg={warningIcon} />
					</span>
				)}
				{run.engine === "demo" && <span class="badge">{l10n.t("Demo")}</span>}
				<span class="numbers">{layerNumbers(run)}</span>
			</button>
			<button
				type="button"
				class="tool small layer-more"
				aria-label={l10n.t("More for {0}", name)}
				aria-haspopup="menu"
				title={l10n.t("More…")}
				onClick={({ currentTarget }) => openMenu(currentTarget.getBoundingClientRect())}
				{...pointed}
			>
				<Icon svg={moreIcon} />
			</button>
		</div>
	);
}

function layerMenu(run: ShownRun, actions: Actions): MenuItem[] {
	const items: MenuItem[] = [
		{ title: l10n.t("Show Only This"), run: () => actions.showOnly(run.id) },
	];
	const showRequest: MenuItem[] = run.request
		? [{ title: l10n.t("Show Request"), run: () => actions.showRequest(run.id) }]
		: [];
	if (run.status === "running") {
		items.push(...showRequest);
		items.push({ title: l10n.t("Stop"), run: () => actions.stop(run.id) });
		return items;
	}
	items.push({
		title: l10n.t("Repeat"),
		run: () => actions.run(askedAgain(run)),
	});
	if (countObjects(run) > 0) {
		items.push({ title: l10n.t("Export…"), run: () => actions.exportRuns([run.id]) });
	}
	items.push(...showRequest);
	items.push({
		title: l10n.t("Delete"),
		separated: true,
		run: () => actions.removeRun(run.id),
	});
	return items;
}

function layerName(run: ShownRun): string {
	const title = taskTitle(run.task);
	return run.prompt ? `${title} · ${oneLine(run.prompt, 120)}` : title;
}

/** Objects and time: "5 · 1.4 s", for older days "5 · 3 Nov". */
function layerNumbers(run: ShownRun): string {
	const count = formatNumber(countObjects(run));
	const day = formatDay(run.startedAt, new Date());
	const time = day ?? (run.took === undefined ? undefined : formatSeconds(run.took));
	return time ? `${count} · ${time}` : count;
}
