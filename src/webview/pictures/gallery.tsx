import * as l10n from "@vscode/l10n";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { colorLabels } from "../color.ts";
import type { PicturesActions } from "./actions.ts";
import { Card } from "./card.tsx";
import { carriesPicture, draggedUris, insertionPlace, placeWithout } from "./dragging.ts";
import { cardKey } from "./galleryKeys.ts";
import { type PicturesPageState, placesByPicture } from "./state.ts";

/** More than this and the cards are small; fewer than that and they are large. */
const manyPictures = 24;
const fewPictures = 4;

/** The pictures in order: opened, moved and left out by pointer or by keys. */
export function Gallery(props: { state: PicturesPageState; actions: PicturesActions }) {
	const { state, actions } = props;
	const { pictures, runs, placesOf, peekedRun } = state;
	const list = useRef<HTMLOListElement>(null);
	const [current, setCurrent] = useState<string>();
	const [dragged, setDragged] = useState<string>();
	const [place, setPlace] = useState<number>();
	const places = useMemo(() => placesByPicture(state), [runs, placesOf, peekedRun]);
	const colors = useMemo(
		() => colorLabels([...places.values()].flat().map(({ label }) => label)),
		[places],
	);
	const found = pictures.findIndex(({ uri }) => uri === current);
	const lastIndex = useRef(0);
	if (found >= 0) lastIndex.current = found;
	// Of a card that left, its neighbour takes the place.
	const currentIndex = Math.max(0, Math.min(lastIndex.current, pictures.length - 1));
	useKeptFocus(list.current, currentIndex, pictures);

	const focus = (index: number): void => {
		const picture = pictures[index];
		if (!picture) return;
		setCurrent(picture.uri);
		list.current?.querySelectorAll<HTMLElement>(".card-open")[index]?.focus();
	};
	const keyDown = (event: KeyboardEvent): void => {
		const meaning = cardKey(event, currentIndex, pictures.length, columnsOf(list.current));
		const uri = pictures[currentIndex]?.uri;
		if (!meaning || uri === undefined) return;
		// Alt with an arrow would go back in the workbench's editors, too.
		event.preventDefault();
		event.stopPropagation();
		switch (meaning.kind) {
			case "focus":
				focus(meaning.index);
				return;
			case "move":
				actions.move(uri, meaning.to);
				return;
			case "remove":
				actions.remove([uri]);
		}
	};
	const dragOver = (event: DragEvent): void => {
		if (dragged === undefined && !carriesPicture(event.dataTransfer)) return;
		event.preventDefault();
		if (event.dataTransfer) {
			event.dataTransfer.dropEffect = dragged === undefined ? "copy" : "move";
		}
		setPlace(dragged === undefined ? pictures.length : insertionPlace(list.current, event));
	};
	const drop = (event: DragEvent): void => {
		event.preventDefault();
		const from = pictures.findIndex(({ uri }) => uri === dragged);
		const to = from >= 0 && place !== undefined ? placeWithout(place, from) : undefined;
		if (dragged === undefined) actions.addDropped(draggedUris(event.dataTransfer));
		else if (to !== undefined && to !== from) actions.move(dragged, to);
		endDrag();
	};
	const endDrag = useCallback(() => {
		setDragged(undefined);
		setPlace(undefined);
	}, []);

	const size =
		pictures.length > manyPictures ? "many" : pictures.length <= fewPictures ? "few" : "some";
	return (
		<main
			class={`gallery ${size}${place !== undefined && dragged === undefined ? " welcoming" : ""}`}
			onDragOver={dragOver}
			onDrop={drop}
			onDragLeave={({ currentTarget, relatedTarget }) => {
				if (!currentTarget.contains(relatedTarget as Node | null)) setPlace(undefined);
			}}
		>
			<ol class="cards" aria-label={l10n.t("Pictures")} ref={list} onKeyDown={keyDown}>
				{pictures.map((picture, index) => (
					<Card
						key={picture.uri}
						picture={picture}
						number={index + 1}
						objects={places.get(index)}
						colors={colors}
						isCurrent={index === currentIndex}
						mark={dragged === undefined ? undefined : markAt(index, place, pictures.length)}
						isDragged={picture.uri === dragged}
						actions={actions}
						onDidFocus={setCurrent}
						onDidStartDrag={setDragged}
						onDidEndDrag={endDrag}
					/>
				))}
			</ol>
			{pictures.length === 0 && <Empty actions={actions} />}
		</main>
	);
}

function Empty({ actions }: { actions: PicturesActions }) {
	return (
		<div class="empty-gallery">
			<p>{l10n.t("No pictures yet.")}</p>
			<button type="button" class="button" onClick={() => actions.addFiles()}>
				{l10n.t("Add Pictures…")}
			</button>
		</div>
	);
}

/** Where a line shows that the dragged picture would go. */
function markAt(
	index: number,
	place: number | undefined,
	count: number,
): "before" | "after" | undefined {
	if (place === index) return "before";
	return place === count && index === count - 1 ? "after" : undefined;
}

function columnsOf(list: HTMLElement | null): number {
	return list ? getComputedStyle(list).gridTemplateColumns.split(" ").length : 1;
}

/** A card that moves in the page loses the focus, one that leaves gives it to its neighbour. */
function useKeptFocus(
	list: HTMLElement | null,
	index: number,
	pictures: PicturesPageState["pictures"],
): void {
	const had = useRef(false);
	// Read while rendering: after it the browser may have moved the focus to the body.
	had.current = list?.contains(document.activeElement) ?? false;
	useLayoutEffect(() => {
		if (!had.current || list?.contains(document.activeElement)) return;
		list?.querySelectorAll<HTMLElement>(".card-open")[index]?.focus();
	}, [pictures]);
}
