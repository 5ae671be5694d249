import * as l10n from "@vscode/l10n";

/** Milliseconds of decoding about which nothing is said. */
const patience = 500;

/** One line over the picture: that it is being decoded, or that it is seen coarser than it is. */
export class ViewNote {
	readonly element = document.createElement("p");
	#timer: number | undefined;
	#kind: "decoding" | "reduced" | undefined;

	constructor() {
		this.element.className = "view-note";
		this.element.setAttribute("role", "status");
		this.element.hidden = true;
	}

	show(kind: "decoding" | "reduced" | undefined): void {
		if (kind === this.#kind) return;
		this.#kind = kind;
		clearTimeout(this.#timer);
		if (kind === "decoding") {
			this.element.hidden = true;
			this.#timer = setTimeout(() => this.#say(l10n.t("Decoding…")), patience);
		} else if (kind) this.#say(l10n.t("Reduced view"));
		else this.element.hidden = true;
	}

	#say(words: string): void {
		this.element.textContent = words;
		this.element.hidden = false;
	}
}
