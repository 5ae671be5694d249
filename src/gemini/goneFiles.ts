import { LoupeError } from "../shared/errors.ts";

/**
 * Which of the uploaded files that a request named (`files/…`) are gone, by what it failed with: the
 * API answers 403 or 404 for a file that expired, was deleted or is another key's, and names it. All
 * of them when it speaks of a file without its name; none when it failed for another reason.
 */
export function goneFiles(error: unknown, names: readonly string[]): string[] {
	if (!(error instanceof LoupeError)) return [];
	const { message, detail = "", cause } = error;
	const said = `${message} ${detail}`;
	const status = (cause as { status?: unknown } | undefined)?.status;
	const isRefused = status === 403 || status === 404 || /\b(?:403|404)\b/.test(message);
	if (!isRefused || !/\bfiles?\b/i.test(said)) return [];
	const named = names.filter((name) => said.includes(name.slice("files/".length)));
	return named.length > 0 ? named : [...names];
}
