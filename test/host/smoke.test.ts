import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("Loupe in VS Code", () => {
	const loupe = vscode.extensions.getExtension("loupe.image-loupe");

	it("is there and starts", async () => {
		assert(loupe);
		await loupe.activate();
		assert.equal(loupe.isActive, true);
	});

	it("registers every command its manifest names", async () => {
		assert(loupe);
		const { contributes } = loupe.packageJSON as {
			contributes: { commands: { command: string }[] };
		};
		await loupe.activate();
		const registered = new Set(await vscode.commands.getCommands(true));
		const missing = contributes.commands.filter(({ command }) => !registered.has(command));
		assert.deepEqual(missing, []);
		assert.notEqual(contributes.commands.length, 0);
	});
});
