import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { copied } from "./copied.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

const size = { width: 60, height: 40 };
const file = "drawn.png";

/** Sixteen bits: red tells the column, green the row. */
function drawn(): Promise<Buffer> {
	const values = new Uint16Array(size.width * size.height * 3);
	for (let at = 0; at < size.width * size.height; at++) {
		values[at * 3] = (at % size.width) * 1001 + 3;
		values[at * 3 + 1] = Math.floor(at / size.width) * 1507;
		values[at * 3 + 2] = 40_000;
	}
	const raw = { ...size, channels: 3 as const };
	return sharp(values, { raw })
		.toColourspace("rgb16")
		.withExif({
			IFD0: { Make: "Acme" },
			IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 3230/100" },
		})
		.png()
		.toBuffer();
}

describe("A person who looks at single pixels", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		workspace = await copySamples();
		await writeFile(join(workspace.folder, file), await drawn());
		vscode = await Workbench.start({ extension: root });
		await vscode.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Open in Loupe"]);
		await page.picture(file).waitFor();
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("inspectPixels-failed");
	});

	const entry = () => vscode.page.locator(".statusbar-item", { hasText: /^x \d+ y \d+/ });
	/** What a click puts on the clipboard as a PNG: its size. */
	const copiedSize = () =>
		vscode.page.evaluate(async () => {
			// Browsers tell of no change; the test's own time limit ends this.
			for (;;) {
				const [item] = await navigator.clipboard.read();
				if (item?.types.includes("image/png")) {
					const bitmap = await createImageBitmap(await item.getType("image/png"));
					return [bitmap.width, bitmap.height];
				}
				await new Promise(requestAnimationFrame);
			}
		});

	it("reads the source's own values in the status bar, and a click copies them", async () => {
		const box = await page.picture(file).boundingBox();
		assert(box);
		const scale = box.width / size.width;
		await vscode.page.mouse.move(box.x + 20.5 * scale, box.y + 10.5 * scale);
		const values = `R ${20 * 1001 + 3} G ${10 * 1507} B 40000`;
		await entry()
			.filter({ hasText: `x 20 y 10 · ${values}` })
			.waitFor();
		await vscode.screenshot("inspectPixels");
		assert.equal(await copied(vscode, entry()), values);
	});

	it("selects a region, saves it with all its bits, and copies it as a picture", async () => {
		await page.frame.getByRole("group", { name: "Picture view" }).click();
		await vscode.page.keyboard.press("r");
		const bar = page.frame.getByRole("toolbar", { name: "Region", exact: true });
		await bar.getByText("30 × 20 at 15, 10").waitFor();
		await bar.getByRole("button", { name: "Save Region as PNG…" }).click();
		await vscode.acceptPath("Save Region as PNG");
		await vscode.notification("was saved").waitFor();
		const saved = sharp(join(workspace.folder, "drawn 15,10 30×20.png"));
		const { width, height, depth } = await saved.metadata();
		assert.deepEqual([width, height, depth], [30, 20, "ushort"]);
		const raw = await saved.toColourspace("rgb16").raw({ depth: "ushort" }).toBuffer();
		assert.deepEqual(
			[0, 2, 4].map((at) => raw.readUInt16LE(at)),
			[15_018, 15_070, 40_000],
		);
		await bar.getByRole("button", { name: "Copy Region", exact: true }).click();
		assert.deepEqual(await copiedSize(), [30, 20]);
	});

	it("copies the whole picture from the palette", async () => {
		await vscode.page.evaluate(() => navigator.clipboard.writeText("nothing"));
		await vscode.runCommand("Loupe: Copy Picture");
		assert.deepEqual(await copiedSize(), [60, 40]);
	});

	it("reads what the file says, the place only after a click", async () => {
		await page.factsButton.click();
		const dialog = page.frame.getByRole("dialog", { name: "Picture Facts" });
		await dialog.getByText("Acme").waitFor();
		assert.equal(await dialog.getByText("North latitude").count(), 0);
		await dialog.getByRole("button", { name: "Show Place" }).click();
		await dialog.getByText("North latitude").waitFor();
		await dialog.getByRole("img", { name: /^Histogram/ }).waitFor();
		await vscode.screenshot("inspectPixels-facts");
		await vscode.page.keyboard.press("Escape");
	});

	it("has no entry in the status bar while another editor is in front", async () => {
		await vscode.explorerRow("README.md").dblclick();
		await entry().waitFor({ state: "hidden" });
		await vscode.tab(file).click();
		await entry().waitFor();
		assert.deepEqual(vscode.problems, []);
	});
});
