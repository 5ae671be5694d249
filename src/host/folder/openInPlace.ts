import { commands, type Tab, TabInputCustom, type Uri, type ViewColumn, window } from "vscode";

/**
 * Opens a picture where another is open, and closes that one. A tab in preview mode (its title in
 * italics) is replaced by VS Code itself; any other is closed behind the new one.
 */
export async function openInPlace(
	uri: Uri,
	{ viewType, before, column }: { viewType: string; before: Uri; column: ViewColumn | undefined },
): Promise<void> {
	const old = findTab(before, viewType, column);
	await commands.executeCommand("vscode.openWith", uri, viewType, {
		...(column !== undefined && { viewColumn: column }),
		preview: old?.isPreview ?? false,
	});
	const rest = findTab(before, viewType, column);
	if (rest && !rest.isActive) await window.tabGroups.close(rest, true);
}

function findTab(uri: Uri, viewType: string, column: ViewColumn | undefined): Tab | undefined {
	const group = window.tabGroups.all.find(({ viewColumn }) => viewColumn === column);
	return group?.tabs.find(
		({ input }) =>
			input instanceof TabInputCustom &&
			input.viewType === viewType &&
			input.uri.toString() === uri.toString(),
	);
}
