import type { ExpandedTags } from "exifreader";
import type { Fact, FactGroup, FactSheet } from "../shared/pixelProtocol.ts";

type Tags = Pick<FactSheet, "groups" | "place" | "coordinates" | "profile">;

/** Nobody reads more; a hostile file may hold millions. */
const mostFacts = 200;
const longestValue = 2000;

/** Who took it, with what, and how: first in the list. */
const cameraTags = new Set([
	...["Make", "Model", "LensMake", "LensModel", "DateTimeOriginal", "ExposureTime", "FNumber"],
	...["ISOSpeedRatings", "PhotographicSensitivity", "FocalLength", "FocalLengthIn35mmFilm"],
	...["ExposureBiasValue", "ExposureProgram", "MeteringMode", "Flash", "WhiteBalance"],
]);

/** Where in the file something lies, and blobs: nothing that a person could read. */
const hiddenTags =
	/pointer$|^(makernote|padding|offsetschema|jpeginterchangeformat.*|images?|_raw)$/i;

/** EXIF, IPTC, the colour profile and what the container says; nothing where nothing can be read. */
export async function readTags(bytes: Uint8Array): Promise<Tags> {
	const { default: exifReader } = await import("exifreader");
	const tags = load(exifReader, bytes);
	const exif = factsOf(tags.exif);
	const isPlace = ({ name }: Fact) => name.startsWith("GPS");
	const groups = [
		groupOf(
			"camera",
			exif.filter(({ name }) => cameraTags.has(name)),
		),
		groupOf(
			"exif",
			exif.filter((fact) => !cameraTags.has(fact.name) && !isPlace(fact)),
		),
		groupOf("iptc", factsOf(tags.iptc)),
		groupOf("profile", factsOf(tags.icc)),
		groupOf("file", [tags.jfif, tags.pngFile, tags.pngText, tags.riff, tags.gif].flatMap(factsOf)),
	].filter((group) => group.facts.length > 0);
	const place = groupOf("gps", exif.filter(isPlace));
	const { Latitude: latitude, Longitude: longitude } = tags.gps ?? {};
	const isKnown = Number.isFinite(latitude) && Number.isFinite(longitude);
	const profile = tags.icc?.["ICC Description"]?.description;
	return {
		groups,
		...(place.facts.length > 0 && { place }),
		...(isKnown && { coordinates: { latitude: latitude!, longitude: longitude! } }),
		...(typeof profile === "string" && profile !== "" && { profile: shortened(profile) }),
	};
}

/** Files without tags, and damaged ones, are ordinary: what the picture itself says is shown anyway. */
function load(exifReader: typeof import("exifreader"), bytes: Uint8Array): ExpandedTags {
	try {
		// It reads from the start of the buffer that it is given.
		const own = new Uint8Array(bytes).buffer;
		return exifReader.load(own, { expanded: true });
	} catch {
		// No tags, or damaged ones: the picture's own facts stand without them.
		return {};
	}
}

function groupOf(kind: FactGroup["kind"], facts: Fact[]): FactGroup {
	return {
		kind,
		facts: facts.slice(0, mostFacts),
		omitted: Math.max(0, facts.length - mostFacts),
	};
}

function factsOf(tags: object | undefined): Fact[] {
	return Object.entries(tags ?? {}).flatMap(([name, tag]: [string, unknown]) => {
		if (hiddenTags.test(name)) return [];
		const value = textOf(tag);
		return value === "" ? [] : [{ name: shortened(name), value: shortened(value) }];
	});
}

/** What the library makes of a tag: `{ value, description }`, sometimes several. */
function textOf(tag: unknown): string {
	if (Array.isArray(tag)) return tag.map(textOf).filter(Boolean).join(", ");
	if (typeof tag !== "object" || tag === null) return "";
	const { description, value } = tag as { description?: unknown; value?: unknown };
	const said = description ?? value;
	return typeof said === "string" || typeof said === "number" ? String(said).trim() : "";
}

function shortened(text: string): string {
	return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
