import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installVsix } from "../../bed/installVsix.ts";
import { own } from "../../bed/owned.ts";
import { packageVsix } from "../../bed/packageVsix.ts";
import { copySamples } from "../../bed/workspace.ts";
import { describeWalk } from "../walk.ts";
import { Workbench } from "../workbench.ts";

describe("The packaged VSIX, installed into a clean VS Code", () => {
	let end = async (): Promise<void> => {};

	describeWalk("vsix", async () => {
		const extensionsDir = await mkdtemp(join(tmpdir(), "loupe-extensions-"));
		const remove = own(() => rm(extensionsDir, { recursive: true, force: true }));
		end = remove;
		await installVsix((await packageVsix()).file, extensionsDir);
		const workspace = await copySamples();
		const workbench = await Workbench.start({ extensionsDir });
		end = async () => {
			await workbench.close();
			await workspace.remove();
			await remove();
		};
		await workbench.open(workspace.folder);
		return workbench;
	});

	after(() => end());
});
