import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationTarget, commands, Uri, workspace } from "vscode";
import type { InspectResult } from "../../src/shared/result.ts";

/** A folder of its own for a suite's pictures; `remove` it at the end. */
export class Folder {
	readonly path: string;

	private constructor(path: string) {
		this.path = path;
	}

	static async make(): Promise<Folder> {
		return new Folder(await mkdtemp(join(tmpdir(), "loupe-host-")));
	}

	async write(name: string, bytes: Uint8Array | string): Promise<Uri> {
		const file = join(this.path, name);
		await writeFile(file, bytes);
		return Uri.file(file);
	}

	remove(): Promise<void> {
		return rm(this.path, { recursive: true, force: true });
	}
}

/** Calls a task command the silent way. */
export function ask(id: string, target: unknown, options: object = {}): Thenable<InspectResult> {
	return commands.executeCommand<InspectResult>(id, target, options);
}

/** Changes a setting of Loupe for the person; resolves with what takes it back. */
export async function set(key: string, value: unknown): Promise<() => Promise<void>> {
	const write = async (wanted: unknown) =>
		workspace.getConfiguration("loupe").update(key, wanted, ConfigurationTarget.Global);
	const before = workspace.getConfiguration("loupe").inspect(key)?.globalValue;
	await write(value);
	return async () => write(before);
}

/** Closes every tab, so that no editor of one test is there in the next. */
export async function closeAll(): Promise<void> {
	await commands.executeCommand("workbench.action.closeAllEditors");
}
