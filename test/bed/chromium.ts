import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { isExecutable, onPath } from "./onPath.ts";
import { root } from "./paths.ts";
import { run, runNode } from "./run.ts";

const names = [
	"chromium",
	"chromium-browser",
	"google-chrome",
	"google-chrome-stable",
	"chrome",
	"microsoft-edge",
];

/** Where macOS and Windows keep browsers that are not on PATH. */
const places = [
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
	"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

let found: Promise<string> | undefined;

/** The path of a Chromium: the one named by CHROMIUM, or one on this machine, or one installed now. */
export function findChromium(): Promise<string> {
	found ??= find();
	return found;
}

/** A Chromium without a window, for page and UI tests. */
export async function launchChromium(): Promise<Browser> {
	return chromium.launch({
		executablePath: await findChromium(),
		args: [
			// Containers seldom allow Chromium's own sandbox; it only opens what these tests serve.
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
			// A test that asks another machine for something must notice.
			"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
		],
	});
}

async function find(): Promise<string> {
	const named = process.env.CHROMIUM;
	if (named) {
		if (await isExecutable(named)) return named;
		throw new Error(`CHROMIUM names ${named}, which cannot be run`);
	}
	const there = (await onPath(...names)) ?? (await firstExecutable(places));
	if (there) return there;
	const failures: string[] = [];
	for (const install of [installFromDebian, installFromPlaywright]) {
		try {
			const installed = await install();
			if (installed) return installed;
		} catch (error) {
			failures.push(error instanceof Error ? error.message : String(error));
		}
	}
	throw new Error(
		`No Chromium: put one on PATH, or its path into CHROMIUM. ${failures.join("; ")}`,
	);
}

/** Debian's package, when this is root on a Debian: undefined elsewhere. */
async function installFromDebian(): Promise<string | undefined> {
	const apt = await onPath("apt-get");
	if (!apt || process.getuid?.() !== 0) return undefined;
	console.log("Installing Debian's chromium with apt-get, which takes about a minute.");
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	await run(apt, ["update", "-q"], { env, quiet: true });
	await run(apt, ["install", "-q", "-y", "--no-install-recommends", "chromium"], {
		env,
		quiet: true,
	});
	return onPath("chromium");
}

async function installFromPlaywright(): Promise<string | undefined> {
	console.log("Downloading a Chromium with playwright, about 110 MB.");
	const cli = join(root, "node_modules", "playwright-core", "cli.js");
	const shell = ["install", "chromium-headless-shell"];
	await runNode([cli, ...shell], { quiet: true });
	const plan = await promisify(execFile)(process.execPath, [cli, ...shell, "--dry-run"]);
	const folder = /Install location:\s*(.+)/.exec(plan.stdout)?.[1]?.trim();
	if (!folder) throw new Error("playwright did not say where it put its Chromium");
	const files = await readdir(folder, { recursive: true });
	const shells = files.filter((file) => /headless[-_]shell(\.exe)?$/.test(file));
	return firstExecutable(shells.map((file) => join(folder, file)));
}

async function firstExecutable(files: readonly string[]): Promise<string | undefined> {
	for (const file of files) if (await isExecutable(file)) return file;
	return undefined;
}
