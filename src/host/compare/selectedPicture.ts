import { commands, type Uri } from "vscode";

/** Menus show "Compare with Selected" when it is set. */
const contextKey = "loupe.hasSelectedForCompare";

/** The picture that the person chose to compare others with, until the window closes. */
export class SelectedPicture {
	#uri: Uri | undefined;

	get uri(): Uri | undefined {
		return this.#uri;
	}

	async select(uri: Uri): Promise<void> {
		this.#uri = uri;
		await commands.executeCommand("setContext", contextKey, true);
	}
}
