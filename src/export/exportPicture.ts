import type { DetectedObject, InspectResult, Size } from "../shared/result.ts";

/** One picture with what was found in it; a picture is given once, with the objects of all runs. */
export interface ExportPicture {
	/** The name of the picture's file, "cat.jpg". */
	fileName: string;
	/** Where the picture lies as seen from the export's folder, with "/"; its file name if left out. */
	path?: string;
	/** Upright pixels. */
	size: Size;
	objects: readonly DetectedObject[];
	/** The original file; formats that show or copy the picture need it. */
	bytes?: () => Promise<Uint8Array>;
	/** What was asked and answered. */
	result: Omit<InspectResult, "objects" | "image">;
}

export interface ExportOptions {
	/**
	 * The text of a file that lies in the export's folder already; undefined when there is none. COCO
	 * and YOLO keep its class ids and add to it.
	 */
	earlier?: (path: string) => Promise<string | undefined>;
	/** COCO: "auto" (the default) says shapes with holes as RLE and all others as polygons. */
	segmentation?: "auto" | "polygon" | "rle";
	/** YOLO: "auto" (the default) says polygons when every object has a shape, else boxes. */
	yolo?: "auto" | "detect" | "segment";
	/** YOLO: also writes the pictures to where its readers look for them. */
	copyPictures?: boolean;
	/** How far, in pixels, a polygon traced from a mask may be from its edge; 0.5. 0 keeps every step. */
	tolerance?: number;
	/** When the export is made, for the formats that say so; now. */
	date?: Date;
}

/** A file to write. */
export interface ExportFile {
	/** Relative to the export's folder, with "/"; safe on all systems. */
	path: string;
	/** Made when asked for: overlays of many objects would not fit into memory together. */
	bytes: () => Promise<Uint8Array>;
}

export interface Exported {
	/** Each path once, also where case does not count. */
	files: ExportFile[];
	notes: ExportNote[];
}

/** What the format could not say as it was found; for the person, once per picture. */
export interface ExportNote {
	kind: ExportNoteKind;
	/** The picture's file name; for `earlierUnread` the path of the file. */
	name: string;
	/** How many objects. */
	count: number;
}

export type ExportNoteKind =
	/** The format has no points. */
	| "pointsLeftOut"
	/** COCO: as a keypoint in a box without area unless the object has a box; some readers drop it. */
	| "pointsAsKeypoints"
	/** Only the boxes of masks and outlines were written. */
	| "shapesAsBoxes"
	/** YOLO polygons were asked for; objects without a shape got the four corners of their box. */
	| "boxesAsShapes"
	/** YOLO: of a shape in very many parts only the largest were written. */
	| "specksLeftOut"
	/** COCO polygons were asked for; they cannot say holes. */
	| "holesFilled"
	/** The format writes masks only; these objects have none. */
	| "withoutMask"
	/** Neither box nor point nor shape that covers a pixel. */
	| "withoutPlace"
	/** The mask or outline covers no pixel above the cut; the box or point was written. */
	| "shapesEmpty"
	/** The picture itself was needed and not given. */
	| "withoutPicture"
	/** A file in the folder could not be read as this format; ids begin anew. */
	| "earlierUnread";

export type ExportWriter = (
	pictures: readonly ExportPicture[],
	options?: ExportOptions,
) => Promise<Exported>;

/** A file whose text is known. */
export function textFile(path: string, text: string): ExportFile {
	return { path, bytes: async () => new TextEncoder().encode(text) };
}
