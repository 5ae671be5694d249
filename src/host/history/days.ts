/** What was asked on one day of the person's calendar. */
export interface Day<Entry> {
	kind: "day";
	/** Its first moment, in milliseconds since 1970. */
	start: number;
	/** Newest first. */
	entries: Entry[];
}

const dayLength = 24 * 3_600_000;

/** `entries` come newest first. */
export function groupByDay<Entry extends { startedAt: number }>(
	entries: readonly Entry[],
): Day<Entry>[] {
	const days: Day<Entry>[] = [];
	for (const entry of entries) {
		const start = startOfDay(entry.startedAt);
		const last = days.at(-1);
		if (last?.start === start) last.entries.push(entry);
		else days.push({ kind: "day", start, entries: [entry] });
	}
	return days;
}

/** How many days ago a day began: 0 is today. */
export function daysAgo(start: number, now: number): number {
	// Days of 23 and of 25 hours are days.
	return Math.round((startOfDay(now) - start) / dayLength);
}

function startOfDay(time: number): number {
	return new Date(time).setHours(0, 0, 0, 0);
}
