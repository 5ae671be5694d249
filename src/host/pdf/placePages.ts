import type { Picture } from "../../gemini/request.ts";
import { pdfType } from "../../gemini/request.ts";
import type { Pdf } from "../../pdf/openPdf.ts";
import { kindOf } from "../../shared/errors.ts";
import { pictureName } from "../picture.ts";
import { placePictures } from "../placePictures.ts";
import { sendWays, type UploadSetting } from "../sendWays.ts";
import type { OnProgress } from "../sharedUpload.ts";
import { type Uploads, uploadPicture } from "../uploads.ts";
import type { PdfFile } from "./pdfFile.ts";
import { takeOut } from "./takeOut.ts";

/** Pages as they go out; fewer than were wished for where all of them are too large. */
export interface PlacedPages {
	pages: number[];
	picture: Picture;
	/** The file on the server, if they were uploaded: "files/…". */
	files: string[];
	bytes: number;
}

export interface PlaceOptions {
	uploads: Uploads;
	setting: UploadSetting;
	signal: AbortSignal;
	onProgress: OnProgress;
}

/** A prompt of Loupe's, the person's words and the JSON around them. */
const wordsBytes = 20_000;

/** Takes pages out of a PDF and puts them where the request finds them; throws `TooLarge` for one page over 50 MB. */
export async function placePages(
	pdf: Pdf,
	file: PdfFile,
	wished: readonly number[],
	{ uploads, setting, signal, onProgress }: PlaceOptions,
): Promise<PlacedPages> {
	const { pages, bytes } = await takeOutMost(pdf, file, wished);
	const part = uploadPicture({
		bytes,
		mimeType: pdfType,
		picture: { uri: file.uri.toString(), name: pictureName(file.uri) },
	});
	const known = await uploads.known([part.hash]);
	const ways = sendWays([{ hash: part.hash, bytes: bytes.length }], setting, known, wordsBytes);
	const [placed] = await placePictures([part], ways, uploads, { signal, onProgress });
	if (!placed) throw new Error("Nothing was placed");
	const files = placed.file === undefined ? [] : [placed.file];
	return { pages, picture: placed.picture, files, bytes: bytes.length };
}

async function takeOutMost(
	pdf: Pdf,
	file: PdfFile,
	wished: readonly number[],
): Promise<{ pages: number[]; bytes: Uint8Array }> {
	let pages = [...wished];
	while (true) {
		try {
			return { pages, ...(await takeOut(pdf, file.bytes, pages)) };
		} catch (error) {
			if (kindOf(error) !== "TooLarge" || pages.length < 2) throw error;
			pages = pages.slice(0, Math.ceil(pages.length / 2));
		}
	}
}
