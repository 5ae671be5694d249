import { TabInputTextDiff, type Uri, window } from "vscode";

/**
 * Original and modified of the diff editor in front, where VS Code tells them: of two pictures in
 * its own preview it says nothing (1.139, `tab.input` is undefined).
 */
export function diffPictures(): [original: Uri, modified: Uri] | undefined {
	const input = window.tabGroups.activeTabGroup.activeTab?.input;
	return input instanceof TabInputTextDiff ? [input.original, input.modified] : undefined;
}
