import { labelName, unnamed } from "./labelName.ts";

/** Windows keeps these for devices, with any extension (Microsoft, "Naming Files, Paths, …"). */
const devices = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?=\.|$)/i;

/** Most file systems take 255 bytes; the rest is left for numbers and extensions. */
const mostStemBytes = 200;

/** Part of a file name that all systems take: no separators, controls, devices or outer dots. */
export function safeName(text: string, mostBytes = 80): string {
	const allowed = labelName(text.normalize("NFC"))
		.replace(/[<>:"/\\|?*]+/g, "_")
		.replace(/^[. ]+/, "");
	const short = trimEnd(shorten(allowed, mostBytes)) || unnamed;
	return devices.test(short) ? `_${short}` : short;
}

/** "cat.tar.png" → "cat.tar" and ".png"; the extension is empty where there is none. */
export function splitName(fileName: string): { stem: string; extension: string } {
	const extension = /(?<=.)\.[a-z0-9]{1,9}$/i.exec(fileName)?.[0] ?? "";
	const stem = fileName.slice(0, fileName.length - extension.length);
	return { stem: safeName(stem, mostStemBytes), extension };
}

/** The pictures' safe names without extension, each once, also where case does not count. */
export function uniqueStems(fileNames: readonly string[]): string[] {
	const taken = new Set<string>();
	return fileNames.map((fileName) => {
		const { stem } = splitName(fileName);
		let name = stem;
		for (let turn = 2; taken.has(folded(name)); turn++) name = `${stem}_${turn}`;
		taken.add(folded(name));
		return name;
	});
}

function folded(name: string): string {
	return name.toLowerCase().normalize("NFD");
}

/** At most `bytes` of UTF-8, cut between letters as people see them. */
function shorten(text: string, bytes: number): string {
	if (Buffer.byteLength(text) <= bytes) return text;
	let short = "";
	let used = 0;
	// A letter takes a byte at least.
	for (const { segment } of new Intl.Segmenter().segment(text.slice(0, bytes))) {
		used += Buffer.byteLength(segment);
		if (used > bytes) break;
		short += segment;
	}
	return short;
}

/** Windows drops these at the end of a name. */
function trimEnd(name: string): string {
	return name.replace(/[. ]+$/, "");
}
