import { LoupeError } from "../shared/errors.ts";

/** A file on the server, as the Files API tells of it (ai.google.dev, "Files API"). */
export interface UploadedFile {
	/** "files/…" */
	name: string;
	/** What a request calls it. */
	uri: string;
	mimeType: string;
	displayName?: string;
	bytes: number;
	state: "PROCESSING" | "ACTIVE" | "FAILED";
	/** Why it failed. */
	failure?: string;
	/** When the server deletes it, in milliseconds since 1970. */
	expires: number;
}

/** How long the server keeps a file where it does not say, in milliseconds. */
const keptFor = 48 * 3_600_000;

/** `now` is milliseconds since 1970; throws `BadReply` for what names no file. */
export function readUploadedFile(value: unknown, now: number): UploadedFile {
	const file = isRecord(value) ? value : {};
	const { name, uri, mimeType, displayName, sizeBytes, state, error, expirationTime } = file;
	if (!isFileName(name) || typeof uri !== "string") throw unreadable();
	const expires = typeof expirationTime === "string" ? Date.parse(expirationTime) : Number.NaN;
	const failure = isRecord(error) ? error.message : undefined;
	return {
		name,
		uri,
		mimeType: typeof mimeType === "string" ? mimeType : "",
		...(typeof displayName === "string" && displayName !== "" && { displayName }),
		bytes: Number(sizeBytes) || 0,
		state: state === "PROCESSING" || state === "FAILED" ? state : "ACTIVE",
		...(typeof failure === "string" && { failure }),
		expires: Number.isNaN(expires) ? now + keptFor : expires,
	};
}

/** Whether it can stand in an address as it is. */
export function isFileName(name: unknown): name is string {
	return typeof name === "string" && /^files\/[\w-]+$/.test(name);
}

function unreadable(): LoupeError {
	const detail = "The server named no file";
	return new LoupeError("BadReply", detail, { detail });
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
