import { LoupeError } from "../../shared/errors.ts";

/** A failure of a PDF: what the person reads must not speak of a picture. */
export class PdfError extends LoupeError {}
