import type { FrameLocator } from "playwright-core";
import type { Workbench } from "./workbench.ts";

/** Where VS Code serves a webview its files from: a service worker answers, not the network. */
const resources = /^https:\/\/[\w+-]+\.vscode-resource\.vscode-cdn\.net$/;

/** What pages did that they must not: dialogs, windows, and requests that left VS Code. */
export interface Watch {
	readonly misdeeds: readonly string[];
}

/** Watches the window from now on. Its own frame may ask others: it lists extensions. */
export function watchPage({ page }: Workbench): Watch {
	const misdeeds: string[] = [];
	const context = page.context();
	page.on("dialog", (dialog) => {
		misdeeds.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	context.on("page", (other) => misdeeds.push(`window: ${other.url()}`));
	context.on("request", (request) => {
		// A navigation has no frame yet.
		const isWorkbench =
			request.serviceWorker() === null &&
			!request.isNavigationRequest() &&
			request.frame() === page.mainFrame();
		if (isWorkbench) return;
		const { origin, protocol } = new URL(request.url());
		const isOwn = protocol === "blob:" || resources.test(origin);
		if (isOwn || origin === new URL(page.url()).origin) return;
		misdeeds.push(`request: ${request.url()}`);
	});
	return { misdeeds };
}

/** How the page in a frame is laid out, in CSS pixels; a sideways overflow is what sticks out. */
export function layoutOf(
	frame: FrameLocator,
): Promise<{ panel: number; overflow: number; toolbar: number; ran: unknown }> {
	return frame.locator("body").evaluate((body) => {
		const place = (selector: string) => body.querySelector(selector)?.getBoundingClientRect();
		const sideways = [...body.querySelectorAll(".panel, .log, .entry")].concat(
			document.documentElement,
		);
		return {
			panel: Math.round(place(".panel")?.width ?? 0),
			toolbar: Math.round(place(".toolbar")?.height ?? 0),
			overflow: Math.max(...sideways.map((one) => one.scrollWidth - one.clientWidth)),
			ran: (globalThis as { ran?: unknown }).ran,
		};
	});
}

/**
 * The longest time the page took for one thing until the returned function is called, in
 * milliseconds: for so long it did not answer the person. What took less than 50 is 0 (Long Tasks API).
 */
export async function watchTasks(frame: FrameLocator): Promise<() => Promise<number>> {
	const watched = await frame.locator("body").evaluateHandle(() => {
		const tasks: number[] = [];
		const keep = (entries: PerformanceEntryList) =>
			tasks.push(...entries.map(({ duration }) => duration));
		const observer = new PerformanceObserver((list) => keep(list.getEntries()));
		observer.observe({ entryTypes: ["longtask"] });
		return { tasks, observer, keep };
	});
	return () =>
		watched.evaluate(async ({ tasks, observer, keep }) => {
			// The task that is measured last is over when another one runs.
			await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
			keep(observer.takeRecords());
			observer.disconnect();
			return Math.max(0, ...tasks);
		});
}
