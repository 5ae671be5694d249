import { join } from "node:path";
import type { Size } from "../shared/result.ts";
import type { Reader } from "./reader.ts";
import { isNewer } from "./version.ts";
import { writeWhole } from "./writeWhole.ts";

/** Raised when what the file holds changes in a way that older readers misread. */
export const pictureVersion = 1;

/** What it is called, in the picture's folder. */
export const pictureFile = "picture.json";

/** What a picture was called and where it was, when it was last seen. */
export interface KnownPicture {
	/** As VS Code writes it: `Uri.toString()`. */
	uri: string;
	/** File name. */
	name: string;
	/** Upright pixels. */
	size: Size;
	/** Of the file. */
	bytes: number;
}

/** What the picture of a folder is called; undefined when nobody said, or a newer Loupe did. */
export async function findPicture(
	folder: string,
	reader: Reader,
): Promise<KnownPicture | undefined> {
	const reading = await reader.read(join(folder, pictureFile), readPicture);
	return reading.kind === "known" ? reading.value : undefined;
}

/** Writes down what the picture of a folder is called now; false: that was no news. */
export async function keepPicture(
	folder: string,
	picture: KnownPicture,
	reader: Reader,
): Promise<boolean> {
	const file = join(folder, pictureFile);
	const text = writePicture(picture);
	const before = await reader.read(file, readPicture);
	if (before.kind === "newer") return false;
	if (before.kind === "known" && writePicture(before.value) === text) return false;
	await writeWhole(file, text);
	return true;
}

function writePicture({ uri, name, size, bytes }: KnownPicture): string {
	const { width, height } = size;
	const picture: KnownPicture = { uri, name, size: { width, height }, bytes };
	return `${JSON.stringify({ version: pictureVersion, picture })}\n`;
}

/** Undefined when a newer Loupe wrote it; throws when it is damaged. */
function readPicture(text: string): KnownPicture | undefined {
	const stored = JSON.parse(text) as { version?: number; picture?: Partial<KnownPicture> } | null;
	if (isNewer(stored, pictureVersion)) return undefined;
	const { uri, name, size, bytes } = stored?.picture ?? {};
	if (
		typeof uri !== "string" ||
		typeof name !== "string" ||
		typeof size?.width !== "number" ||
		typeof size.height !== "number" ||
		typeof bytes !== "number"
	)
		throw new Error("Not a picture's name and place");
	return { uri, name, size, bytes };
}
