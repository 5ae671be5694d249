/** The eight bytes every PNG starts with and the first three of the next four, in base64. */
const start = "iVBORw0KGgo";
/** Signature, length, type, width, height, five single bytes and a checksum: 33 bytes. */
const headerChars = 44;
const widest = 16_384;
/** Bit depths that each colour type allows (PNG specification, 11.2.2 IHDR). */
const depths = new Map([
	[0, [1, 2, 4, 8, 16]],
	[2, [8, 16]],
	[3, [1, 2, 4, 8]],
	[4, [8, 16]],
	[6, [8, 16]],
]);

/**
 * The PNG in a mask's text, as clean base64: from a data URI or bare, with blanks in it, after tokens.
 * Undefined if there is none or its header is not plausible; the pixels are not looked at.
 */
export function pngIn(text: string): string | undefined {
	const base64 = solid(text.includes(start) ? text : withoutBlanks(text));
	return base64 !== undefined && hasPlausibleHeader(base64) ? base64 : undefined;
}

function solid(text: string): string | undefined {
	const from = text.indexOf(start);
	if (from < 0) {
		return undefined;
	}
	const rest = text.slice(from);
	const end = rest.search(/[^\w+/-]/);
	if (end < 0) {
		return standard(rest);
	}
	if (/\s|\\/.test(rest[end] ?? "")) {
		return solid(withoutBlanks(rest));
	}
	const padding = rest.startsWith("==", end) ? 2 : rest[end] === "=" ? 1 : 0;
	return standard(rest.slice(0, end + padding));
}

/** Blanks, and `\n` that was escaped twice. */
function withoutBlanks(text: string): string {
	return text.replace(/\s+|\\[nrt]?/g, "");
}

function standard(base64: string): string {
	return /[-_]/.test(base64) ? base64.replaceAll("-", "+").replaceAll("_", "/") : base64;
}

function hasPlausibleHeader(base64: string): boolean {
	if (base64.length < headerChars) {
		return false;
	}
	const bytes = Buffer.from(base64.slice(0, headerChars), "base64");
	const width = bytes.readUInt32BE(16);
	const height = bytes.readUInt32BE(20);
	return (
		bytes.readUInt32BE(8) === 13 &&
		bytes.toString("latin1", 12, 16) === "IHDR" &&
		width > 0 &&
		width <= widest &&
		height > 0 &&
		height <= widest &&
		depths.get(bytes.readUInt8(25))?.includes(bytes.readUInt8(24)) === true &&
		bytes.readUInt8(26) === 0 &&
		bytes.readUInt8(27) === 0 &&
		bytes.readUInt8(28) <= 1
	);
}
