import { type Box, HeifReader } from "./heifBoxes.ts";

/** How many frames the first track of pictures has in an AVIF sequence; 1 for a still picture. */
export function countAvifFrames(bytes: Uint8Array): number {
	const reader = new HeifReader(bytes);
	const within = (box: Pick<Box, "start" | "end">, type: string): Box[] =>
		[...reader.boxes(box.start, box.end)].filter((inner) => inner.type === type);
	try {
		const whole = { start: 0, end: bytes.length };
		for (const track of within(whole, "moov").flatMap((box) => within(box, "trak"))) {
			const media = within(track, "mdia");
			// "pict" is the handler of image sequences (ISO/IEC 23008-12, 7.2).
			const isPicture = media
				.flatMap((box) => within(box, "hdlr"))
				.some(({ start }) => reader.name(start + 8) === "pict");
			if (!isPicture) continue;
			const [sizes] = media
				.flatMap((box) => within(box, "minf"))
				.flatMap((box) => within(box, "stbl"))
				.flatMap((box) => within(box, "stsz"));
			if (sizes) return Math.max(1, reader.number(sizes.start + 8, 4));
		}
	} catch {
		// A damaged film: what shows the picture says so.
	}
	return 1;
}

/**
 * libvips tells AVIF by the major brand "avif" alone: a sequence ("avis") that also says to be a still
 * picture, its first frame, is given that one first (ISO/IEC 14496-12, 4.3). Any other comes as it is.
 */
export function asStillAvif(bytes: Uint8Array): Uint8Array {
	const text = new TextDecoder("latin1");
	const major = text.decode(bytes.subarray(8, 12));
	if (major !== "avis") return bytes;
	const still = bytes.slice();
	still.set(new TextEncoder().encode("avif"), 8);
	return still;
}
