import { env, type Uri } from "vscode";
import type { GeminiClient } from "../gemini/client.ts";
import { thinkingLevelsOf } from "../gemini/models.ts";
import { buildRequest } from "../gemini/request.ts";
import type { Ask, ErrorAction, Run, TalkHostApi } from "../shared/protocol.ts";
import type { AskDrafts, Question } from "./askDrafts.ts";
import { dataText } from "./copyData.ts";
import type { Engine } from "./engine.ts";
import { type Inspector, settingsFor } from "./inspect.ts";
import { type LastEditor, openMarkdown } from "./lastEditor.ts";
import { openLink } from "./openLink.ts";
import type { PromptMemory } from "./recentPrompts.ts";
import type { Report } from "./report.ts";
import { recordOf, thumbnailsOf } from "./requestRecord.ts";
import { conversation, type SubjectRuns } from "./runs.ts";
import { pickModel } from "./selectModel.ts";
import { placeDraft } from "./sendDraft.ts";
import { estimateAsk } from "./spending.ts";

export interface TalkParts {
	client: GeminiClient;
	drafts: AskDrafts;
	engine: Engine;
	inspector: Inspector;
	report: Report;
	prompts: PromptMemory;
	editors: LastEditor;
	/** What a button that is not about a run does; resolves with whether what failed may now work. */
	act(action: Exclude<ErrorAction["id"], "retry" | "switchModel">): Promise<boolean>;
}

/** What a page shows: its pictures now and the answers about them, until it is gone. */
export interface TalkPage {
	uris(): readonly Uri[];
	runs(): Promise<SubjectRuns>;
	signal: AbortSignal;
}

/** What every page with a conversation asks of the host. */
export function talkApi(parts: TalkParts, page: TalkPage): TalkHostApi {
	const { client, drafts, engine, inspector, report, prompts, editors } = parts;
	const { signal } = page;
	const runOf = async (runId: string): Promise<Run | undefined> => {
		const { all } = await page.runs();
		return all.find(({ id }) => id === runId);
	};
	const questionOf = async (ask: Ask): Promise<Question> => ({
		ask,
		earlier: conversation((await page.runs()).all, ask.after),
		settings: settingsFor(page.uris(), ask),
	});
	return {
		run: async (ask) => {
			(await page.runs()).ask(ask);
			if (ask.prompt) await prompts.add(ask.task, ask.prompt);
		},
		stop: async (runId) => inspector.stop(runId),
		tryNow: async (runId) => inspector.tryNow(runId),
		removeRun: async (runId) => (await page.runs()).removeRun(runId),
		act: async (action, runId) => {
			if (action === "switchModel") {
				const failed = runId === undefined ? undefined : await runOf(runId);
				if (failed) await (await page.runs()).repeatWithReplacement(failed);
				return;
			}
			// Whoever mends what was wrong wants what failed, without another click.
			const isMended = action === "retry" || (await parts.act(action));
			if (isMended && runId !== undefined) await (await page.runs()).repeat(runId);
		},
		selectModel: async () => {
			await parts.act("selectModel");
		},
		copyText: async (text) => env.clipboard.writeText(text),
		copyData: async (runId, format) => {
			const { data } = (await runOf(runId)) ?? {};
			if (data !== undefined) await env.clipboard.writeText(dataText(data, format));
		},
		insertText: (text) => editors.insert(text),
		openAnswer: async (runId) => {
			const { text } = (await runOf(runId)) ?? {};
			if (text) await openMarkdown(text);
		},
		openLink,
		willAsk: async (ask) => {
			const question = await questionOf(ask);
			// The page goes on writing; what fails is said when it is asked.
			drafts
				.ahead(page.uris(), question, signal)
				.catch((error: unknown) => report.warn("A question could not be made ready", error));
		},
		previewRequest: async (ask) => {
			const planned = await drafts.make(page.uris(), await questionOf(ask), signal);
			const estimate = engine.state.kind === "gemini" ? estimateAsk(planned) : undefined;
			return {
				record: recordOf(planned),
				thumbnails: await thumbnailsOf(planned.sent),
				...(estimate && { estimate }),
			};
		},
		requestOf: async (runId) => {
			const run = await runOf(runId);
			if (!run?.request) return undefined;
			const sent = inspector.lastRequestOf(runId)?.sent ?? [];
			return {
				record: run.request,
				thumbnails: await thumbnailsOf(sent),
				...(run.text && { raw: run.raw ?? run.text }),
			};
		},
		countTokens: async (ask) => {
			const planned = await drafts.make(page.uris(), await questionOf(ask), signal);
			const choice = drafts.uploadChoice(page.uris());
			const { request } = await placeDraft(planned, signal, choice);
			return client.countTokens(buildRequest(request), signal);
		},
		pickModel: async () => {
			const model = await pickModel(client, engine);
			if (model === undefined) return undefined;
			return { model, thinkingLevels: [...thinkingLevelsOf(model)] };
		},
	};
}
