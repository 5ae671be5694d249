import assert from "node:assert/strict";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Memento } from "vscode";
import { GeminiClient } from "../../src/gemini/client.ts";
import type { Endpoint } from "../../src/gemini/endpoint.ts";
import { Files } from "../../src/gemini/files.ts";
import { type Clock, systemClock } from "../../src/gemini/retryClock.ts";
import { History } from "../../src/history/history.ts";
import { AskDrafts } from "../../src/host/askDrafts.ts";
import { ShownFrames } from "../../src/host/editor/shownFrames.ts";
import type { Engine } from "../../src/host/engine.ts";
import { Inspector } from "../../src/host/inspect.ts";
import type { UploadMemory } from "../../src/host/keptUploads.ts";
import { PixelThread } from "../../src/host/pixels/pixelThread.ts";
import { explain, type Report } from "../../src/host/report.ts";
import { Spending } from "../../src/host/spending.ts";
import { Uploads } from "../../src/host/uploads.ts";
import { Memory } from "../unit/uploadsMemory.ts";

const nothingKept = {
	get: () => undefined,
	update: async () => undefined,
} as unknown as Memento;

/** All that asks an engine, joined as the extension joins it, with a log that can be read. */
export interface AskedParts {
	client: GeminiClient;
	drafts: AskDrafts;
	engine: Engine;
	history: History;
	inspector: Inspector;
	report: Report;
	log: string[];
}

interface JoinOptions {
	clock?: Clock;
	/** US dollars a month. */
	limit?: number;
	/** What is remembered of uploads. */
	memory?: UploadMemory;
}

/** `folder` is for the history. */
export function joinParts(
	endpoint: () => Promise<Endpoint>,
	folder: string,
	{ clock = systemClock, limit, memory = new Memory() }: JoinOptions = {},
): AskedParts {
	const log: string[] = [];
	// Whole, as VS Code writes an error down, and with what it was caused by.
	const note = (...words: unknown[]) => void log.push(words.map(whole).join(" "));
	const failure = (what: string, error: unknown) => {
		note(what, error);
		return explain(error);
	};
	const report = { info: note, warn: note, failure } as unknown as Report;
	const state = { kind: "gemini", model: "gemini-3.8-flash" };
	const engine = { state } as unknown as Engine;
	const client = new GeminiClient({ endpoint, clock });
	const history = new History(join(folder, `${Math.random()}`), (file) =>
		assert.fail(`damaged: ${file}`),
	);
	const uploads = new Uploads({
		endpoint,
		memory,
		warn: (line) => assert.fail(line),
		filesAt: (at) => new Files({ endpoint: async () => at, clock }),
	});
	const drafts = new AskDrafts(uploads, new ShownFrames());
	const spending = new Spending(nothingKept, () => limit);
	const pixels = new PixelThread();
	const inspector = new Inspector({
		...{ client, engine, history, pixels, report, spending, uploads, drafts },
	});
	return { client, drafts, engine, history, inspector, report, log };
}

function whole(word: unknown): string {
	return typeof word === "string" ? word : `${word}\n${inspect(word, { depth: 10 })}`;
}
