import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { own } from "./owned.ts";
import { samples } from "./paths.ts";

export interface TestWorkspace {
	folder: string;
	remove(): Promise<void>;
}

/** A copy of samples/ that a test may change; its folder has the same name. */
export async function copySamples(): Promise<TestWorkspace> {
	const parent = await realpath(await mkdtemp(join(tmpdir(), "loupe-workspace-")));
	const remove = own(() => rm(parent, { recursive: true, force: true }));
	const folder = join(parent, "samples");
	await cp(samples, folder, { recursive: true });
	return { folder, remove };
}
