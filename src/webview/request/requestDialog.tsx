import "./request.css";

import * as l10n from "@vscode/l10n";
import { type ComponentChildren, render } from "preact";
import type { Ask, ShownRun, TalkHostApi } from "../../shared/protocol.ts";
import type { Remote } from "../../shared/rpc.ts";
import { NextRequest, SentRequest } from "./requestView.tsx";

export interface RequestDialogParts {
	host: Pick<Remote<TalkHostApi>, "previewRequest" | "requestOf" | "countTokens" | "copyText">;
}

/** The page's one request inspector. Escape, its button and a click outside close it. */
export class RequestDialog {
	readonly element = document.createElement("dialog");
	readonly #parts: RequestDialogParts;

	constructor(parts: RequestDialogParts) {
		this.#parts = parts;
		const { element } = this;
		element.className = "request";
		element.setAttribute("aria-label", l10n.t("Request"));
		element.addEventListener("click", (event) => {
			if (event.target === element) element.close();
		});
		// What it showed may be large: nothing of it stays. The event comes late: it may be open again.
		element.addEventListener("close", () => {
			if (!element.open) render(null, element);
		});
	}

	/** What was sent for a run, and what came back. */
	showRun(run: ShownRun): void {
		this.#open(<SentRequest run={run} {...this.#viewParts} />);
	}

	/** What would be sent for one of these, the first at first. */
	showNext(asks: readonly Ask[], { isDemo }: { isDemo: boolean }): void {
		this.#open(<NextRequest asks={asks} isDemo={isDemo} {...this.#viewParts} />);
	}

	get #viewParts() {
		return { host: this.#parts.host, close: () => this.element.close() };
	}

	#open(view: ComponentChildren): void {
		if (this.element.open) return;
		render(null, this.element);
		render(view, this.element);
		this.element.showModal();
	}
}
