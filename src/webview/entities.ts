const named: Readonly<Record<string, string>> = {
	amp: "&",
	apos: "'",
	gt: ">",
	hellip: "…",
	lt: "<",
	mdash: "—",
	nbsp: "\u00a0",
	ndash: "–",
	quot: '"',
	times: "×",
};

/** Character references as their characters; Markdown allows them outside code (CommonMark 2.5). */
export function decodeEntities(text: string): string {
	if (!text.includes("&")) return text;
	return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,6}));/g, (whole, ...parts) => {
		const [decimal, hex, name] = parts as [string?, string?, string?];
		if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
		const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
		// What cannot be seen stays a reference, which can.
		const isVisible =
			point <= 0x10ffff && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(String.fromCodePoint(point));
		return isVisible ? String.fromCodePoint(point) : whole;
	});
}
