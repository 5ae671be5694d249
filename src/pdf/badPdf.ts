import { LoupeError } from "../shared/errors.ts";

/** Most bytes of a PDF in one request (ai.google.dev, "Document understanding", October 2026). */
export const mostPdfBytes = 50_000_000;

/** Most pages of a PDF in one request; from the same page. */
export const mostPdfPages = 1000;

/** Why a PDF cannot be read, as the end of a sentence. */
export const badPdfReasons = {
	empty: "the file is empty",
	damaged: "the file is no PDF, or it is damaged",
	noPages: "it has no pages",
	password: "it is protected by a password",
} as const;

/** Says in Loupe's words what pdf.js said in its own, which stay as the cause. */
export function fromPdfjs(error: unknown): LoupeError {
	if (error instanceof LoupeError) return error;
	// pdf.js names its exceptions, and does not export all of their classes.
	const name = error instanceof Error ? error.name : "";
	return name === "PasswordException"
		? new LoupeError("Unsupported", badPdfReasons.password, { cause: error })
		: new LoupeError("BadImage", badPdfReasons.damaged, { cause: error });
}

/** Throws `TooLarge` for what no request takes; the whole file may be larger than what is sent of it. */
export function checkSendable({ bytes, pages }: { bytes: number; pages: number }): void {
	if (pages > mostPdfPages) {
		const detail = `${pages} > ${mostPdfPages}`;
		throw new LoupeError("TooLarge", `${pages} pages of a PDF`, { detail });
	}
	if (bytes <= mostPdfBytes) return;
	const detail = `${Math.ceil(bytes / 1e6)} MB > ${mostPdfBytes / 1e6} MB`;
	throw new LoupeError("TooLarge", `A PDF of ${bytes} bytes`, { detail });
}
