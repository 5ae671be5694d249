/** An http, https or mailto address as it will be opened; undefined for anything else. */
export function safeAddress(address: string): string | undefined {
	if (!URL.canParse(address)) return undefined;
	const { protocol, href } = new URL(address);
	return protocol === "http:" || protocol === "https:" || protocol === "mailto:" ? href : undefined;
}
