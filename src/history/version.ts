/**
 * Whether a newer Loupe wrote what a file holds; throws when it has no version. Whatever the
 * version, a file of the history is a JSON object with a `version`: that is how an older Loupe
 * knows to leave it alone.
 */
export function isNewer(stored: { version?: number } | null, known: number): boolean {
	const version = stored?.version;
	if (typeof version !== "number" || !(version >= 1)) throw new Error(`Version ${version}`);
	return version > known;
}
