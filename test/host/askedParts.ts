import assert from "node:assert/strict";
import { join } from "node:path";
import type { Memento } from "vscode";
import { type Endpoint, GeminiClient } from "../../src/gemini/client.ts";
import type { Clock } from "../../src/gemini/retryClock.ts";
import { History } from "../../src/history/history.ts";
import { AskDrafts } from "../../src/host/askDrafts.ts";
import type { Engine } from "../../src/host/engine.ts";
import { Inspector } from "../../src/host/inspect.ts";
import { PixelThread } from "../../src/host/pixels/pixelThread.ts";
import { explain, type Report } from "../../src/host/report.ts";
import { Spending } from "../../src/host/spending.ts";
import { Uploads } from "../../src/host/uploads.ts";

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

/** `folder` is for the history; `limit` is in US dollars a month. */
export function joinParts(
	endpoint: Endpoint,
	folder: string,
	{ clock, limit }: { clock?: Clock; limit?: number } = {},
): AskedParts {
	const log: string[] = [];
	const note = (...words: unknown[]) => void log.push(words.join(" "));
	const failure = (what: string, error: unknown) => {
		note(what, error);
		return explain(error);
	};
	const report = { info: note, warn: note, failure } as unknown as Report;
	const state = { kind: "gemini", model: "gemini-3.8-flash" };
	const engine = { state } as unknown as Engine;
	const client = new GeminiClient({ endpoint: async () => endpoint, ...(clock && { clock }) });
	const history = new History(join(folder, `${Math.random()}`), () => assert.fail("damaged"));
	const uploads = new Uploads({
		endpoint: async () => endpoint,
		memory: nothingKept,
		warn: () => assert.fail("upload"),
	});
	const drafts = new AskDrafts(uploads);
	const spending = new Spending(nothingKept, () => limit);
	const pixels = new PixelThread();
	const inspector = new Inspector({
		...{ client, engine, history, pixels, report, spending, uploads, drafts },
	});
	return { client, drafts, engine, history, inspector, report, log };
}
