import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import type { ShownObject } from "../shared/protocol.ts";
import type { Actions } from "./actions.ts";
import { colorsOf, listedObjects, type ObjectKey } from "./listing.ts";
import { objectMenu } from "./objectMenu.ts";
import type { PageState } from "./state.ts";
import { formatPlace, labelText, oneLine } from "./text.ts";
import { TypeAhead } from "./typeAhead.ts";

/** Named "Objects" for readers and tests. */
export function List({ state, actions }: { state: PageState; actions: Actions }) {
	const objects = listedObjects(state);
	const colors = colorsOf(state);
	const list = useRef<HTMLDivElement>(null);
	const typed = useRef(new TypeAhead());
	const selectedIndex = objects.findIndex(({ key }) => key === state.selected);

	useEffect(() => {
		if (selectedIndex < 0) return;
		list.current?.children[selectedIndex]?.scrollIntoView({ block: "nearest" });
	}, [selectedIndex]);

	const keyAt = (target: EventTarget | null): ObjectKey | undefined => {
		const row = target instanceof Element ? target.closest("[role=option]") : null;
		return objects[row && list.current ? [...list.current.children].indexOf(row) : -1]?.key;
	};
	const keyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		// Keys may come faster than frames.
		const now = actions.now();
		const listed = listedObjects(now);
		if (listed.length === 0) return;
		const last = listed.length - 1;
		const at = listed.findIndex((one) => one.key === now.selected);
		const go = (index: number): void => actions.select(listed[index]?.key);
		const selected = listed[at];
		const { key } = event;
		if (key === "ArrowDown") go(Math.min(last, at + 1));
		else if (key === "ArrowUp") go(at < 0 ? last : Math.max(0, at - 1));
		else if (key === "Home") go(0);
		else if (key === "End") go(last);
		else if (key === "Enter" && selected) actions.zoomTo(selected.key);
		else if (key === "Delete" && selected) actions.removeObject(selected.key);
		else if (key === "Escape") actions.select(undefined);
		else if (
			/^[\p{L}\p{N}]$/u.test(key) ||
			(key === " " && typed.current.isTyping(event.timeStamp))
		) {
			const labels = listed.map(({ object }) => labelText(object.label));
			const found = typed.current.find(key, event.timeStamp, labels, at);
			if (found >= 0) go(found);
		} else return;
		event.preventDefault();
		// Letters typed here name objects; they are not the page's shortcuts.
		event.stopPropagation();
	};
	const askMenu = (event: MouseEvent): void => {
		// From the keyboard it is the list that is asked, and the selected object that is meant.
		const key = keyAt(event.target) ?? state.selected;
		const row = list.current?.children[objects.findIndex((listed) => listed.key === key)];
		if (key === undefined || !row) return;
		event.preventDefault();
		actions.select(key);
		const { left, bottom } = row.getBoundingClientRect();
		const byPointer = event.button === 2 || event.ctrlKey;
		const at = byPointer ? { x: event.clientX, y: event.clientY } : { x: left + 24, y: bottom };
		const label = labelText(objects.find((listed) => listed.key === key)?.object.label ?? "");
		actions.openMenu(label, objectMenu(state, actions, key), at);
	};

	return (
		<div
			class="list"
			role="listbox"
			aria-label={l10n.t("Objects")}
			aria-activedescendant={selectedIndex < 0 ? undefined : rowId(selectedIndex)}
			tabIndex={0}
			ref={list}
			onKeyDown={keyDown}
			onPointerOver={({ target }) => actions.hover(keyAt(target))}
			onPointerLeave={() => actions.hover(undefined)}
			onClick={({ target }) => actions.select(keyAt(target))}
			onContextMenu={askMenu}
			onDblClick={({ target }) => {
				const key = keyAt(target);
				if (key !== undefined) actions.zoomTo(key);
			}}
		>
			{objects.map((shown, index) => (
				<Row
					key={shown.key}
					id={rowId(index)}
					object={shown.object}
					color={colors(shown.object.label)}
					selected={shown.key === state.selected}
					hovered={shown.key === state.hovered}
				/>
			))}
		</div>
	);
}

interface RowProps {
	id: string;
	object: ShownObject;
	color: string;
	selected: boolean;
	hovered: boolean;
}

/** Compared field by field, so that a hover draws two rows anew and not hundreds. */
const Row = memo(({ id, object, color, selected, hovered }: RowProps) => {
	const label = labelText(object.label);
	const size = formatPlace(object);
	return (
		<div
			id={id}
			class={hovered ? "object hovered" : "object"}
			role="option"
			tabIndex={-1}
			aria-selected={selected}
			aria-label={label}
			aria-description={size}
			title={oneLine(object.label, 1000)}
		>
			<span class="swatch" style={{ backgroundColor: color }} />
			<span class="words" dir="auto">
				{label}
			</span>
			<span class="numbers" data-text={size} />
		</div>
	);
});

function rowId(index: number): string {
	return `object-${index}`;
}
