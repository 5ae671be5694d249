import { deflateSync } from "node:zlib";
import {
	type ColorMeaning,
	matrixProfile,
	namedPrimaries,
	srgbPrimaries,
} from "./matrixProfile.ts";
import { chunksOf, writeChunk } from "./pngChunks.ts";

/** Of gamma: 1 / 2.2, written in many ways, stands for sRGB's curve and is seen like it. */
const usualGamma = 0.45455;
const gammaSlack = 0.02;
/** Of x and y. */
const primariesSlack = 0.005;

/** ITU-T H.273, transfer characteristics: powers of light, and sRGB's curve. */
const namedCurves: Readonly<Record<number, ColorMeaning["curve"]>> = {
	4: 2.2,
	5: 2.8,
	8: 1,
	13: "srgb",
};

/**
 * A PNG whose gamma, primaries or numbers of them (PNG specification, third edition, 11.3.2) mean
 * other colours than sRGB, with a colour profile that says the same: browsers heed them, libvips
 * heeds profiles alone. The bytes themselves where there is nothing to say.
 */
export function withSaidColors(bytes: Uint8Array): Uint8Array {
	const meaning = saidColors(bytes);
	const profile = meaning && !isSrgb(meaning) ? matrixProfile(meaning) : undefined;
	if (!profile) return bytes;
	const name = Buffer.from("-\0\0", "latin1");
	const content = Buffer.concat([name, deflateSync(profile)]);
	// Right behind the header, which with the signature takes 33 bytes.
	const chunk = writeChunk({ type: "iCCP", content });
	return new Uint8Array(Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)]));
}

/** Undefined for what says nothing, has a profile, or says what no profile of this kind can. */
function saidColors(bytes: Uint8Array): ColorMeaning | undefined {
	const said = new Map<string, Uint8Array>();
	for (const { type, content } of chunksOf(bytes)) {
		// What stands behind the pixels does not count.
		if (type === "IDAT") break;
		said.set(type, content);
	}
	if (said.has("iCCP")) return undefined;
	// Colour type 0 is grey, 4 grey with alpha.
	const isGrey = [0, 4].includes(said.get("IHDR")?.[9] ?? 2);
	const [named = 0, transfer = 0] = said.get("cICP") ?? [];
	if (said.has("cICP")) {
		const primaries = namedPrimaries[named];
		const curve = namedCurves[transfer];
		return primaries && curve ? { curve, primaries, isGrey } : undefined;
	}
	const gamma = said.get("gAMA");
	if (said.has("sRGB") || gamma?.length !== 4) return undefined;
	const [exponent = 0] = fractions(gamma);
	const lights = said.get("cHRM");
	const primaries = lights?.length === 32 ? fractions(lights) : srgbPrimaries;
	return exponent > 0 ? { curve: 1 / exponent, primaries, isGrey } : undefined;
}

function isSrgb({ curve, primaries }: ColorMeaning): boolean {
	const isCurve = curve === "srgb" || Math.abs(1 / curve - usualGamma) <= gammaSlack;
	const isNear = (value: number, at: number) =>
		Math.abs(value - srgbPrimaries[at]!) <= primariesSlack;
	return isCurve && primaries.every(isNear);
}

/** Whole numbers that count hundred-thousandths. */
function fractions(content: Uint8Array): number[] {
	const numbers = new DataView(content.buffer, content.byteOffset, content.length);
	return Array.from({ length: content.length / 4 }, (_, at) => numbers.getUint32(at * 4) / 100_000);
}
