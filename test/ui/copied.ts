import type { Locator } from "playwright-core";
import type { Workbench } from "./workbench.ts";

/** What a button puts on the clipboard; the browser's context must be allowed to read and write it. */
export async function copied({ page }: Workbench, button: Locator): Promise<string> {
	const before = "nothing was copied";
	await page.evaluate((text) => navigator.clipboard.writeText(text), before);
	await button.click();
	return page.evaluate(async (old) => {
		// Browsers tell of no change; the test's own time limit ends this.
		for (;;) {
			const now = await navigator.clipboard.readText();
			if (now !== old) return now;
			await new Promise(requestAnimationFrame);
		}
	}, before);
}
