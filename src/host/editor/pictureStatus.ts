import {
	type Disposable,
	env,
	l10n,
	type QuickPickItem,
	StatusBarAlignment,
	type StatusBarItem,
	window,
} from "vscode";
import type { Size } from "../../shared/result.ts";
import { Disposables } from "../disposables.ts";
import { formatBytes } from "../history/formatBytes.ts";

/** What the status bar says of the picture in front. */
export interface PictureInFront {
	/** Absent where the picture cannot be shown. */
	picture?: { size: Size; bytes: number };
	/** Absent until the page has told it. */
	scale?: number;
}

/** An editor that can be in front. */
export interface StatusOwner {
	zoomTo(scale: number | "fit"): void;
}

const scales = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32];

/** Zoom, size and bytes of the picture in front, in the status bar, in the order of VS Code's own preview. */
export class PictureStatus implements Disposable {
	readonly #disposables = new Disposables();
	readonly #zoom = this.#item("loupe.zoom", 102, l10n.t("Loupe: zoom"));
	readonly #size = this.#item("loupe.size", 101, l10n.t("Loupe: size in pixels"));
	readonly #bytes = this.#item("loupe.bytes", 100, l10n.t("Loupe: size of the file"));
	/** Whose picture it is: an editor that closes must not hide what another shows. */
	#owner: StatusOwner | undefined;
	#scale: number | undefined;

	constructor() {
		this.#zoom.command = "loupe.chooseZoom";
		this.#zoom.tooltip = l10n.t("Choose the zoom");
	}

	show(owner: StatusOwner, { picture, scale }: PictureInFront): void {
		this.#owner = owner;
		this.#scale = scale;
		fill(this.#zoom, picture && scale !== undefined ? percent(scale) : undefined);
		fill(this.#size, picture && `${picture.size.width}×${picture.size.height}`);
		fill(this.#bytes, picture && formatBytes(picture.bytes, env.language));
	}

	/** Does nothing when another editor is in front by now. */
	hide(owner: StatusOwner): void {
		if (this.#owner !== owner) return;
		this.#owner = undefined;
		for (const item of [this.#zoom, this.#size, this.#bytes]) item.hide();
	}

	/** Asks for a zoom for the picture in front. */
	async chooseZoom(): Promise<void> {
		const owner = this.#owner;
		if (!owner) return;
		const items: Array<QuickPickItem & { scale: number | "fit" }> = [
			{ label: l10n.t("Fit"), scale: "fit" },
			...scales.map((scale) => ({ label: percent(scale), scale })),
		];
		const now = this.#scale;
		const placeHolder = now === undefined ? l10n.t("Zoom") : l10n.t("Zoom, now {0}", percent(now));
		const chosen = await window.showQuickPick(items, { placeHolder });
		if (chosen) owner.zoomTo(chosen.scale);
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	#item(id: string, priority: number, name: string): StatusBarItem {
		const item = window.createStatusBarItem(id, StatusBarAlignment.Right, priority);
		item.name = name;
		return this.#disposables.add(item);
	}
}

function fill(item: StatusBarItem, text: string | undefined): void {
	if (text === undefined) {
		item.hide();
		return;
	}
	item.text = text;
	item.show();
}

function percent(scale: number): string {
	const value = scale * 100;
	const format = new Intl.NumberFormat(env.language, {
		maximumFractionDigits: value < 9.95 ? 1 : 0,
	});
	return `${format.format(value)} %`;
}
