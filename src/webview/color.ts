/**
 * Twelve light, saturated colours that stay apart from each other beside a dark edge; no pure red
 * stands against a pure green, so that they differ for colour-blind people in lightness or in blue.
 */
export const palette = [
	"#4da6ff",
	"#ff8a73",
	"#ffd65c",
	"#b8a1ff",
	"#7fe3b8",
	"#ff9ad5",
	"#5fd7f5",
	"#ffb254",
	"#e3a8ff",
	"#e8d3a6",
	"#9dbcff",
	"#d4ec6a",
] as const;

const darkText = "#101418";
const lightText = "#ffffff";

/** Which colour each label has; labels differ by more than case and outer spaces. */
export type LabelColors = (label: string) => string;

/**
 * Every label's colour follows from its letters; where an earlier label has that colour already it
 * takes the next free one, so that up to twelve labels on a picture differ. Labels that come later
 * change nothing for the earlier ones.
 */
export function colorLabels(labels: Iterable<string>): LabelColors {
	const slots = new Map<string, number>();
	const taken = new Set<number>();
	for (const label of labels) {
		const key = labelKey(label);
		if (slots.has(key)) continue;
		let slot = hash(key) % palette.length;
		while (taken.size < palette.length && taken.has(slot)) slot = (slot + 1) % palette.length;
		taken.add(slot);
		slots.set(key, slot);
	}
	return (label) => {
		const key = labelKey(label);
		return palette[slots.get(key) ?? hash(key) % palette.length] as string;
	};
}

/** What labels are told apart by: not by case, outer spaces, or what follows a thousand letters. */
export function labelKey(label: string): string {
	return label.slice(0, 1000).trim().toLowerCase();
}

/** Black or white, whichever reads better on `background` (#rrggbb). */
export function textOn(background: string): string {
	return contrast(background, darkText) >= contrast(background, lightText) ? darkText : lightText;
}

/** Contrast of two #rrggbb colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: string, b: string): number {
	const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
	return (high + 0.05) / (low + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
	const [red, green, blue] = [1, 3, 5].map((start) => {
		const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** FNV-1a, 32 bits, with a last mix because short labels differ in their last letters only. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	value ^= value >>> 15;
	value = Math.imul(value, 0x2c1b3c6d);
	return (value ^ (value >>> 13)) >>> 0;
}
