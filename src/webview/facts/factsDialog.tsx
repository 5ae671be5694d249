import "./facts.css";

import * as l10n from "@vscode/l10n";
import { render } from "preact";
import type { PixelHostApi } from "../../shared/pixelProtocol.ts";
import type { HostApi, PictureState } from "../../shared/protocol.ts";
import { FactsView } from "./factsView.tsx";

export type FactsHost = Pick<PixelHostApi, "facts" | "histogram"> & Pick<HostApi, "copyText">;

/** What a picture's file says of itself. Escape, its button and a click outside close it. */
export class FactsDialog {
	readonly element = document.createElement("dialog");
	readonly #host: FactsHost;

	constructor(host: FactsHost) {
		this.#host = host;
		const { element } = this;
		element.className = "request facts-dialog";
		element.setAttribute("aria-label", l10n.t("Picture Facts"));
		element.addEventListener("click", (event) => {
			if (event.target === element) element.close();
		});
		// The event comes late: it may be open again.
		element.addEventListener("close", () => {
			if (!element.open) render(null, element);
		});
	}

	/** `frame`: which is seen of an animation or of several pages, from 0. */
	open(picture: PictureState, frame?: number): void {
		if (this.element.open || picture.kind !== "shown") return;
		render(null, this.element);
		const close = () => this.element.close();
		render(<FactsView {...{ picture, frame, close }} host={this.#host} />, this.element);
		this.element.showModal();
	}
}
