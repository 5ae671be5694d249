import { decodeBand } from "../../src/image/sourceBand.ts";
import type { FactSheet } from "../../src/shared/pixelProtocol.ts";
import { type OpenOptions, type OpenPage, open } from "./bed.ts";
import { drawScene, sceneSize } from "./scene.ts";

/** The scene, whose pixels the host knows. */
export async function openScene(options: OpenOptions = {}): Promise<OpenPage> {
	const opened = await open(options);
	opened.host.source = await decodeBand(await drawScene(), 0, 1e9);
	return opened;
}

/** What a file may say of itself. */
export const hostile = '<img src=x onerror="document.title=1">';
export const exampleSheet: FactSheet = {
	...{ format: "JPEG", bitDepth: 8, colorSpace: "RGB", hasAlpha: false, frames: 1 },
	...{ orientation: 6, profile: "Display P3", density: 300, goesAsItIs: true },
	groups: [
		{
			kind: "camera",
			facts: [
				{ name: "Make", value: "Acme" },
				{ name: "Model", value: `${hostile}\u202E` },
			],
			omitted: 0,
		},
		{ kind: "exif", facts: [{ name: "Artist", value: "A. Person" }], omitted: 12 },
	],
	place: { kind: "gps", facts: [{ name: "GPSAltitude", value: "12 m" }], omitted: 0 },
	coordinates: { latitude: 51.508972, longitude: -0.128794 },
};

/** The scene with pixels, facts and a histogram to ask for. */
export async function withFacts(options: OpenOptions = {}): Promise<OpenPage> {
	const opened = await openScene(options);
	const counts = (middle: number) =>
		Array.from({ length: 256 }, (_, bin) =>
			Math.round(1000 * Math.exp(-(((bin - middle) / 40) ** 2))),
		);
	opened.host.sheet = exampleSheet;
	opened.host.counted = {
		channels: [
			{ name: "red", counts: counts(190) },
			{ name: "green", counts: counts(120) },
			{ name: "blue", counts: counts(70) },
		],
		...{ pixels: sceneSize.width * sceneSize.height, range: [0, 255] },
	};
	return opened;
}
