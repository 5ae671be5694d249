/** "812 B", "214 kB", "3.4 MB"; thousands, as the page of a picture counts. */
export function formatBytes(bytes: number, language: string): string {
	const units = ["B", "kB", "MB", "GB"];
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	const digits = unit > 0 && value < 9.95 ? 1 : 0;
	const number = new Intl.NumberFormat(language, {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	}).format(value);
	return `${number} ${units[unit]}`;
}
