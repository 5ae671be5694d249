import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { own } from "./owned.ts";
import { registerExtension } from "./registerExtension.ts";
import { type Settings, writeServedSettings } from "./settings.ts";
import { getServedVSCode } from "./vscode.ts";

export interface ServeOptions {
	settings?: Settings;
	/** The folder of an extension under development, which then is as if installed from there. */
	extension?: string;
	/** Where installed extensions are; absent: in `dataDir`. */
	extensionsDir?: string;
	/**
	 * The smoke test driver: a built VS Code then reads the payload of its address
	 * (`extensionDevelopmentPath`, `extensionTestsPath`), but shows no notifications.
	 */
	driver?: boolean;
	/** Of the server and the extension host; absent: this process's. */
	env?: NodeJS.ProcessEnv;
	/** Absent: a free one. A range ("8139-8199") takes the first that is free. */
	port?: number | string;
	/** Kept when closed; absent: a temporary one, removed when closed. */
	dataDir?: string;
}

/** Pairs that the workbench reads at its start, such as `["extensionDevelopmentPath", uri]`. */
export type Payload = readonly (readonly [string, string])[];

export interface ServedVSCode {
	/** `http://127.0.0.1:…`, without a slash at the end. */
	origin: string;
	/** The address that opens a folder. */
	url(folder: string, payload?: Payload): string;
	/** What a path on this machine is called inside the workbench. */
	uri(path: string): string;
	dataDir: string;
	/** Resolves when the server has ended, for whatever reason. */
	ended: Promise<void>;
	close(): Promise<void>;
}

/** Starts VS Code's own server on 127.0.0.1; resolves when it listens. */
export async function serveVSCode(options: ServeOptions = {}): Promise<ServedVSCode> {
	const server = await getServedVSCode();
	const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "loupe-vscode-")));
	await mkdir(dataDir, { recursive: true });
	await writeServedSettings(dataDir, options.settings ?? {});
	const extensionsDir = options.extensionsDir ?? join(dataDir, "extensions");
	if (options.extension) await registerExtension(options.extension, extensionsDir);
	// Any page in any browser can reach a loopback port; only who knows the token is let in.
	const token = randomBytes(16).toString("hex");
	const tokenFile = join(dataDir, "token");
	await writeFile(tokenFile, token, { mode: 0o600 });

	const child = spawn(
		process.execPath,
		[
			fileURLToPath(new URL("tether.mjs", import.meta.url)),
			join(server, "out", "server-main.js"),
			...["--host", "127.0.0.1", "--port", String(options.port ?? 0)],
			...["--connection-token-file", tokenFile, "--accept-server-license-terms"],
			...(options.driver ? ["--enable-smoke-test-driver"] : []),
			...["--telemetry-level", "off", "--server-data-dir", dataDir],
			...["--extensions-dir", extensionsDir],
		],
		// A process group of its own, which tether.mjs ends when our end of its standard input closes.
		{ stdio: ["pipe", "pipe", "pipe"], detached: true, env: withoutVSCode(options.env) },
	);
	const ended = new Promise<void>((resolve) => {
		child.once("exit", () => resolve());
		child.once("error", () => resolve());
	});
	const close = own(async () => {
		child.stdin?.end();
		await ended;
		if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
	});
	try {
		const port = await listening(child);
		const authority = `127.0.0.1:${port}`;
		const uri = (path: string): string =>
			encodeURI(`vscode-remote://${authority}${path.replaceAll("\\", "/")}`);
		const url = (folder: string, payload: Payload = []): string => {
			const query = new URLSearchParams({
				tkn: token,
				folder,
				payload: JSON.stringify([["skipWelcome", "true"], ...payload]),
			});
			return `http://${authority}/?${query}`;
		};
		return { origin: `http://${authority}`, url, uri, dataDir, ended, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** The port, once the server says that it listens. Rejects with its output if it ends before. */
function listening(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		let printed = "";
		const read = (text: string): void => {
			printed = (printed + text).slice(-20_000);
			const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
			if (port !== undefined) resolve(Number(port));
		};
		child.stdout?.setEncoding("utf8").on("data", read);
		child.stderr?.setEncoding("utf8").on("data", read);
		child.on("error", reject);
		child.on("exit", (code, signal) =>
			reject(new Error(`VS Code's server ended (${signal ?? code}) and said:\n${printed}`)),
		);
	});
}

/** A VS Code that runs our terminal must not pass its own wiring on to the one started here. */
function withoutVSCode(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
	const inherited = /^(VSCODE_|ELECTRON_)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !inherited.test(name)));
}
