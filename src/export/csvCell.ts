/**
 * A cell of a CSV file (RFC 4180), quoted where it must be. Text that a spreadsheet would take for a
 * formula gets an apostrophe before it (OWASP, "CSV Injection"), unless it is a number.
 */
export function csvCell(value: string | number | boolean | undefined): string {
	if (value === undefined) return "";
	if (typeof value !== "string") return String(value);
	const isFormula = /^[=+\-@＝＋－＠\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value);
	const text = isFormula ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
