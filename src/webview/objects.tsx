import shownIcon from "@vscode/codicons/src/icons/eye.svg";
import hiddenIcon from "@vscode/codicons/src/icons/eye-closed.svg";
import labelIcon from "@vscode/codicons/src/icons/tag.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import type { Actions } from "./actions.ts";
import { Icon } from "./icon.tsx";
import {
	colorsOf,
	listedObjects,
	type ObjectKey,
	type PageState,
	type ShownObject,
} from "./state.ts";
import { formatNumber, formatSize, labelText, oneLine } from "./text.ts";
import { TypeAhead } from "./typeAhead.ts";

/** The objects of the visible layers, named "Objects" for readers and tests. */
export function Objects({ state, actions }: { state: PageState; actions: Actions }) {
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
	const go = (index: number): void => actions.select(objects[index]?.key);
	const keyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.altKey || event.metaKey || objects.length === 0) return;
		const last = objects.length - 1;
		const selected = objects[selectedIndex];
		const key = event.key;
		if (key === "ArrowDown") go(Math.min(last, selectedIndex + 1));
		else if (key === "ArrowUp") go(selectedIndex < 0 ? last : Math.max(0, selectedIndex - 1));
		else if (key === "Home") go(0);
		else if (key === "End") go(last);
		else if (key === "Enter" && selected) actions.zoomTo(selected.key);
		else if (key === "Escape") actions.select(undefined);
		else if (
			/^[\p{L}\p{N}]$/u.test(key) ||
			(key === " " && typed.current.isTyping(event.timeStamp))
		) {
			const labels = objects.map(({ object }) => labelText(object.label));
			const found = typed.current.find(key, event.timeStamp, labels, selectedIndex);
			if (found >= 0) go(found);
		} else return;
		event.preventDefault();
		// Letters typed here name objects; they are not the page's shortcuts.
		event.stopPropagation();
	};

	return (
		<section class="section objects" aria-label={l10n.t("Found objects")}>
			<header class="section-head">
				<h2>{l10n.t("Objects")}</h2>
				<span class="count">{formatNumber(objects.length)}</span>
				<span class="spring" />
				<button
					type="button"
					class="tool small"
					aria-label={l10n.t("Show Labels")}
					aria-pressed={state.labelsShown}
					title={l10n.t("Labels on the Picture (L)")}
					onClick={() => actions.toggleLabels()}
				>
					<Icon svg={labelIcon} />
				</button>
				<button
					type="button"
					class="tool small"
					aria-label={l10n.t("Show Objects on the Picture")}
					aria-pressed={state.overlaysShown}
					title={l10n.t("Objects on the Picture (H)")}
					onClick={() => actions.toggleOverlays()}
				>
					<Icon svg={state.overlaysShown ? shownIcon : hiddenIcon} />
				</button>
			</header>
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
		</section>
	);
}

interface RowProps {
	id: string;
	object: ShownObject["object"];
	color: string;
	selected: boolean;
	hovered: boolean;
}

/** Compared field by field, so that a hover draws two rows anew and not hundreds. */
const Row = memo(({ id, object, color, selected, hovered }: RowProps) => {
	const label = labelText(object.label);
	const size = object.box ? formatSize(object.box) : "";
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
			<span class="numbers">{size}</span>
		</div>
	);
});

function rowId(index: number): string {
	return `object-${index}`;
}
