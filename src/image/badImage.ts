import { LoupeError } from "../shared/errors.ts";

/** Why a picture cannot be read, as the end of a sentence. */
export const badImageReasons = {
	empty: "the file is empty",
	unknown: "its content is not a picture in a format that Loupe knows",
	cut: "the file is cut short",
	damaged: "the file is damaged",
	noSize: "it has no width or no height",
	sequence: "it is a film without a picture of its own",
	frame: "it has no such frame, or Loupe cannot read frames of its format one by one",
	unseen: "frames of an AVIF are read while it is shown in Loupe",
	region: "the region lies outside the picture",
} as const;

export type BadImageReason = keyof typeof badImageReasons;

export function badImage(reason: BadImageReason, cause?: unknown): LoupeError {
	return new LoupeError("BadImage", badImageReasons[reason], cause === undefined ? {} : { cause });
}

/** Says in Loupe's words what sharp said in those of a dozen libraries, which stay as the cause. */
export function fromSharp(error: unknown): LoupeError {
	if (error instanceof LoupeError) return error;
	const message = error instanceof Error ? error.message : String(error);
	const endsEarly = /premature end|unexpected end|truncated|unable to parse image|bad seek/i;
	return badImage(endsEarly.test(message) ? "cut" : "damaged", error);
}
