import assert from "node:assert/strict";
import type { RunWaiting, ShownRun } from "../../src/shared/protocol.ts";
import { type OpenPage, open } from "./bed.ts";
import { captionRun, detectRun, sceneObjects } from "./scene.ts";

const minute = 60_000;

function waiting(change: Partial<RunWaiting> = {}): RunWaiting {
	return { until: Date.now() + minute, attempt: 2, reason: "RateLimit", ...change };
}

function runWith(change: Partial<ShownRun>): ShownRun {
	return captionRun({ id: "a", status: "running", text: "", ...change });
}

const timer = ({ page }: OpenPage) => page.getByRole("log").getByRole("timer");
const button = ({ page }: OpenPage, name: string) =>
	page.getByRole("log").getByRole("button", { name, exact: true });

describe("A run that waits before it asks again", () => {
	it("says why and for how long, in place of what it waits for", async () => {
		const opened = await open();
		await opened.view.addRun(runWith({}));
		const plain = opened.page.getByText("Waiting for gemini-3.8-flash…");
		await plain.waitFor();
		const words: [RunWaiting["reason"], RegExp][] = [
			["RateLimit", /^Rate limit: trying again in (?:60|5\d) s$/],
			["Server", /^The server is busy: trying again in (?:60|5\d) s$/],
			["Offline", /^The connection was lost: trying again in (?:60|5\d) s$/],
		];
		for (const [reason, expected] of words) {
			await opened.view.changeRun("a", { waiting: waiting({ reason }) });
			await timer(opened).filter({ hasText: expected }).waitFor();
			assert.equal(await plain.count(), 0);
			assert.equal(await timer(opened).getAttribute("title"), "Attempt 2");
		}
		await opened.view.changeRun("a", { waiting: null });
		await timer(opened).waitFor({ state: "detached" });
		await plain.waitFor();
	});

	it("counts down to the moment it goes on, and reads none of the numbers aloud", async () => {
		const opened = await open();
		// Each look at the clock is a second later than the last.
		const now = await opened.page.evaluate(() => {
			let time = 1_000_000;
			Date.now = () => (time += 1000);
			const seen: string[] = [];
			const watch = () => {
				const text = document.querySelector('[role="timer"]')?.textContent;
				if (text && text !== seen.at(-1)) seen.push(text);
			};
			const all = { childList: true, subtree: true, characterData: true };
			new MutationObserver(watch).observe(document.body, all);
			Object.assign(window, { seen });
			return time;
		});
		// A little more than whole seconds, so that the page looks again soon.
		await opened.view.addRun(runWith({ waiting: waiting({ until: now + 20_005 }) }));
		await opened.page.getByText("Trying again…").waitFor();
		const seen = await opened.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
		const numbers = seen.slice(0, -1).map((text) => Number(/ in (\d+) s$/.exec(text)?.[1]));
		assert(numbers.length > 10, seen.join("; "));
		assert.deepEqual(
			numbers,
			[...numbers].sort((a, b) => b - a),
		);
		assert.equal(numbers.at(-1), 1);
		assert.equal(await timer(opened).getAttribute("aria-live"), "off");
		await opened.page.getByText("Rate limit: waiting to try again").waitFor();
	});

	it("asks at once or ends as the person says", async () => {
		const opened = await open({ state: { runs: [runWith({ waiting: waiting() })] } });
		await button(opened, "Try Now").click();
		await button(opened, "Stop").click();
		await opened.painted();
		assert.deepEqual(opened.host.calls, [
			["tryNow", "a"],
			["stop", "a"],
		]);
		await opened.view.changeRun("a", { waiting: null, status: "stopped" });
		await button(opened, "Try Now").waitFor({ state: "detached" });
	});

	it("keeps in view what had already arrived, and nothing of the waiting once it has ended", async () => {
		const run = detectRun({
			id: "b",
			status: "running",
			objects: sceneObjects.slice(0, 2),
			waiting: waiting(),
		});
		const opened = await open({ state: { runs: [run] } });
		await opened.page.getByRole("log").getByText("2 objects").waitFor();
		await timer(opened).waitFor();
		await opened.view.changeRun("b", { status: "failed" });
		await timer(opened).waitFor({ state: "detached" });
	});

	it("looks like the rest of the conversation", async () => {
		const until = Date.now() + 7000;
		const opened = await open({
			state: { runs: [detectRun(), runWith({ waiting: waiting({ until }) })] },
		});
		await timer(opened).waitFor();
		await opened.screenshot("waiting");
		const moves = await opened.page
			.locator(".waits")
			.evaluate((one) => one.getAnimations({ subtree: true }).length);
		assert.equal(moves, 0);
	});
});
