import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Registered {
	identifier: { id: string };
	version: string;
	location: { $mid: 1; path: string; scheme: "file" };
	metadata: Record<string, unknown>;
}

/**
 * Enters an extension's own folder into the list of installed ones (`extensions.json`, which VS Code
 * keeps in its extensions folder), so that VS Code loads it from where it is built.
 */
export async function registerExtension(extension: string, extensionsDir: string): Promise<void> {
	const { publisher, name, version } = JSON.parse(
		await readFile(join(extension, "package.json"), "utf8"),
	) as { publisher: string; name: string; version: string };
	const id = `${publisher}.${name}`;
	// The path of a URI has forward slashes, and one before a drive letter.
	const path = extension.replaceAll("\\", "/").replace(/^(?!\/)/, "/");
	const entry: Registered = {
		identifier: { id },
		version,
		location: { $mid: 1, path, scheme: "file" },
		metadata: {},
	};
	const file = join(extensionsDir, "extensions.json");
	await mkdir(extensionsDir, { recursive: true });
	const before = existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Registered[]) : [];
	const others = before.filter(({ identifier }) => identifier.id !== id);
	await writeFile(file, JSON.stringify([...others, entry]));
}
