import assert from "node:assert/strict";
import { untilQuotaDay } from "../../src/gemini/quotaDay.ts";

describe("A day's quota is renewed at midnight Pacific time", () => {
	const cases: [what: string, now: string, midnight: string][] = [
		["in winter", "2026-11-21T09:46:00.250Z", "2026-11-22T08:00:00Z"],
		["in summer", "2026-07-01T06:59:59.999Z", "2026-07-01T07:00:00Z"],
		["from midnight itself, a day later", "2026-07-01T07:00:00Z", "2026-07-02T07:00:00Z"],
		["on the day of 23 hours", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z"],
		["on the day of 25 hours", "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z"],
		["across a new year", "2026-12-31T23:30:00Z", "2027-01-01T08:00:00Z"],
	];
	for (const [what, now, midnight] of cases) {
		it(what, () => {
			const time = Date.parse(now);
			assert.equal(new Date(time + untilQuotaDay(time)).getTime(), Date.parse(midnight));
		});
	}
});
