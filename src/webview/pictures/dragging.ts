/** Addresses as VS Code's own views write them, then as everybody does; one a line. */
const uriTypes = ["application/vnd.code.uri-list", "text/uri-list"];

export function carriesPicture(transfer: DataTransfer | null): boolean {
	return uriTypes.some((type) => transfer?.types.includes(type));
}

/** RFC 2483, 5: lines that begin with # are comments. */
export function draggedUris(transfer: DataTransfer | null): string[] {
	const list = uriTypes.map((type) => transfer?.getData(type) ?? "").find((text) => text !== "");
	return (list ?? "")
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== "" && !line.startsWith("#"));
}

/** Before which card the pointer is, counted in cards; their number for after the last. */
export function insertionPlace(
	list: HTMLElement | null,
	{ clientX, clientY }: Pick<MouseEvent, "clientX" | "clientY">,
): number {
	const cards = [...(list?.children ?? [])];
	const place = cards.findIndex((card) => {
		const { left, right, top, bottom } = card.getBoundingClientRect();
		return clientY < top || (clientY < bottom && clientX < (left + right) / 2);
	});
	return place < 0 ? cards.length : place;
}

/** A place among all cards as one among those without the card at `from`. */
export function placeWithout(place: number, from: number): number {
	return place > from ? place - 1 : place;
}
