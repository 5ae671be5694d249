import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "./run.ts";
import { getServedVSCode } from "./vscode.ts";

/** Installs a VSIX as VS Code does, into an extensions folder of its own. */
export async function installVsix(vsix: string, extensionsDir: string): Promise<void> {
	const server = join(await getServedVSCode(), "out", "server-main.js");
	const dataDir = await mkdtemp(join(tmpdir(), "loupe-install-"));
	try {
		await runNode(
			[
				server,
				"--accept-server-license-terms",
				...["--server-data-dir", dataDir, "--extensions-dir", extensionsDir],
				...["--install-extension", vsix],
			],
			{ quiet: true },
		);
	} finally {
		await rm(dataDir, { recursive: true, force: true });
	}
}
