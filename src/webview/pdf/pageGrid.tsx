import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { formatNumber } from "../text.ts";
import type { PdfActions } from "./actions.ts";
import { gridKey } from "./gridKeys.ts";
import { allPages, chooseEach, clickPage, type PageChoice } from "./pageChoice.ts";
import type { PdfPageState } from "./state.ts";
import { Thumbnail } from "./thumbnail.tsx";
import type { Thumbnails } from "./thumbnails.ts";

/** Pages this far outside the view are drawn before they come into it. */
const ahead = "300px 0px";

interface PageGridProps {
	/** How many pages there are. */
	count: number;
	choice: PageChoice;
	pointed: PdfPageState["pointed"];
	actions: PdfActions;
	thumbnails: Thumbnails;
}

/** The pages, small: chosen by pointer or by keys, as in VS Code's lists. An answer that streams leaves them alone. */
export const PageGrid = memo((props: PageGridProps) => {
	const { count, choice, pointed, actions, thumbnails } = props;
	const view = useRef<HTMLElement>(null);
	const list = useRef<HTMLDivElement>(null);
	const [current, setCurrent] = useState(1);
	const tabStop = Math.min(current, Math.max(1, count));
	useDrawing(view, list, count, thumbnails);
	const pages = useMemo(() => Array.from({ length: count }, (_, index) => index + 1), [count]);

	const cardOf = (page: number): HTMLElement | undefined =>
		list.current?.children[page - 1] as HTMLElement | undefined;
	useLayoutEffect(() => {
		const card = pointed && cardOf(pointed.page);
		if (!card) return;
		setCurrent(pointed.page);
		card.scrollIntoView({ block: "center" });
		card.classList.add("pointed");
		const end = (): void => card.classList.remove("pointed");
		card.addEventListener("animationend", end, { once: true });
		return end;
	}, [pointed]);

	const click = (event: MouseEvent): void => {
		const page = pageAt(event.target);
		if (page === undefined) return;
		setCurrent(page);
		cardOf(page)?.focus({ preventScroll: true });
		const how = { toggles: event.ctrlKey || event.metaKey, extends: event.shiftKey };
		actions.choose((before) => clickPage(before, page, how));
	};
	const keyDown = (event: KeyboardEvent): void => {
		const meaning = gridKey(event, tabStop, { count, ...shapeOf(view.current, list.current) });
		if (!meaning) return;
		event.preventDefault();
		event.stopPropagation();
		switch (meaning.kind) {
			case "focus":
				setCurrent(meaning.page);
				cardOf(meaning.page)?.focus();
				if (!meaning.extends) return;
				actions.choose((before) => {
					const anchor = before.chosen.size === 0 ? tabStop : before.anchor;
					return clickPage({ ...before, anchor }, meaning.page, { extends: true });
				});
				return;
			case "toggle":
				actions.choose((before) => clickPage(before, tabStop, { toggles: true }));
				return;
			case "each":
				actions.choose((_, all) => chooseEach(all));
				return;
			case "all":
				actions.choose(() => allPages);
		}
	};
	const isAll = choice.chosen.size === 0;
	return (
		<main class="page-view" ref={view}>
			<div
				class={isAll ? "pages all" : "pages"}
				role="listbox"
				tabIndex={-1}
				aria-label={l10n.t(
					"Pages, {0} of {1} chosen",
					chosenText(choice.chosen.size, count),
					formatNumber(count),
				)}
				aria-multiselectable="true"
				ref={list}
				onClick={click}
				onKeyDown={keyDown}
			>
				{pages.map((page) => (
					<Thumbnail
						key={page}
						page={page}
						isChosen={choice.chosen.has(page)}
						isCurrent={page === tabStop}
					/>
				))}
			</div>
		</main>
	);
});

function chosenText(chosen: number, count: number): string {
	return formatNumber(chosen === 0 ? count : chosen);
}

function pageAt(target: EventTarget | null): number | undefined {
	const card = target instanceof Element ? target.closest<HTMLElement>(".page") : null;
	return card ? Number(card.dataset.page) : undefined;
}

/** How many pages stand beside and above each other in view. */
function shapeOf(
	view: HTMLElement | null,
	list: HTMLElement | null,
): { columns: number; rows: number } {
	const [first] = list?.children ?? [];
	if (!view || !list || !first) return { columns: 1, rows: 1 };
	const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
	return { columns, rows: Math.floor(view.clientHeight / first.clientHeight) };
}

/** What is in view, or nearly, is drawn. */
function useDrawing(
	view: { current: HTMLElement | null },
	list: { current: HTMLElement | null },
	count: number,
	thumbnails: Thumbnails,
): void {
	useEffect(() => {
		if (!view.current || !list.current) return;
		const seen = new IntersectionObserver(
			(entries) => {
				for (const { target, isIntersecting } of entries) {
					const page = pageAt(target);
					const sheet = target.querySelector<HTMLElement>(".sheet");
					if (page === undefined || !sheet) continue;
					if (isIntersecting) thumbnails.show(page, sheet);
					else thumbnails.hide(page);
				}
			},
			{ root: view.current, rootMargin: ahead },
		);
		for (const card of list.current.children) seen.observe(card);
		const sizes = new ResizeObserver(() => thumbnails.resize());
		sizes.observe(list.current);
		return () => {
			seen.disconnect();
			sizes.disconnect();
			thumbnails.hideAll();
		};
	}, [count, thumbnails]);
}
