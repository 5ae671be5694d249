import { FileType, Uri, workspace } from "vscode";
import { cocoPath } from "../export/cocoFile.ts";
import type { ExportNote } from "../export/exportPicture.ts";
import { splitName } from "../export/fileNames.ts";
import type { ExportFormat } from "../export/formats.ts";
import { writeFiles } from "../export/writeFiles.ts";
import { yoloDataPath } from "../export/yoloData.ts";
import { contentHash, type History } from "../history/history.ts";
import { LoupeError } from "../shared/errors.ts";
import type { Run } from "../shared/protocol.ts";
import type { ShownFrames } from "./editor/shownFrames.ts";
import { pictureName, readPicture } from "./picture.ts";
import type { SentPicture } from "./pixels/pixelApi.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";
import { keptObjects, toResult } from "./result.ts";

/** A picture and which of its kept answers to write; none named: the newest that found objects. */
export interface ExportChoice {
	uri: Uri;
	runIds?: string[];
}

export interface ExportRequest {
	pictures: ExportChoice[];
	format: ExportFormat;
	folder: Uri;
	/** Asked before files that exist are written over; resolves with false to write nothing. */
	mayOverwrite?: (existing: string[]) => Promise<boolean>;
	signal?: AbortSignal;
	onProgress?: (done: number, of: number) => void;
}

export interface ExportParts {
	history: History;
	pixels: PixelThread;
	frames: ShownFrames;
}

export interface ExportDone {
	written: Uri[];
	notes: ExportNote[];
}

/**
 * Writes the results of pictures into a folder. Throws `Unsupported` when none of them has any,
 * `Cancelled` when the signal or the person stopped it.
 */
export async function exportResults(
	request: ExportRequest,
	parts: ExportParts,
): Promise<ExportDone> {
	const { format, folder, signal } = request;
	const pictures = await gather(request.pictures, format, parts);
	if (pictures.length === 0) throw new LoupeError("Unsupported", "There are no results to export");
	const { api } = parts.pixels;
	const open = await api.beginExport(format, pictures, await readEarlier(folder));
	try {
		const existing = await existingFiles(folder, open.paths);
		if (existing.length > 0 && (await request.mayOverwrite?.(existing)) === false) {
			throw new LoupeError("Cancelled", "Existing files stay as they are");
		}
		const written: Uri[] = [];
		const files = open.paths.map((path, index) => ({
			path,
			bytes: () => api.exportedFile(open.id, index),
		}));
		const write = async (path: string, bytes: Uint8Array) => {
			const uri = Uri.joinPath(folder, path);
			await workspace.fs.writeFile(uri, bytes);
			written.push(uri);
			request.onProgress?.(written.length, files.length);
		};
		await writeFiles(files, write, signal);
		return { written, notes: open.notes };
	} finally {
		await api.endExport(open.id);
	}
}

async function gather(
	choices: ExportChoice[],
	format: ExportFormat,
	{ history, pixels, frames }: ExportParts,
): Promise<SentPicture[]> {
	const pictures: SentPicture[] = [];
	for (const { uri, runIds } of choices) {
		const bytes = await readPicture(uri);
		const chosen = chooseRuns(await history.list(contentHash(bytes)), runIds);
		// Each frame, and each page of a file that has several, is a picture of its own.
		for (const [frame, runs] of Map.groupBy(chosen, (run) => run.frame ?? 0)) {
			const [newest] = runs;
			if (!newest?.image) continue;
			const { objects: _, image: size, ...result } = toResult(newest);
			const framed = async () => {
				if (frame === 0) return bytes;
				return pixels.api.encodePart(await frames.framed(uri, bytes, frame));
			};
			pictures.push({
				fileName: frameName(pictureName(uri), frame),
				size,
				objects: runs.flatMap((run) => keptObjects(run) ?? []),
				result,
				// Only these draw on the picture.
				...(format === "masks" && { bytes: await framed() }),
			});
		}
	}
	return pictures;
}

/** As "Save Picture as PNG" calls it. */
function frameName(name: string, frame: number): string {
	return frame === 0 ? name : `${splitName(name).stem} ${frame + 1}.png`;
}

/** Newest first. */
function chooseRuns(runs: Run[], runIds: string[] | undefined): Run[] {
	const newest = runs.toReversed();
	if (runIds) return newest.filter(({ id }) => runIds.includes(id));
	const found = newest.find((run) => (keptObjects(run)?.length ?? 0) > 0) ?? newest[0];
	return found ? [found] : [];
}

/** COCO and YOLO keep the class ids that a folder has already. */
async function readEarlier(folder: Uri): Promise<Record<string, string>> {
	const earlier: Record<string, string> = {};
	for (const path of await existingFiles(folder, [cocoPath, yoloDataPath])) {
		const bytes = await workspace.fs.readFile(Uri.joinPath(folder, path));
		earlier[path] = new TextDecoder().decode(bytes);
	}
	return earlier;
}

async function existingFiles(folder: Uri, paths: string[]): Promise<string[]> {
	const found = await Promise.all(paths.map((path) => isFile(Uri.joinPath(folder, path))));
	return paths.filter((_, index) => found[index]);
}

async function isFile(uri: Uri): Promise<boolean> {
	try {
		const { type } = await workspace.fs.stat(uri);
		return (type & FileType.File) !== 0;
	} catch {
		// Not there, or not to be seen: writing will tell.
		return false;
	}
}
