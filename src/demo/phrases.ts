import { nameOf, plural } from "./labels.ts";
import type { Sight, Thing } from "./vision.ts";

/** "2 red circles", "1 blue square", in the order they first appear. */
export function counts(
	things: readonly Thing[],
	name: (thing: Thing) => string = nameOf,
): string[] {
	return [...Map.groupBy(things, name)].map(([one, { length }]) =>
		length === 1 ? `1 ${one}` : `${length} ${plural(one)}`,
	);
}

/** "at the top left", "in the middle", … by thirds of the picture. */
export function placeOf({ box }: Thing, { width, height }: Sight): string {
	const third = (share: number): number => Math.min(2, Math.floor(share * 3));
	const row = ["top", "", "bottom"][third((box.y + box.height / 2) / height)]!;
	const column = ["left", "", "right"][third((box.x + box.width / 2) / width)]!;
	if (!row && !column) return "in the middle";
	return `at the ${[row, column].filter(Boolean).join(" ")}`;
}

export function indefinite(name: string): string {
	return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

export function enumerate(parts: readonly string[]): string {
	if (parts.length < 2) return parts.join("");
	return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

export function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
