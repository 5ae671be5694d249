import { root } from "../bed/paths.ts";
import { copySamples } from "../bed/workspace.ts";
import { Workbench } from "./workbench.ts";

let started: Promise<Workbench> | undefined;
let end = async (): Promise<void> => {};

/** The one VS Code of the UI suite: Loupe from this tree, the demo engine, a copy of samples/ open. */
export function theWorkbench(): Promise<Workbench> {
	started ??= start();
	return started;
}

after(() => end());

async function start(): Promise<Workbench> {
	const workspace = await copySamples();
	const workbench = await Workbench.start({ extension: root });
	end = async () => {
		await workbench.close();
		await workspace.remove();
	};
	await workbench.open(workspace.folder);
	return workbench;
}
