import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { readFactSheet } from "../../src/image/factSheet.ts";
import type { FactSheet } from "../../src/shared/pixelProtocol.ts";
import { scriptSvg } from "../fixtures/brokenPictures.ts";

const color = () =>
	sharp({ create: { width: 40, height: 30, channels: 3, background: "#c8452d" } });

const photo = () =>
	color()
		.withMetadata({ orientation: 6, density: 300 })
		.withIccProfile("p3")
		.withExifMerge({
			IFD0: { Make: "Acme", Model: "<img src=x onerror=alert(1)>\u202E", Artist: "A. Person" },
			IFD2: { ExposureTime: "1/200", FNumber: "28/10" },
			IFD3: {
				GPSLatitudeRef: "N",
				GPSLatitude: "51/1 30/1 3230/100",
				GPSLongitudeRef: "W",
				GPSLongitude: "0/1 7/1 4366/100",
			},
		});

const value = ({ groups }: FactSheet, name: string) =>
	groups.flatMap(({ facts }) => facts).find((fact) => fact.name === name)?.value;

describe("What a file says of itself", () => {
	it("is read from EXIF by group, the place apart", async () => {
		const sheet = await readFactSheet(await photo().jpeg().toBuffer());
		assert.equal(sheet.format, "JPEG");
		assert.deepEqual([sheet.bitDepth, sheet.colorSpace, sheet.hasAlpha], [8, "RGB", false]);
		assert.deepEqual([sheet.orientation, sheet.density, sheet.frames], [6, 300, 1]);
		assert.equal(sheet.goesAsItIs, false);
		assert.equal(sheet.profile, "sP3C");
		assert.equal(sheet.groups[0]?.kind, "camera");
		assert.equal(value(sheet, "Make"), "Acme");
		assert.equal(value(sheet, "ExposureTime"), "1/200");
		assert.equal(value(sheet, "Artist"), "A. Person");
		assert.match(value(sheet, "Model") ?? "", /^<img src=x onerror=alert\(1\)>/);
		const named = sheet.groups.flatMap(({ facts }) => facts.map(({ name }) => name));
		assert.deepEqual(
			named.filter((name) => name.startsWith("GPS")),
			[],
			"the place is in no group",
		);
		assert(sheet.place && sheet.place.facts.length >= 4);
		assert(Math.abs(sheet.coordinates!.latitude - 51.508972) < 1e-5);
		assert(Math.abs(sheet.coordinates!.longitude + 0.128794) < 1e-5);
	});

	for (const format of ["png", "webp", "avif"] as const) {
		it(`is read from a ${format}`, async () => {
			const sheet = await readFactSheet(await photo().toFormat(format).toBuffer());
			assert.equal(value(sheet, "Make"), "Acme");
			assert(sheet.coordinates, "it knows the place");
		});
	}

	it("is read from a HEIC", async () => {
		const turned = new URL("../fixtures/heic/turned.heic", import.meta.url);
		const sheet = await readFactSheet(await readFile(turned));
		assert.equal(sheet.format, "HEIC");
		assert(
			sheet.groups.some(({ kind }) => kind === "exif" || kind === "camera"),
			"its EXIF is there",
		);
		const deep = await readFactSheet(
			await readFile(new URL("../fixtures/heic/deep.heic", import.meta.url)),
		);
		assert.equal(deep.bitDepth, 10);
	});

	it("says grey, CMYK, 16 bits and alpha", async () => {
		const grey = await readFactSheet(await color().toColourspace("b-w").png().toBuffer());
		assert.equal(grey.colorSpace, "Gray");
		const ink = await readFactSheet(await color().toColourspace("cmyk").jpeg().toBuffer());
		assert.equal(ink.colorSpace, "CMYK");
		const deep = await readFactSheet(
			await color().ensureAlpha().toColourspace("rgb16").png().toBuffer(),
		);
		assert.deepEqual([deep.bitDepth, deep.hasAlpha], [16, true]);
	});

	it("is short where there is nothing, and where what there is is damaged", async () => {
		assert.deepEqual((await readFactSheet(Buffer.from(scriptSvg("x")))).groups, []);
		const file = await photo().jpeg().toBuffer();
		const exif = file.indexOf("Exif\0\0");
		file.fill(0xff, exif + 14, exif + 60);
		const sheet = await readFactSheet(file);
		assert.equal(sheet.format, "JPEG");
		await assert.rejects(readFactSheet(Buffer.from("words")), { name: "BadImage" });
	});

	it("is cut where a file says far too much", async () => {
		const words = "x".repeat(50_000);
		const file = await color()
			.withExif({ IFD0: { ImageDescription: words } })
			.jpeg()
			.toBuffer();
		const said = value(await readFactSheet(file), "ImageDescription");
		assert.equal(said?.length, 2001);
	});
});
