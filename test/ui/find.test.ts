import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { type ColorName, type Scene, type ShapeKind, shape } from "../fixtures/shapes.ts";
import { LoupePage } from "./loupePage.ts";
import { type Theme, Workbench } from "./workbench.ts";

const colors: ColorName[] = ["red", "green", "blue", "orange", "purple", "black", "magenta"];
const kinds: ShapeKind[] = ["circle", "square", "triangle", "diamond"];

/** So many shapes in rows, in turn of every colour and kind. */
function rows(count: number, columns: number, size: number, gap: number): Scene {
	const shapes = Array.from({ length: count }, (_, index) =>
		shape(
			colors[index % colors.length]!,
			kinds[index % kinds.length]!,
			gap + (index % columns) * (size + gap),
			gap + Math.floor(index / columns) * (size + gap),
			size,
		),
	);
	const lines = Math.ceil(count / columns);
	return {
		size: { width: gap + columns * (size + gap), height: gap + lines * (size + gap) },
		background: "#f6f3ec",
		shapes,
	};
}

const counts = {
	"3.png": rows(3, 3, 180, 60),
	"25.png": rows(25, 7, 100, 40),
	"300.png": rows(300, 20, 30, 20),
};

describe("A person who looks for things", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		workspace = await copySamples();
		for (const [name, scene] of Object.entries(counts)) {
			await writeFile(join(workspace.folder, name), await renderScene(scene, { format: "png" }));
		}
		vscode = await Workbench.start({ extension: root, settings: { "loupe.maxObjects": 400 } });
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("find-failed");
	});

	for (const [name, { shapes }] of Object.entries(counts)) {
		it(`segments ${shapes.length} things and lists each`, async () => {
			await vscode.chooseFromMenu(vscode.explorerRow(name), ["Loupe", "Segment"]);
			await page.picture(name).waitFor();
			await page.conversation.getByText(`${shapes.length} objects found`).first().waitFor();
			await page.settled();
			await vscode.screenshot(`find-${shapes.length}`);
		});
	}

	it("finds what their words name, and shows it as a layer of its own", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("25.png"), ["Loupe", "Open in Loupe"]);
		await page.picture("25.png").waitFor();
		await page.button("Point").click();
		await page.frame.getByRole("dialog").getByRole("textbox").fill("the red circles");
		await vscode.page.keyboard.press("Enter");
		const wanted = counts["25.png"].shapes.filter(({ label }) => label === "red circle").length;
		assert.ok(wanted > 0);
		const layer = page.frame.getByRole("switch", { name: /Point.*the red circles/ });
		await layer.waitFor();
		await page.settled();
		const numbers = await layer.locator(".numbers").textContent();
		assert.match(numbers ?? "", new RegExp(`^${wanted} · `), "objects, then seconds");
	});

	for (const theme of [
		"Light Modern",
		"Dark High Contrast",
		"Light High Contrast",
		"Dark Modern",
	] satisfies Theme[]) {
		it(`can be looked at in ${theme}`, async () => {
			await vscode.useTheme(theme);
			await page.objects.nth(3).click();
			await vscode.screenshot(`find-${theme.toLowerCase().replaceAll(" ", "-")}`);
		});
	}

	it("reaches everything in an editor 400 pixels wide", async () => {
		await vscode.runCommand("View: Toggle Primary Side Bar Visibility");
		await vscode.page.setViewportSize({ width: 450, height: 800 });
		for (const name of ["Caption", "Detect Objects", "Segment", "Point", "Fit"]) {
			await page.button(name).click({ trial: true });
		}
		await page.objects.first().click({ trial: true });
		await vscode.screenshot("find-400");
		assert.deepEqual(vscode.problems, []);
	});
});
