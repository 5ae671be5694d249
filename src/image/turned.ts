import type { Sharp } from "sharp";

/**
 * Turns a whole picture upright, as EXIF numbers it. Nothing may be cut from it or shrunk in the
 * same pipeline: sharp mirrors after that, and first of all turns, whatever the order of the calls.
 */
export function turned(picture: Sharp, orientation: number): Sharp {
	switch (orientation) {
		case 2:
			return picture.flop();
		case 3:
			return picture.rotate(180);
		case 4:
			return picture.flip();
		case 5:
			return picture.flop().rotate(270);
		case 6:
			return picture.rotate(90);
		case 7:
			return picture.flop().rotate(90);
		case 8:
			return picture.rotate(270);
		default:
			return picture;
	}
}
