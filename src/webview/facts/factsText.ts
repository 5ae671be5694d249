import * as l10n from "@vscode/l10n";
import type { Fact, FactGroup, FactSheet } from "../../shared/pixelProtocol.ts";
import type { PictureState } from "../../shared/protocol.ts";
import { formatBytes, formatNumber, formatSize } from "../text.ts";

type ShownPicture = Extract<PictureState, { kind: "shown" }>;

/** Above it megapixels are said, too. */
const manyPixels = 1_000_000;

/** What is said of every picture; what the file says is added once it is there. */
export function summaryOf({ size, bytes }: ShownPicture, sheet?: FactSheet): Fact[] {
	const pixels = size.width * size.height;
	const dimensions = l10n.t("{0} px", formatSize(size));
	const megapixels = l10n.t("{0} megapixels", formatNumber(pixels / 1e6, 1));
	const facts: Fact[] = [
		{
			name: l10n.t("Size"),
			value: pixels >= manyPixels ? `${dimensions} · ${megapixels}` : dimensions,
		},
		{ name: l10n.t("File"), value: `${formatBytes(bytes)} (${formatNumber(bytes)} B)` },
	];
	if (!sheet) return facts;
	const { format, bitDepth, colorSpace, profile, density, chroma, frames, orientation } = sheet;
	facts.push(
		{ name: l10n.t("Format, by content"), value: formatText(format, sheet.isProgressive) },
		{ name: l10n.t("Bits of a channel"), value: String(bitDepth) },
		{ name: l10n.t("Color space"), value: colorSpace },
		{ name: l10n.t("Color profile"), value: profile ?? l10n.t("None in the file") },
		{ name: l10n.t("Alpha channel"), value: sheet.hasAlpha ? l10n.t("Yes") : l10n.t("No") },
	);
	if (density) facts.push({ name: l10n.t("Resolution"), value: l10n.t("{0} dpi", density) });
	if (chroma) facts.push({ name: l10n.t("Chroma subsampling"), value: chroma });
	facts.push({ name: l10n.t("Frames"), value: String(frames) });
	if (orientation !== 1) {
		const value = l10n.t("{0}; shown and sent upright", orientation);
		facts.push({ name: l10n.t("Orientation in the file"), value });
	}
	return facts;
}

function formatText(format: string, isProgressive: boolean | undefined): string {
	return isProgressive ? l10n.t("{0}, progressive", format) : format;
}

export function groupTitle(kind: FactGroup["kind"]): string {
	switch (kind) {
		case "camera":
			return l10n.t("Camera");
		case "exif":
			return "EXIF";
		case "iptc":
			return "IPTC";
		case "profile":
			return l10n.t("Color Profile");
		case "file":
			return l10n.t("In the File");
		case "gps":
			return l10n.t("Place");
		default:
			return kind satisfies never;
	}
}

/** "51.508972, -0.128794", as maps take it; undefined where that is not known. */
export function placeText({ coordinates }: FactSheet): string | undefined {
	if (!coordinates) return undefined;
	return [coordinates.latitude, coordinates.longitude].map((at) => at.toFixed(6)).join(", ");
}

/** All that is shown, as JSON; the place only where the person looked at it. */
export function factsJson(picture: ShownPicture, sheet: FactSheet, withPlace: boolean): string {
	const { groups, place, coordinates, goesAsItIs: _, ...facts } = sheet;
	const named = (group: FactGroup) =>
		Object.fromEntries(group.facts.map(({ name, value }) => [name, value]));
	return JSON.stringify(
		{
			name: picture.name,
			...picture.size,
			bytes: picture.bytes,
			...facts,
			...Object.fromEntries(groups.map((group) => [group.kind, named(group)])),
			...(withPlace && {
				...(coordinates && { coordinates }),
				...(place && { gps: named(place) }),
			}),
		},
		undefined,
		2,
	);
}
