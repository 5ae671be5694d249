import { existsSync } from "node:fs";
import { appendFile, copyFile, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import type { Size } from "../../src/shared/result.ts";
import { cacheFolder } from "../bed/cache.ts";

/** A picture that the viewers are measured with. */
export interface MeasuredPicture {
	name: string;
	/** In the name of its file. */
	stem: string;
	extension: "png" | "jpg";
	size: Size;
	/** How far its noise goes, which is what its bytes are for. */
	grain: number;
	/** Loupe shows it reduced first, and then the parts in view. */
	isLarge: boolean;
	/** At most this share of media-preview's time. */
	target: number;
	rounds: number;
}

export const measuredPictures: readonly MeasuredPicture[] = [
	{
		...{ name: "100 kB PNG", stem: "small", extension: "png", isLarge: false },
		...{ size: { width: 320, height: 240 }, grain: 2, target: 1, rounds: 5 },
	},
	{
		...{ name: "12-megapixel JPEG", stem: "photo", extension: "jpg", isLarge: false },
		...{ size: { width: 4000, height: 3000 }, grain: 12, target: 1, rounds: 5 },
	},
	{
		...{ name: "100-megapixel JPEG", stem: "large", extension: "jpg", isLarge: true },
		...{ size: { width: 11_600, height: 8700 }, grain: 12, target: 0.4, rounds: 3 },
	},
	{
		...{ name: "200-megapixel PNG", stem: "huge", extension: "png", isLarge: true },
		...{ size: { width: 16_320, height: 12_240 }, grain: 1, target: 0.4, rounds: 2 },
	},
];

/** The mean of every picture: nothing in VS Code's dark theme has this colour. */
const colour = [200, 110, 50] as const;

/** The share of pixels that are of the pictures' colour; an encoded picture of the window. */
export async function shareOfPicture(encoded: Uint8Array): Promise<number> {
	const { data, info } = await sharp(encoded)
		.resize(320, 200, { fit: "fill", kernel: "linear" })
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	let count = 0;
	for (let at = 0; at < data.length; at += info.channels) {
		if (colour.every((value, channel) => Math.abs(value - data[at + channel]!) < 25)) count++;
	}
	return count / (info.width * info.height);
}

/** The path of a copy of the picture of its own, under that name; drawn the first time, which takes a minute. */
export async function putPicture(picture: MeasuredPicture, path: string): Promise<void> {
	const folder = join(await cacheFolder(), "bench");
	const kept = join(folder, `${picture.stem}-1.${picture.extension}`);
	if (!existsSync(kept)) {
		await mkdir(folder, { recursive: true });
		const temporary = join(folder, `${process.pid}-${picture.stem}`);
		await draw(picture).toFile(temporary);
		await rename(temporary, kept);
	}
	await copyFile(kept, path);
}

/** Makes a file another content to whoever looks at its bytes, and the same to a decoder. */
export function renew(path: string): Promise<void> {
	return appendFile(path, Buffer.from([0]));
}

/** Grain on one colour, row by row: no more than a few rows are in memory. */
function draw({ size, grain, extension }: MeasuredPicture): Sharp {
	const noise = { type: "gaussian", mean: 128, sigma: grain } as const;
	const drawn = sharp({
		create: { ...size, channels: 3, background: "#000", noise },
		limitInputPixels: false,
	}).linear(
		[1, 1, 1],
		colour.map((value) => value - 128),
	);
	return extension === "png"
		? drawn.png({ compressionLevel: 2 })
		: drawn.jpeg({ quality: 90, chromaSubsampling: "4:2:0" });
}
