import type { Locator } from "playwright-core";
import type { LoupePage } from "./loupePage.ts";
import type { Workbench } from "./workbench.ts";

/** The conversation of the Loupe editor in front, as a person uses it. */
export class Talk {
	readonly #vscode: Workbench;
	readonly #page: LoupePage;

	constructor(vscode: Workbench, page: LoupePage) {
		this.#vscode = vscode;
		this.#page = page;
	}

	get box(): Locator {
		return this.#page.frame.getByRole("textbox", { name: "Ask about this image", exact: true });
	}

	/** A question or task with what came of it; of like ones the newest. */
	entry(asked: string | RegExp): Locator {
		const articles = this.#page.conversation.getByRole("article", { name: asked, exact: true });
		return articles.last();
	}

	/** A button under an answer. */
	action(asked: string | RegExp, name: string): Locator {
		return this.entry(asked).getByRole("button", { name, exact: true });
	}

	/** Types a question and sends it; resolves with its entry when it is answered. */
	async ask(words: string): Promise<Locator> {
		await this.box.click();
		await this.#vscode.page.keyboard.type(words);
		await this.#vscode.page.keyboard.press("Enter");
		return this.answered(words);
	}

	/** Resolves with the entry when its answer has ended. */
	async answered(asked: string | RegExp): Promise<Locator> {
		await this.action(asked, "Retry").waitFor();
		return this.entry(asked);
	}
}
