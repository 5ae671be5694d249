import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { extensions } from "vscode";
import { decodePixels } from "../../src/image/decode.ts";
import { type Format, formats } from "../../src/image/format.ts";
import { expectAlike } from "../fixtures/expectAlike.ts";
import { matrix } from "../fixtures/matrix.ts";
import { turnedAs } from "../fixtures/matrixPictures.ts";
import { scenePixels } from "../fixtures/renderScene.ts";
import { plain } from "../fixtures/scenes.ts";
import { ask, Folder, set } from "./folder.ts";

/** One of each way that a picture takes to the server, from the table of all. */
const rows: ReadonlyArray<[format: Format, variant: string]> = [
	["png", "8 bits, alpha"],
	["png", "16 bits, alpha"],
	["png", "orientation 7"],
	["png", "another gamma, other primaries"],
	["png", "animated, beside another still picture"],
	["jpeg", "8 bits"],
	["jpeg", "orientation 6"],
	["jpeg", "CMYK"],
	["webp", "orientation 5"],
	["gif", "transparent"],
	["avif", "alpha"],
	["avif", "Display P3 by number"],
	["tiff", "16 bits, the other byte first, orientation 6"],
	["tiff", "floats"],
	["bmp", "32 bits, alpha"],
	["ico", "24 bits and a mask"],
	["svg", "with its size"],
];

interface SentBody {
	contents: Array<{ parts: Array<{ inlineData?: { mimeType: string; data: string } }> }>;
}

describe("What reaches the server is the picture as a person sees it", () => {
	const bodies: SentBody[] = [];
	const restores: Array<() => Promise<void>> = [];
	let folder: Folder;
	const server = createServer((request, response) => {
		const pieces: Buffer[] = [];
		request.on("data", (piece: Buffer) => pieces.push(piece));
		request.on("end", () => {
			bodies.push(JSON.parse(Buffer.concat(pieces).toString()) as SentBody);
			const content = { role: "model", parts: [{ text: "A drawing." }] };
			const candidates = [{ content, finishReason: "STOP", index: 0 }];
			response.setHeader("content-type", "text/event-stream");
			response.end(`data: ${JSON.stringify({ candidates, modelVersion: "gemini-3.8-flash" })}\n\n`);
		});
	});

	before(async () => {
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		process.env.GEMINI_API_KEY = "test-key";
		restores.push(await set("engine", "gemini"), await set("baseUrl", `http://127.0.0.1:${port}`));
		restores.push(await set("upload", "inline"));
		folder = await Folder.make();
	});
	beforeEach(() => bodies.splice(0));
	after(async () => {
		delete process.env.GEMINI_API_KEY;
		for (const restore of restores) await restore();
		await folder.remove();
		server.closeAllConnections();
		server.close();
	});

	/** Asks about a file of the disk and resolves with what the server was given of it. */
	async function received(name: string, file: Uint8Array) {
		await ask("loupe.caption", await folder.write(name, file));
		const sent = bodies.flatMap(({ contents }) => contents.flatMap(({ parts }) => parts));
		const [picture, ...others] = sent.flatMap(({ inlineData }) => inlineData ?? []);
		assert.equal(others.length, 0, "one picture");
		assert(picture);
		return {
			mimeType: picture.mimeType,
			bytes: new Uint8Array(Buffer.from(picture.data, "base64")),
		};
	}

	for (const [format, variant] of rows) {
		it(`${format}: ${variant}`, async () => {
			const { file, truth, asItWas, ...loss } = await (matrix[format][variant] ?? assert.fail)();
			const [extension] = formats[format].extensions;
			const { mimeType, bytes } = await received(`picture.${extension}`, file);
			assert.ok(["image/png", "image/jpeg", "image/webp"].includes(mimeType), mimeType);
			assert.equal(Buffer.compare(bytes, file) === 0, asItWas, "as it was");
			expectAlike(await decodePixels(bytes), truth, loss, "received");
		});
	}

	/** A file of test/fixtures/heic: those that are put together of them are for the unit tests. */
	const heic = async (name: string): Promise<Uint8Array> => {
		const { extensionPath } = extensions.getExtension("loupe.image-loupe")!;
		return readFile(join(extensionPath, "test", "fixtures", "heic", `${name}.heic`));
	};

	it("heic: upright, byte for byte", async () => {
		const file = await heic("plain");
		const { mimeType, bytes } = await received("plain.heic", file);
		assert.equal(mimeType, "image/heic");
		assert.equal(Buffer.compare(bytes, file), 0);
	});

	it("heic: turned by the file, and as its EXIF says once more", async () => {
		const truth = await turnedAs(await scenePixels(plain, 0.4), 6);
		const { bytes } = await received("turned.heic", await heic("turned"));
		expectAlike(await decodePixels(bytes), truth, { worst: 130, mean: 4 }, "received");
	});
});
