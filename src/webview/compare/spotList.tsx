import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CompareActions } from "./compareActions.ts";
import type { SpotKey } from "./spots.ts";

export interface SpotRow {
	key: SpotKey;
	/** What readers call it. */
	title: string;
	words: string;
	/** At the end of its row. */
	numbers: string;
	mark: ComponentChildren;
}

/** Places to go to: a click or an arrow key selects one and zooms to it (ARIA practices, "Listbox"). */
export function SpotList(props: {
	name: string;
	rows: readonly SpotRow[];
	selected: SpotKey | undefined;
	hovered: SpotKey | undefined;
	actions: CompareActions;
}) {
	const { name, rows, selected, hovered, actions } = props;
	const list = useRef<HTMLDivElement>(null);
	const at = rows.findIndex(({ key }) => key === selected);

	useEffect(() => {
		if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: "nearest" });
	}, [at]);

	const keyAt = (target: EventTarget | null): SpotKey | undefined => {
		const row = target instanceof Element ? target.closest("[role=option]") : null;
		return rows[row && list.current ? [...list.current.children].indexOf(row) : -1]?.key;
	};
	const keyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		// Keys may come faster than frames.
		const now = rows.findIndex(({ key }) => key === actions.now().selected);
		const to = target(event.key, now, rows.length - 1);
		const row = to === undefined ? undefined : rows[to];
		if (!row) return;
		actions.visit(row.key);
		event.preventDefault();
		event.stopPropagation();
	};
	return (
		<div
			class="list"
			role="listbox"
			aria-label={name}
			aria-activedescendant={at < 0 ? undefined : rowId(rows[at]!.key)}
			tabIndex={0}
			ref={list}
			onKeyDown={keyDown}
			onPointerOver={({ target }) => actions.hover(keyAt(target))}
			onPointerLeave={() => actions.hover(undefined)}
			onClick={({ target }) => {
				const key = keyAt(target);
				if (key !== undefined) actions.visit(key);
			}}
		>
			{rows.map(({ key, title, words, numbers, mark }) => (
				<div
					key={key}
					id={rowId(key)}
					class={key === hovered ? "object hovered" : "object"}
					role="option"
					tabIndex={-1}
					aria-selected={key === selected}
					aria-label={title}
					aria-description={`${words} ${numbers}`}
					title={words}
				>
					{mark}
					<span class="words" dir="auto">
						{words}
					</span>
					<span class="numbers" data-text={numbers} />
				</div>
			))}
		</div>
	);
}

function target(key: string, at: number, last: number): number | undefined {
	switch (key) {
		case "ArrowDown":
			return Math.min(last, at + 1);
		case "ArrowUp":
			return at < 0 ? last : Math.max(0, at - 1);
		case "Home":
			return 0;
		case "End":
			return last;
		case "Enter":
			return Math.max(at, 0);
		default:
			return undefined;
	}
}

function rowId(key: SpotKey): string {
	return `spot-${key}`;
}
