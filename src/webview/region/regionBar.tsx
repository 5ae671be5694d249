import closeIcon from "@vscode/codicons/src/icons/close.svg";
import askIcon from "@vscode/codicons/src/icons/comment-discussion.svg";
import copyIcon from "@vscode/codicons/src/icons/copy.svg";
import moreIcon from "@vscode/codicons/src/icons/ellipsis.svg";
import saveIcon from "@vscode/codicons/src/icons/save.svg";
import zoomIcon from "@vscode/codicons/src/icons/zoom-in.svg";
import * as l10n from "@vscode/l10n";
import type { Rect, Size, Task } from "../../shared/result.ts";
import type { Actions } from "../actions.ts";
import { Icon } from "../icon.tsx";
import type { MenuItem } from "../menu.tsx";
import { formatRegion, taskTitle } from "../text.ts";
import { regionText } from "./region.ts";

/** Those that need no words first. */
const tasks: readonly Task[] = ["detect", "segment", "point", "caption", "transcribe"];

/** The region's numbers and what can be done with it. */
export function RegionBar({ region, actions }: { region: Rect; actions: Actions }) {
	const buttons = [
		{ icon: askIcon, title: l10n.t("Ask about the Region"), run: () => actions.askAboutRegion() },
		{ icon: copyIcon, title: l10n.t("Copy Region"), run: () => actions.copyRegion() },
		{ icon: saveIcon, title: l10n.t("Save Region as PNG…"), run: () => actions.saveRegion() },
		{ icon: zoomIcon, title: l10n.t("Zoom to Region"), run: () => actions.zoomToRegion() },
	];
	return (
		<div class="region-bar" role="toolbar" aria-label={l10n.t("Region")}>
			<button
				type="button"
				class="region-numbers"
				title={l10n.t("Copy as x, y, width, height")}
				onClick={() => actions.copyText(regionText(region))}
			>
				{formatRegion(region)}
			</button>
			{buttons.map(({ icon, title, run }) => (
				<button key={title} type="button" aria-label={title} title={title} onClick={run}>
					<Icon svg={icon} />
				</button>
			))}
			<button
				type="button"
				aria-label={l10n.t("Tasks in the Region")}
				title={l10n.t("Tasks in the Region")}
				aria-haspopup="menu"
				onClick={({ currentTarget }) =>
					actions.openMenu(
						l10n.t("Tasks in the Region"),
						regionTasks(region, actions),
						currentTarget.getBoundingClientRect(),
					)
				}
			>
				<Icon svg={moreIcon} />
			</button>
			<button
				type="button"
				aria-label={l10n.t("Remove Region")}
				title={l10n.t("Remove Region (Esc)")}
				onClick={() => actions.setRegion(undefined)}
			>
				<Icon svg={closeIcon} />
			</button>
		</div>
	);
}

function regionTasks(region: Rect, actions: Actions): MenuItem[] {
	return tasks.map((task) => ({
		title: l10n.t("{0} in the Region", taskTitle(task)),
		run: () => actions.run({ task, region }),
	}));
}

/** Below the region, or above it, or in it, wherever there is room in the view. */
export function placeBar(bar: HTMLElement, region: Rect, view: Size): void {
	const gap = 8;
	const { offsetWidth: width, offsetHeight: height } = bar;
	const below = region.y + region.height + gap;
	const above = region.y - gap - height;
	const inside = Math.min(below, view.height) - height - 2 * gap;
	const isBelow = below + height + 44 <= view.height;
	const top = isBelow ? below : above >= 0 ? above : inside;
	const left = Math.max(0, Math.min(region.x, view.width - width - gap));
	bar.style.transform = `translate(${left}px, ${Math.max(gap, top)}px)`;
	// Out of view with its region.
	const isSeen =
		region.x < view.width &&
		region.y < view.height &&
		region.x + region.width > 0 &&
		region.y + region.height > 0;
	bar.style.visibility = isSeen ? "" : "hidden";
}
