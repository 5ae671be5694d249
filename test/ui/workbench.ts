import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { launchChromium } from "../bed/chromium.ts";
import { own } from "../bed/owned.ts";
import { out } from "../bed/paths.ts";
import { type ServedVSCode, type ServeOptions, serveVSCode } from "../bed/serveVSCode.ts";
import { testSettings } from "../bed/settings.ts";
import { testEnv } from "../bed/testEnv.ts";

/** VS Code's themes that pictures are taken in, each with the name of its file in theme-defaults. */
const themes = {
	"Dark Modern": "dark_modern",
	"Light Modern": "light_modern",
	"Dark High Contrast": "hc_black",
	"Light High Contrast": "hc_light",
} as const;

export type Theme = keyof typeof themes;

/** A person at a real VS Code: what they see and do, by the names that they read. */
export class Workbench {
	readonly page: Page;
	/** Errors that webview pages logged and what their Content Security Policy refused. */
	readonly problems: string[] = [];
	readonly #vscode: ServedVSCode;
	readonly #close: () => Promise<void>;

	private constructor(vscode: ServedVSCode, browser: Browser, page: Page) {
		this.page = page;
		this.#vscode = vscode;
		this.#close = own(async () => {
			await browser.close();
			await vscode.close();
		});
		page.on("console", (message) => {
			const inWebview = /\/webview\/|vscode-remote-resource|vscode-resource/.test(
				message.location().url,
			);
			const refused = /content security policy/i.test(message.text());
			if (refused || (inWebview && message.type() === "error")) this.problems.push(message.text());
		});
	}

	/** Starts VS Code and a browser. Nothing is open yet. */
	static async start(options: ServeOptions = {}): Promise<Workbench> {
		const settings = { ...testSettings, ...options.settings };
		const vscode = await serveVSCode({ env: testEnv(), ...options, settings });
		const browser = await launchChromium();
		const page = await browser.newPage({
			viewport: { width: 1280, height: 800 },
			colorScheme: "dark",
			locale: "en-US",
		});
		page.setDefaultTimeout(15_000);
		return new Workbench(vscode, browser, page);
	}

	/** Opens a folder in the window; resolves when its files and its extensions' menus are there. */
	async open(folder: string): Promise<void> {
		await this.page.goto(this.#vscode.url(folder));
		await this.#ready();
	}

	/** Reloads the window the way that lets VS Code keep its state first. */
	async reload(): Promise<void> {
		const loaded = this.page.waitForEvent("domcontentloaded");
		await this.runCommand("Developer: Reload Window");
		await loaded;
		await this.#ready();
	}

	close(): Promise<void> {
		return this.#close();
	}

	/** A file or folder in the Explorer. */
	explorerRow(name: string): Locator {
		return this.page.locator(".explorer-folders-view").getByRole("treeitem", { name, exact: true });
	}

	/** Right-clicks and walks through the menu: `["Loupe", "Detect Objects"]`. */
	async chooseFromMenu(target: Locator, path: readonly [string, ...string[]]): Promise<void> {
		await target.click({ button: "right" });
		const item = (name: string): Locator =>
			this.page.getByRole("menuitem", { name, exact: true }).last();
		for (const name of path.slice(0, -1)) await item(name).hover();
		const name = path.at(-1) ?? path[0];
		const last = item(name);
		await last.hover();
		// A menu that has just opened takes no click yet, lest the one that opened it chooses from it;
		// and on the way to an entry the pointer passes others.
		await this.page
			.locator(".action-item.focused")
			.filter({ has: this.page.getByRole("menuitem", { name, exact: true }) })
			.last()
			.waitFor();
		await this.page.keyboard.press("Enter");
		await last.waitFor({ state: "hidden" });
	}

	/** Runs a command by its full title: "Loupe: Caption". */
	async runCommand(title: string): Promise<void> {
		// A box that is just closing would take the key.
		await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
		await this.page.keyboard.press("F1");
		await this.#input.fill(`>${title}`);
		await this.#pickRow(title).click();
	}

	/** Chooses in the quick pick that is open. */
	async pick(label: string): Promise<void> {
		await this.#input.fill(label);
		await this.#pickRow(label).click();
		await this.#input.waitFor({ state: "hidden" });
	}

	/** Chooses in the quick pick that is open, whatever is asked next. */
	async choose(label: string): Promise<void> {
		await this.#pickRow(label).click();
	}

	/** Takes the path that the file dialog of that title proposes. */
	async acceptPath(title: string): Promise<void> {
		const input = this.page.locator(`.quick-input-widget input[aria-label$="${title}"]`);
		await input.waitFor();
		// The proposal is there with its trailing list; Enter before that is not heard.
		await this.page.locator(".quick-input-list .monaco-list-row").first().waitFor();
		await input.press("Enter");
		await input.waitFor({ state: "hidden" });
	}

	/** Answers the input box that is open. */
	async answer(text: string): Promise<void> {
		await this.#input.fill(text);
		await this.page.keyboard.press("Enter");
	}

	/** The notifications that are shown; each has its message and its buttons. */
	notification(text: string | RegExp): Locator {
		return this.page.locator(".notification-toast").filter({ hasText: text });
	}

	/** The tab of an editor. */
	tab(name: string): Locator {
		return this.page.locator(".tabs-container").getByRole("tab", { name });
	}

	/** The page of the editor in front: a webview is two frames deep. */
	editorFrame(): FrameLocator {
		return this.page
			.frameLocator("iframe.webview.ready >> visible=true")
			.frameLocator("iframe#active-frame");
	}

	async useTheme(theme: Theme): Promise<void> {
		await this.runCommand("Preferences: Color Theme");
		await this.#input.and(this.page.getByPlaceholder(/^Select Color Theme/)).waitFor();
		await this.pick(theme);
		await this.page.locator(`.monaco-workbench[class*="-${themes[theme]}-json"]`).waitFor();
	}

	/** A picture of the window in out/screenshots; resolves with its path. */
	async screenshot(name: string): Promise<string> {
		const folder = join(out, "screenshots");
		await mkdir(folder, { recursive: true });
		const path = join(folder, `${name}.png`);
		await this.page.screenshot({ path, animations: "disabled" });
		return path;
	}

	get #input(): Locator {
		return this.page.locator(".quick-input-widget:visible").locator("input.input:visible");
	}

	#pickRow(label: string): Locator {
		const rows = this.page.locator(".quick-input-list .monaco-list-row");
		return rows.getByText(label, { exact: true }).first();
	}

	async #ready(): Promise<void> {
		await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
		// The mark that the workbench sets when it knows every extension's commands and menus.
		await this.page.waitForFunction(
			() => performance.getEntriesByName("code/didLoadExtensions").length > 0,
		);
	}
}
