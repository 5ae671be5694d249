// How fast pictures are uploaded: `Files` against a bare fetch of the same pieces, to a server in a
// process of its own that reads and forgets; and how much memory a large upload takes.
// `node test/bench/sendUpload.ts` runs it by itself.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Files } from "../../src/gemini/files.ts";

const mebi = 1024 * 1024;
const pieceBytes = 8 * mebi;
const about = { mimeType: "image/png", displayName: "a picture" };
const never = new AbortController().signal;
const key = "a-key-for-the-bench";
const rounds = 7;

/** Prints both figures. */
export async function measureUploads(): Promise<void> {
	const server = startProcess("serve");
	const baseUrl = await answerOf(server);
	try {
		await throughput(baseUrl, 200 * mebi);
		await memory(baseUrl, 500_000_000);
	} finally {
		server.kill();
	}
}

/** In turns, so that whatever else the machine does hits both; the best of several. */
async function throughput(baseUrl: string, length: number): Promise<void> {
	const bytes = new Uint8Array(length).fill(7);
	const files = new Files({ endpoint: async () => ({ key, baseUrl }) });
	let [loupe, bare] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	for (let round = 0; round <= rounds; round++) {
		const first = await timed(() => files.upload(bytes, about, { signal: never }));
		const second = await timed(() => fetchPieces(baseUrl, bytes));
		// The first warms everything up.
		if (round === 0) continue;
		loupe = Math.min(loupe, first);
		bare = Math.min(bare, second);
	}
	const speed = (time: number) =>
		`${time.toFixed(0)} ms, ${(length / mebi / (time / 1000)).toFixed(0)} MiB/s`;
	say(`${length / mebi} MiB by Files.upload`, speed(loupe));
	say("  by bare fetches of the same pieces", speed(bare));
	say("  ratio (target 1.1)", (loupe / bare).toFixed(2));
}

/** The same requests by hand. */
async function fetchPieces(baseUrl: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
	const headers = { "x-goog-api-key": key };
	const start = await fetch(`${baseUrl}/upload/v1beta/files`, {
		method: "POST",
		headers: { ...headers, "x-goog-upload-command": "start" },
		body: JSON.stringify({ file: about }),
	});
	await start.text();
	const url = start.headers.get("x-goog-upload-url") ?? "";
	for (let at = 0; at < bytes.length; at += pieceBytes) {
		const end = Math.min(at + pieceBytes, bytes.length);
		const command = end === bytes.length ? "upload, finalize" : "upload";
		const answer = await fetch(url, {
			method: "POST",
			headers: { ...headers, "x-goog-upload-command": command, "x-goog-upload-offset": `${at}` },
			body: bytes.subarray(at, end),
		});
		await answer.text();
	}
}

/** A file of that many bytes, uploaded in a process that has uploaded before. */
async function memory(baseUrl: string, length: number): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "loupe-bench-"));
	const path = join(folder, "large");
	try {
		await using file = await open(path, "w");
		await file.truncate(length);
		const uploader = startProcess("upload", baseUrl, path);
		const { idle, peak } = JSON.parse(await answerOf(uploader)) as { idle: number; peak: number };
		say(`${length / 1e6} MB by Files.upload, memory at its peak`, `${(peak / 1e6).toFixed(0)} MB`);
		say("  above idle (target below 64 MB)", `${((peak - idle) / 1e6).toFixed(0)} MB`);
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function uploadAndWatch(baseUrl: string, path: string): Promise<void> {
	const files = new Files({ endpoint: async () => ({ key, baseUrl }) });
	// What is loaded once is no part of the upload.
	await files.upload(new Uint8Array(1000), about, { signal: never });
	await delay(200);
	const idle = process.memoryUsage.rss();
	let peak = idle;
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 5);
	await files.upload(await openAsBlob(path), about, { signal: never });
	clearInterval(watch);
	process.send?.(JSON.stringify({ idle, peak }));
}

/** Takes whatever is uploaded, reads it and forgets it. */
async function serve(): Promise<void> {
	const server = createServer((request, response) => {
		const command = String(request.headers["x-goog-upload-command"]);
		request.resume().on("end", () => {
			const isLast = command.includes("finalize");
			response.setHeader("x-goog-upload-status", isLast ? "final" : "active");
			if (command === "start") response.setHeader("x-goog-upload-url", `${url}/upload?upload_id=1`);
			const file = { name: "files/x", uri: `${url}/v1beta/files/x`, state: "ACTIVE" };
			response.end(JSON.stringify(isLast ? { file } : {}));
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	process.send?.(url);
}

function startProcess(...args: string[]): ChildProcess {
	return fork(fileURLToPath(import.meta.url), args);
}

/** The first thing a process has to say; rejects when it ends without. */
function answerOf(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		child.once("message", (message) => resolve(String(message)));
		child.once("exit", () => reject(new Error("The process ended without a word")));
	});
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

function say(what: string, figure: string): void {
	console.log(`${what.padEnd(56)} ${figure}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [role, baseUrl = "", path = ""] = process.argv.slice(2);
	if (role === "serve") await serve();
	else if (role === "upload") await uploadAndWatch(baseUrl, path);
	else await measureUploads();
}
