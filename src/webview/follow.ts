import { useLayoutEffect, useRef } from "preact/hooks";
import type { ShownTurn } from "./branches.ts";
import { findsObjects } from "./layers.ts";

/** Within this many pixels of its end the log follows what arrives. */
const slop = 40;

/**
 * Keeps the log's end in view while answers arrive, unless the person scrolled up to read; and what
 * they read in its place when earlier entries come above it.
 */
export function useFollowing(
	log: { readonly current: HTMLElement | null },
	shown: readonly ShownTurn[],
): void {
	const before = useRef<{ first: string | undefined; last: string | undefined; height: number }>(
		undefined,
	);
	const first = shown[0]?.run.id;
	const last = shown.at(-1)?.run;

	useLayoutEffect(() => {
		const scroller = scrollerOf(log.current);
		if (!scroller) return;
		const { scrollTop, scrollHeight, clientHeight } = scroller;
		const was = before.current;
		const isNew = was?.last !== last?.id;
		const wasAtEnd = was !== undefined && was.height - scrollTop - clientHeight < slop;
		// Where all of the panel scrolls, its top comes first, and what is found is seen on the picture.
		const isRead = last !== undefined && !findsObjects(last.task);
		const goes = isNew ? scroller === log.current || (was !== undefined && isRead) : wasAtEnd;
		if (goes) scroller.scrollTop = scrollHeight;
		// Above the log are the objects: what was just asked must not stand below the panel's edge.
		if (was !== undefined && isNew && isRead) scrollToEnd(scrollerOf(scroller.parentElement));
		else if (was && was.first !== first) scroller.scrollTop = scrollTop + scrollHeight - was.height;
		before.current = { first, last: last?.id, height: scrollHeight };
	}, [shown.length, first, last, log]);
}

function scrollToEnd(scroller: Element | undefined): void {
	if (scroller) scroller.scrollTop = scroller.scrollHeight;
}

/** The log itself, or the panel around it in a low window. */
function scrollerOf(log: Element | null): Element | undefined {
	for (let element = log; element instanceof Element; element = element.parentElement) {
		if (/auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
	}
	return undefined;
}
