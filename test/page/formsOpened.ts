import type { Locator } from "playwright-core";
import type { Saved } from "../../src/shared/protocol.ts";
import { type OpenOptions, type OpenPage, open } from "./bed.ts";

/** What the person keeps when they keep nothing. */
export const none: Saved = { presets: [], labelSets: {}, schemas: [] };

/** Opens a task's form on a page that has room for its button. */
export async function openedForm(
	title: string,
	state: OpenOptions["state"] = {},
): Promise<OpenPage & { form: Locator }> {
	const opened = await open({ width: 1280, state });
	await opened.page.getByRole("button", { name: title, exact: true }).click();
	const form = opened.page.getByRole("dialog", { name: title });
	await form.waitFor();
	return { ...opened, form };
}

/** The accessible name of what has the focus. */
export const focusedName = ({ page }: OpenPage): Promise<string | null> =>
	page.evaluate(() => document.activeElement?.ariaLabel ?? null);
