/** How a picture goes out: inside the request, or beside it by the Files API. */
export type SendWay = "inline" | "upload";

/** The setting `loupe.upload`. */
export type UploadSetting = "auto" | "inline" | "files";

/** What is known of a picture's bytes: they were sent before, or lie on the server. */
export type KnownBytes = "asked" | "uploaded";

/** Google's safe limit for a request with everything in it, base64 counted (ai.google.dev, "Image understanding"). */
export const mostInlineBytes = 20_000_000;

/** Smaller pictures are sent again sooner than they are uploaded. */
export const worthUploading = 1_000_000;

/** The length of so many bytes in base64 (RFC 4648, 4). */
export function base64Length(bytes: number): number {
	return Math.ceil(bytes / 3) * 4;
}

/**
 * How each picture goes out. What lies on the server is used from there; what is asked about again
 * is uploaded if it is large; and while the request is still too large, the largest picture is.
 * `words` counts the bytes of all else in the request.
 */
export function sendWays(
	parts: ReadonlyArray<{ bytes: number; hash: string }>,
	setting: UploadSetting,
	known: ReadonlyMap<string, KnownBytes>,
	words = 0,
): SendWay[] {
	switch (setting) {
		case "inline":
			return parts.map(() => "inline");
		case "files":
			return parts.map(() => "upload");
		case "auto":
			break;
	}
	const uploaded = new Set(
		parts
			.filter(({ hash, bytes }) => {
				const before = known.get(hash);
				return before === "uploaded" || (before === "asked" && bytes > worthUploading);
			})
			.map(({ hash }) => hash),
	);
	let left = words;
	for (const { hash, bytes } of parts) if (!uploaded.has(hash)) left += base64Length(bytes);
	for (const { hash } of parts.toSorted((a, b) => b.bytes - a.bytes)) {
		if (left <= mostInlineBytes) break;
		if (uploaded.has(hash)) continue;
		uploaded.add(hash);
		// The same picture may stand in a request more than once.
		for (const same of parts) if (same.hash === hash) left -= base64Length(same.bytes);
	}
	return parts.map(({ hash }) => (uploaded.has(hash) ? "upload" : "inline"));
}
