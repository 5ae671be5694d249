const hour = 3_600_000;

/**
 * Milliseconds until the quotas per day begin anew: at midnight Pacific time (ai.google.dev,
 * "Rate limits"). `now` in milliseconds since 1970.
 */
export function untilQuotaDay(now: number): number {
	const today = pacificDay(now);
	// Days there have 23 to 25 hours, and begin with an hour of UTC.
	let start = now - (now % hour);
	while (pacificDay(start) === today) start += hour;
	return start - now;
}

function pacificDay(time: number): string {
	return pacific.format(time);
}

const pacific = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Los_Angeles" });
