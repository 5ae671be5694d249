import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The full path of the first of these commands that PATH has. */
export async function onPath(...names: string[]): Promise<string | undefined> {
	const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
	for (const name of names) {
		for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
			for (const ending of endings) {
				const file = join(folder, name + ending);
				if (await isExecutable(file)) return file;
			}
		}
	}
	return undefined;
}

export function isExecutable(file: string): Promise<boolean> {
	return access(file, constants.X_OK).then(
		() => true,
		() => false,
	);
}
