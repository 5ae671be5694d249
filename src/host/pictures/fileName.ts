import { type Format, formats } from "../../image/format.ts";

/** Of up to four bytes each: with what is put behind them fewer than the 255 that file systems take. */
const mostLetters = 60;

/** The last part of the address's path, made safe for every file system, with the content's extension. */
export function fileName({ pathname, hostname }: URL, format: Format): string {
	const last = pathname.slice(pathname.lastIndexOf("/") + 1);
	const plain = decode(last)
		.normalize("NFC")
		.replace(/[\p{Cc}\p{Cf}<>:"/\\|?*%]+/gu, "_")
		.replace(/^[\s.]+|[\s.]+$/g, "");
	const { extensions } = formats[format];
	const [usual = format] = extensions;
	const dot = plain.lastIndexOf(".");
	const extension = dot > 0 ? plain.slice(dot + 1).toLowerCase() : "";
	const isRight = extensions.includes(extension);
	const stem = [...(isRight ? plain.slice(0, dot) : plain)].slice(0, mostLetters).join("").trim();
	// Windows keeps these names for devices, whatever follows the dot.
	const isTaken = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(stem);
	const name = stem === "" ? hostname.replace(/[^\w.-]+/g, "_") : isTaken ? `_${stem}` : stem;
	return `${name}.${isRight ? extension : usual}`;
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		// Not every server's escapes are UTF-8; as it stands it is a name, too.
		return part;
	}
}
