import assert from "node:assert/strict";
import { commands, extensions } from "vscode";

const id = "loupe.image-loupe";

interface Manifest {
	capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
	activationEvents: string[];
	contributes: {
		commands: Array<{ command: string }>;
		customEditors: Array<{ viewType: string; priority: string }>;
		configuration: { properties: Record<string, { scope: string; default: unknown }> };
	};
}

describe("the manifest", () => {
	const manifest = extensions.getExtension(id)?.packageJSON as Manifest;

	it("is activated by its commands, its editor, and panels that come back, which VS Code does not derive", () => {
		assert.deepEqual(manifest.activationEvents, [
			"onWebviewPanel:loupe.pictures",
			"onWebviewPanel:loupe.compare",
			"onWebviewPanel:loupe.pdf",
		]);
	});

	it("names commands that all exist once it is active", async () => {
		await extensions.getExtension(id)?.activate();
		const known = new Set(await commands.getCommands(true));
		const missing = manifest.contributes.commands.filter(({ command }) => !known.has(command));
		assert.deepEqual(missing, []);
	});

	it("leaves VS Code's own preview the default", () => {
		const [editor] = manifest.contributes.customEditors;
		assert.deepEqual([editor?.viewType, editor?.priority], ["loupe.image", "option"]);
	});

	it("lets no workspace choose the engine, the endpoint or the limit of what is spent", () => {
		const { properties } = manifest.contributes.configuration;
		for (const key of ["loupe.engine", "loupe.baseUrl", "loupe.spendingLimit"]) {
			assert.equal(properties[key]?.scope, "machine", key);
		}
	});

	it("lets a workspace that is not trusted choose nothing that reaches a request", () => {
		const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
		const free = Object.keys(manifest.contributes.configuration.properties).filter(
			(key) => !restrictedConfigurations.includes(key),
		);
		assert.deepEqual(free, ["loupe.viewer.wheel", "loupe.viewer.background"]);
	});
});
