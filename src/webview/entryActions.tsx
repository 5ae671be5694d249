import copyIcon from "@vscode/codicons/src/icons/copy.svg";
import moreIcon from "@vscode/codicons/src/icons/ellipsis.svg";
import insertIcon from "@vscode/codicons/src/icons/insert.svg";
import requestIcon from "@vscode/codicons/src/icons/inspect.svg";
import retryIcon from "@vscode/codicons/src/icons/refresh.svg";
import besideIcon from "@vscode/codicons/src/icons/split-horizontal.svg";
import removeIcon from "@vscode/codicons/src/icons/trash.svg";
import * as l10n from "@vscode/l10n";
import type { ShownRun } from "../shared/protocol.ts";
import type { Rect } from "../shared/result.ts";
import { askedAgain } from "./branches.ts";
import { askedWords } from "./entryWords.ts";
import { Icon } from "./icon.tsx";
import { findsObjects } from "./layers.ts";
import type { MenuItem } from "./menu.tsx";
import { plainText } from "./plainText.ts";
import type { TalkActions } from "./talkActions.ts";

interface Action {
	title: string;
	icon: string;
	opens?: "menu" | "dialog";
	/** Gets the button's place in the window. */
	run(anchor: Rect): void;
}

/** What can be done with an answer; Tab reaches the buttons of one entry only. */
export function EntryActions(props: { run: ShownRun; isTabStop: boolean; actions: TalkActions }) {
	const { run, isTabStop, actions } = props;
	return (
		<div class="entry-actions quiet">
			{actionsFor(run, actions).map((action) => (
				<button
					type="button"
					class="tool small"
					key={action.title}
					tabIndex={isTabStop ? 0 : -1}
					aria-label={action.title}
					aria-haspopup={action.opens}
					title={action.title}
					onClick={({ currentTarget }) => action.run(currentTarget.getBoundingClientRect())}
				>
					<Icon svg={action.icon} />
				</button>
			))}
		</div>
	);
}

function actionsFor(run: ShownRun, actions: TalkActions): Action[] {
	const { openMenu } = actions;
	const hasWords = run.text !== "" && !findsObjects(run.task) && run.data === undefined;
	const list: Action[] = [];
	if (hasWords) {
		list.push(
			{ title: l10n.t("Copy"), icon: copyIcon, run: () => actions.copyText(run.text) },
			{
				title: l10n.t("Insert into Editor"),
				icon: insertIcon,
				run: () => actions.insertText(run.text),
			},
			{ title: l10n.t("Open Beside"), icon: besideIcon, run: () => actions.openAnswer(run.id) },
		);
	}
	list.push(
		{ title: l10n.t("Retry"), icon: retryIcon, run: () => actions.run(askedAgain(run)) },
		{ title: l10n.t("Delete"), icon: removeIcon, run: () => actions.removeRun(run.id) },
	);
	if (run.request) {
		list.push({
			title: l10n.t("Show Request"),
			icon: requestIcon,
			opens: "dialog",
			run: () => actions.showRequest(run.id),
		});
	}
	if (hasWords && openMenu) {
		list.push({
			title: l10n.t("More…"),
			icon: moreIcon,
			opens: "menu",
			run: (anchor) => openMenu(askedWords(run, 60), moreWays(run, actions), anchor),
		});
	}
	return list;
}

function moreWays(run: ShownRun, actions: TalkActions): MenuItem[] {
	return [
		{ title: l10n.t("Copy as Markdown"), run: () => actions.copyText(run.text) },
		{ title: l10n.t("Copy as Plain Text"), run: () => actions.copyText(plainText(run.text)) },
	];
}
