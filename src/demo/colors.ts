export const colorNames = [
	"red",
	"orange",
	"yellow",
	"green",
	"cyan",
	"blue",
	"purple",
	"magenta",
	"pink",
	"brown",
	"black",
	"grey",
	"white",
] as const;

export type ColorName = (typeof colorNames)[number];

/** Clear cases of each name, light and dark; a colour is called as the nearest of them. */
const examples: Record<ColorName, readonly number[]> = {
	red: [0xff0000, 0xe02b2b, 0xc01818, 0x8b0000, 0xe8554e, 0x650808],
	orange: [0xff8c00, 0xf5820b, 0xff6a13, 0xe07020, 0xffa94d],
	yellow: [0xffff00, 0xf8d71c, 0xffe066, 0xe6c200, 0xfff38a, 0xc9b81a],
	green: [0x00ff00, 0x2a9d3f, 0x008000, 0x60c060, 0x0b4f1a, 0x9be08a, 0x6b8e23, 0xa4d000, 0x20b070],
	cyan: [0x00ffff, 0x14c3d8, 0x40e0d0, 0x0097a7, 0x8ee8ee, 0x106870],
	blue: [0x0000ff, 0x1f5fd6, 0x2b6cb0, 0x000080, 0x3399ff, 0x87b8f0, 0x12307a],
	purple: [0x800080, 0x7a32c2, 0x5e2b97, 0x9b5de5, 0xb58ae0, 0x3d1560],
	magenta: [0xff00ff, 0xd81bb4, 0xc71585, 0xe85ad0],
	pink: [0xffc0cb, 0xf58fbf, 0xff69b4, 0xf7b2c4, 0xffa0a0],
	brown: [0x8b4513, 0x7b4a1e, 0x5c3317, 0xa0673a, 0x3f2410, 0xc09060],
	black: [0x000000, 0x111111, 0x1c1c1c],
	grey: [0x858585, 0x555555, 0x3c3c3c, 0xa9a9a9, 0xcccccc, 0x6c757d],
	white: [0xffffff, 0xf8f8f8, 0xf4f1ea, 0xeef3f8],
};

type Lab = [number, number, number];

const inLab = colorNames.flatMap((name) =>
	examples[name].map((rgb) => ({
		name,
		lab: okLab((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255),
	})),
);

/** What a person would call an sRGB colour, channels 0–255. */
export function nameColor(red: number, green: number, blue: number): ColorName {
	const lab = okLab(red, green, blue);
	let best: ColorName = "grey";
	let least = Number.POSITIVE_INFINITY;
	for (const example of inLab) {
		const lightness = (example.lab[0] - lab[0]) * 0.7;
		const off = Math.hypot(lightness, example.lab[1] - lab[1], example.lab[2] - lab[2]);
		if (off >= least) continue;
		least = off;
		best = example.name;
	}
	return best;
}

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
function okLab(red: number, green: number, blue: number): Lab {
	const r = linear(red / 255);
	const g = linear(green / 255);
	const b = linear(blue / 255);
	const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	return [
		0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
		1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
	];
}

/** IEC 61966-2-1. */
function linear(value: number): number {
	return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
