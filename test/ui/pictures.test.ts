import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { Workbench } from "./workbench.ts";

describe("A person who asks about several pictures", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let frame: FrameLocator;

	before(async () => {
		workspace = await copySamples();
		vscode = await Workbench.start({ extension: root });
		await vscode.open(workspace.folder);
		frame = vscode.editorFrame();
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed") {
			await vscode.screenshot(`pictures-failed-${++failures}`);
		}
	});

	const card = (name: string): Locator => frame.getByRole("button", { name, exact: true });
	const log = (): Locator => frame.getByRole("log", { name: "Conversation" });
	/** Resolves when the browser has drawn that picture. */
	const drawn = (name: string): Promise<void> =>
		frame
			.getByRole("img", { name, exact: true })
			.evaluate((image) => (image as HTMLImageElement).decode());

	it("selects them in the Explorer and chooses Ask…", async () => {
		await vscode.explorerRow("apple.png").click();
		await vscode.explorerRow("shapes.png").click({ modifiers: ["ControlOrMeta"] });
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Ask…"]);
		await vscode.tab("Ask: 2 pictures").waitFor();
		await card("Picture 1: apple.png").waitFor();
		await card("Picture 2: shapes.png").waitFor();
		await drawn("apple.png");
		await drawn("shapes.png");
		await frame.getByText(/^2 pictures · .* of at most 20 MB$/).waitFor();
	});

	it("is answered about all of them", async () => {
		await frame.getByRole("textbox", { name: "Ask about these images" }).fill("What is on them?");
		await vscode.page.keyboard.press("Enter");
		await log().getByText("What is on them?").waitFor();
		await log()
			.getByText(/loupe-demo/)
			.first()
			.waitFor();
		await frame.getByRole("progressbar").first().waitFor({ state: "detached" });
		await vscode.useTheme("Light Modern");
		await vscode.screenshot("pictures-light");
		await vscode.useTheme("Dark Modern");
		await vscode.screenshot("pictures-dark");
	});

	it("begins another conversation in another order, and is back in the first by Undo", async () => {
		// Where the theme was chosen it may rest on a tab, whose tooltip covers the toolbar.
		await vscode.page.mouse.move(0, 0);
		await card("Picture 2: shapes.png").focus();
		await vscode.page.keyboard.press("Alt+ArrowLeft");
		await card("Picture 1: shapes.png").waitFor();
		await log().getByText("What is on them?").waitFor({ state: "detached" });
		await frame.getByRole("button", { name: "Undo" }).click();
		await card("Picture 1: apple.png").waitFor();
		await log().getByText("What is on them?").waitFor();
	});

	it("finds them and the conversation again after the window was reloaded", async () => {
		await vscode.reload();
		await card("Picture 2: shapes.png").waitFor();
		await vscode.tab("Ask: 2 pictures").waitFor();
		await log().getByText("What is on them?").waitFor();
		await drawn("apple.png");
	});

	it("drops another one on them from the Explorer, with Shift pressed, and takes it back", async () => {
		const { mouse, keyboard } = vscode.page;
		const row = await vscode.explorerRow("icon.ico").boundingBox();
		const gallery = await frame.locator(".gallery").boundingBox();
		assert(row && gallery);
		await mouse.move(row.x + 60, row.y + row.height / 2);
		await mouse.down();
		await mouse.move(row.x + 90, row.y + row.height, { steps: 3 });
		// Without it VS Code itself takes what is dropped on its editors.
		await keyboard.down("Shift");
		const [x, y] = [gallery.x + gallery.width / 2, gallery.y + gallery.height - 40];
		await mouse.move(x, y, { steps: 10 });
		// The page under the pointer hears of the drag only when it goes on.
		await frame.locator("body").waitFor();
		await mouse.move(x + 10, y + 10, { steps: 10 });
		await frame.locator(".gallery.welcoming").waitFor();
		await mouse.up();
		await keyboard.up("Shift");
		await card("Picture 3: icon.ico").waitFor();
		await drawn("icon.ico");
		await frame.getByRole("button", { name: "Undo" }).click();
		await card("Picture 3: icon.ico").waitFor({ state: "detached" });
	});

	it("is told of a picture that cannot be read any more, and leaves it out", async () => {
		const file = join(workspace.folder, "apple.png");
		const whole = await readFile(file);
		await writeFile(file, "no picture");
		const alert = frame.getByRole("alert");
		await alert.getByText("1 picture cannot be read.").waitFor();
		await card("Picture 1: apple.png").getByText("cannot be read").waitFor();
		await writeFile(file, whole);
		await alert.waitFor({ state: "detached" });
		await writeFile(file, "no picture");
		await alert.getByRole("button", { name: "Leave Out" }).click();
		await vscode.tab("Ask: 1 picture").waitFor();
		await card("Picture 1: shapes.png").waitFor();
	});

	it("opens one of them in Loupe", async () => {
		await card("Picture 1: shapes.png").click();
		await vscode.tab("shapes.png").waitFor();
		await frame.getByRole("img", { name: "shapes.png", exact: true }).waitFor();
	});

	it("sees no error and no broken Content Security Policy", () => {
		assert.deepEqual(vscode.problems, []);
	});
});
