import assert from "node:assert/strict";
import type { FrameLocator, Locator } from "playwright-core";
import type { Rect } from "../../src/shared/result.ts";
import { type Pixels, readPixels } from "./pixels.ts";
import type { Workbench } from "./workbench.ts";

/** The Loupe editor in front, by the accessible names that product.md promises. */
export class LoupePage {
	readonly frame: FrameLocator;
	readonly #workbench: Workbench;

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
		this.frame = workbench.editorFrame();
	}

	/** The picture of that file name. */
	picture(name: string): Locator {
		return this.frame.getByRole("img", { name, exact: true });
	}

	get objects(): Locator {
		return this.frame.getByRole("listbox", { name: "Objects", exact: true }).getByRole("option");
	}

	get conversation(): Locator {
		return this.frame.getByRole("log", { name: "Conversation", exact: true });
	}

	get progress(): Locator {
		return this.frame.getByRole("progressbar");
	}

	get alerts(): Locator {
		return this.frame.getByRole("alert");
	}

	button(name: string): Locator {
		return this.frame.getByRole("button", { name, exact: true });
	}

	/** It is named with what it says of the picture. */
	get factsButton(): Locator {
		return this.frame.getByRole("button", { name: "Picture Facts: " });
	}

	/** Resolves when no task runs any more. */
	async settled(): Promise<void> {
		await this.progress.waitFor({ state: "detached" });
	}

	/** The picture as the screen shows it, and where each of its own pixels lies on that. */
	async look(name: string): Promise<{ pixels: Pixels; toScreen: (rect: Rect) => Rect }> {
		const picture = this.picture(name);
		const clip = await picture.boundingBox();
		assert(clip, "the picture has no place on the screen");
		const natural = await picture.evaluate((image) => {
			if (!(image instanceof HTMLImageElement)) throw new Error("the picture is no <img>");
			return { width: image.naturalWidth, height: image.naturalHeight };
		});
		const area = {
			x: Math.floor(clip.x),
			y: Math.floor(clip.y),
			width: Math.ceil(clip.width),
			height: Math.ceil(clip.height),
		};
		const png = await this.#workbench.page.screenshot({ clip: area, animations: "disabled" });
		const scale = clip.width / natural.width;
		const toScreen = ({ x, y, width, height }: Rect): Rect => ({
			x: clip.x - area.x + x * scale,
			y: clip.y - area.y + y * scale,
			width: width * scale,
			height: height * scale,
		});
		return { pixels: await readPixels(png), toScreen };
	}
}
