import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Workbench } from "../ui/workbench.ts";

/** Megabytes (10^6) that processes have to themselves, with their part of what they share (PSS). */
export interface ViewerMemory {
	/** Of all renderers: the window and its webviews. */
	pages: number;
	/** Of the extension host, with all extensions. */
	host: number;
	/** Of the host, what JavaScript holds, with the bytes that it holds outside. */
	held: number;
}

/** An extension of the bench's own, to be installed where memory is measured. */
export const collector = join(import.meta.dirname, "collector");

/** What a window and its extension host take when both are emptied of garbage; on Linux only. */
export class MemoryMeter {
	readonly #vscode: Workbench;
	#times = 0;

	constructor(vscode: Workbench) {
		this.#vscode = vscode;
	}

	async measure(): Promise<ViewerMemory> {
		const { page } = this.#vscode;
		await this.#vscode.runCommand("Bench: Collect Garbage");
		const said = page.getByText(new RegExp(`^collected ${++this.#times} `)).first();
		const [pid, heap, buffers] = (await said.innerText()).trim().split(" ").slice(2).map(Number);
		if (!pid || !heap || buffers === undefined)
			throw new Error("The collector said something else");
		const session = await page.context().newCDPSession(page);
		await session.send("HeapProfiler.collectGarbage");
		await session.detach();
		const browser = await page.context().browser()?.newBrowserCDPSession();
		if (!browser) throw new Error("The window has no browser");
		const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
		await browser.detach();
		const renderers = processInfo.filter(({ type }) => type === "renderer");
		const sizes = await Promise.all(renderers.map(({ id }) => ownedBy(id)));
		return {
			pages: sizes.reduce((sum, size) => sum + size, 0),
			host: await ownedBy(pid),
			held: (heap + buffers) / 1e6,
		};
	}
}

async function ownedBy(pid: number): Promise<number> {
	const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
	const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
	if (kilobytes === undefined) throw new Error(`/proc does not say what process ${pid} has`);
	return (Number(kilobytes) * 1024) / 1e6;
}
