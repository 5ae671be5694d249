import { type Disposable, env, l10n, StatusBarAlignment, window } from "vscode";
import type { PointedPixel } from "../shared/pixelProtocol.ts";
import { Disposables } from "./disposables.ts";

/** Shows the pixel under the pointer in the status bar; a click copies its colour. */
export class PixelStatus implements Disposable {
	readonly #disposables = new Disposables();
	// Left of the model's entry, and right of what tells of the file.
	readonly #item = this.#disposables.add(
		window.createStatusBarItem("loupe.pixel", StatusBarAlignment.Right, 103),
	);
	#shown: { owner: object; pixel: PointedPixel } | undefined;

	constructor() {
		this.#item.name = l10n.t("Loupe: pixel");
		this.#item.command = "loupe.copyColor";
	}

	show(owner: object, pixel: PointedPixel): void {
		this.#shown = { owner, pixel };
		const { x, y, values, hex } = pixel;
		// "$(" would begin an icon: numbers and hex hold none.
		this.#item.text = `x ${x} y ${y} \u00b7 ${values} \u00b7 ${hex}`;
		this.#item.tooltip = l10n.t("Pixel under the pointer; click to copy its color");
		this.#item.show();
	}

	/** Only what the same owner shows: an editor that closes hides nothing of another. */
	hide(owner: object): void {
		if (this.#shown?.owner !== owner) return;
		this.#shown = undefined;
		this.#item.hide();
	}

	/** Copies the color that is shown, if one is. */
	async copy(): Promise<void> {
		if (!this.#shown) return;
		const { copied } = this.#shown.pixel;
		await env.clipboard.writeText(copied);
		window.setStatusBarMessage(l10n.t("Copied {0}", copied), 2000);
	}

	dispose(): void {
		this.#disposables.dispose();
	}
}
