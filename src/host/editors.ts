import {
	ConfigurationTarget,
	commands,
	l10n,
	TabInputCustom,
	type Uri,
	window,
	workspace,
} from "vscode";
import { viewType } from "./editor/provider.ts";

const previewType = "imagePreview.previewEditor";

export function openInLoupe(uri: Uri): Promise<void> {
	return openInstead(uri, viewType, previewType);
}

/** In VS Code's own image preview. */
export function openInPreview(uri: Uri): Promise<void> {
	return openInstead(uri, previewType, viewType);
}

/** Opens a picture in one editor and closes the other, as "Reopen Editor With…" does. */
async function openInstead(uri: Uri, wanted: string, instead: string): Promise<void> {
	await commands.executeCommand("vscode.openWith", uri, wanted);
	const others = window.tabGroups.activeTabGroup.tabs.filter(
		({ input }) =>
			input instanceof TabInputCustom &&
			input.viewType === instead &&
			input.uri.toString() === uri.toString(),
	);
	await window.tabGroups.close(others, true);
}

/** Loupe for every picture that VS Code's own preview would open, or none of them again. */
export async function setDefaultEditor(loupe: boolean): Promise<void> {
	const pattern = "*.{png,jpg,jpeg,webp,gif,avif,bmp,svg,ico,heic,heif,tif,tiff}";
	const settings = workspace.getConfiguration("workbench");
	const known = settings.inspect<Record<string, string>>("editorAssociations")?.globalValue ?? {};
	const others = Object.fromEntries(
		Object.entries(known).filter(([, editor]) => editor !== viewType),
	);
	const wanted = loupe ? { ...others, [pattern]: viewType } : others;
	await settings.update("editorAssociations", wanted, ConfigurationTarget.Global);
	void window.showInformationMessage(
		loupe
			? l10n.t("Pictures now open in Loupe.")
			: l10n.t("Pictures open in VS Code's own preview again."),
	);
}
