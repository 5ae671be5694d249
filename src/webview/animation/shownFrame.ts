import type { Ask, PictureState, ShownRun } from "../../shared/protocol.ts";
import type { Shown } from "./player.ts";

/**
 * The frame of an animated picture that is seen, from 0; undefined for a still picture and for one
 * that plays by itself.
 */
export type ShownFrame = number | "moving" | undefined;

export function frameOf(shown: Shown | undefined): ShownFrame {
	if (!shown?.isTouched) return undefined;
	return shown.isPlaying ? "moving" : shown.index;
}

/** The frame that is seen, or the page of a file that has several; both count from 0. */
export function seenFrame({
	picture,
	frame,
}: {
	picture: PictureState;
	frame: ShownFrame;
}): ShownFrame {
	return picture.kind === "shown" && picture.page ? picture.page.index : frame;
}

/** Undefined for what has no number to ask for. */
export function numberOf(frame: ShownFrame): number | undefined {
	return typeof frame === "number" ? frame : undefined;
}

/** A question about the frame that is seen. */
export function withFrame(ask: Ask, frame: ShownFrame): Ask {
	return typeof frame === "number" ? { ...ask, frame } : ask;
}

/** What was found on another frame is not on this one; answers that name none are about the first. */
export function isOnFrame({ frame = 0 }: Pick<ShownRun, "frame">, shown: ShownFrame): boolean {
	return shown === undefined || frame === shown;
}
