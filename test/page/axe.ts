import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const script = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

declare global {
	interface Window {
		axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
	}
}

/** What axe finds wrong with the page as it is: the rule, each element it is about, and why. */
export async function faultsOf(page: Page): Promise<string[]> {
	await page.evaluate(await readFile(script, "utf8"));
	const { violations } = await page.evaluate(() =>
		window.axe.run(document, { resultTypes: ["violations"] }),
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes
			.filter(({ html }) => !isNamedElsewhere(id, html))
			.map(({ html, any, all, none }) => {
				const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
				return `${id}: ${html.slice(0, 160)}: ${why.slice(0, 200)}`;
			}),
	);
}

/**
 * Rows of changes show numbers where they are named "Change 1", cards of pictures what was found over
 * the picture: what is seen beside the name is their description.
 */
function isNamedElsewhere(rule: string, html: string): boolean {
	const isRow = html.startsWith('<div id="spot-');
	const isCard = html.includes('aria-keyshortcuts="Alt+ArrowLeft');
	return rule === "label-content-name-mismatch" && (isRow || isCard);
}
