import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { out, root } from "./paths.ts";
import { runNode } from "./run.ts";

/** The Marketplace takes far more; this is what a person should wait for. */
const largest = 10 * 2 ** 20;

/**
 * Builds for production and packages Loupe for the machine this runs on. Rejects when the package is
 * over 10 MB.
 */
export async function packageVsix(): Promise<{ file: string; bytes: number }> {
	const target = vsceTarget();
	const { name, version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
		name: string;
		version: string;
	};
	await mkdir(out, { recursive: true });
	const file = join(out, `${name}-${target}-${version}.vsix`);
	await runNode(["esbuild.mjs", "--production"], { cwd: root, quiet: true });
	const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
	await runNode(
		[
			...[vsce, "package", "--target", target, "--out", file],
			// There is no repository yet to point the README's links and pictures at.
			...["--allow-missing-repository", "--no-rewrite-relative-links"],
		],
		{ cwd: root, quiet: true },
	);
	const { size } = await stat(file);
	if (size > largest) {
		throw new Error(`${file} has ${megabytes(size)}, more than the ${megabytes(largest)} allowed`);
	}
	return { file, bytes: size };
}

export function megabytes(bytes: number): string {
	return `${(bytes / 2 ** 20).toFixed(2)} MB`;
}

/** This machine in the words of vsce: its C library decides between linux and alpine. */
function vsceTarget(): string {
	const { platform, arch } = process;
	const cpu = arch === "arm" ? "armhf" : arch;
	if (platform !== "linux") return `${platform}-${cpu}`;
	const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
	return `${header.glibcVersionRuntime ? "linux" : "alpine"}-${cpu}`;
}
