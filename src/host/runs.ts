import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import { replacementFor } from "../gemini/models.ts";
import type { History, KnownPicture } from "../history/history.ts";
import type { RequestChoices } from "../shared/choices.ts";
import type { Ask, Run } from "../shared/protocol.ts";
import { Disposables } from "./disposables.ts";
import type { Inspector, RunEvent } from "./inspect.ts";
import type { Report } from "./report.ts";
import { readWorkspaceModel, writeSetting } from "./settings.ts";
import { subjectOf } from "./subject.ts";

export type SubjectEvent =
	| RunEvent
	/** Answers that were kept are among the runs now. */
	| { kind: "restored"; subject: string; runs: Run[] }
	| { kind: "removed"; subject: string; runId: string };

export interface SubjectParts {
	inspector: Inspector;
	history: History;
	report: Report;
}

/** The runs about one picture, or about several in their order, whatever pages show them. */
export class SubjectRuns implements Disposable {
	readonly #uris: readonly Uri[];
	readonly #subject: string;
	readonly #parts: SubjectParts;
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<SubjectEvent>());
	readonly onDidChange: Event<SubjectEvent> = this.#events.event;
	#runs: Run[] = [];
	/** What the history knows the subject by; undefined until its files were read. */
	#hash: string | undefined;
	#restored: Promise<void> = Promise.resolve();
	#isRestoring = false;
	/** Counts restorings; one that is overtaken is dropped. */
	#restoring = 0;

	constructor(uris: readonly Uri[], parts: SubjectParts) {
		this.#uris = uris;
		this.#subject = subjectOf(uris);
		this.#parts = parts;
		this.#disposables.add(
			parts.inspector.onDidChangeRun((event) => {
				if (event.subject !== this.#subject) return;
				if (event.kind === "added") this.#runs.push(event.run);
				this.#events.fire(event);
			}),
		);
		// Answers can be deleted from the list of recent ones, too.
		this.#disposables.add(
			parts.history.onDidChange((change) => {
				if (change.kind !== "removed" || change.hash !== this.#hash) return;
				const isGone = ({ id, status }: Run) => status !== "running" && change.ids.includes(id);
				for (const run of this.#runs.filter(isGone)) this.#drop(run);
			}),
		);
	}

	/** Oldest first. */
	get all(): readonly Run[] {
		return this.#runs;
	}

	/** Answers that are kept are still being read. */
	get isRestoring(): boolean {
		return this.#isRestoring;
	}

	/** Resolves when the answers that `restore` looks for are among the runs. */
	get restored(): Promise<void> {
		return this.#restored;
	}

	/**
	 * Shows what is kept about these pixels, and what is still being asked; answers about others leave.
	 * `picture` is what the list of recent answers calls it.
	 */
	restore(hash: string, picture?: KnownPicture): Promise<void> {
		const isOther = this.#hash !== undefined && this.#hash !== hash;
		this.#hash = hash;
		this.#isRestoring = true;
		this.#restored = this.#restore(hash, picture, { isOther, turn: ++this.#restoring });
		return this.#restored;
	}

	/** Starts a task; how it ends is told as the run's own change. */
	ask(ask: Ask): void {
		const earlier = conversation(this.#runs, ask.after);
		this.#parts.inspector.inspect(this.#uris, ask, { earlier }).catch(() => undefined);
	}

	/** Runs again what failed, in its place. */
	async repeat(runId: string): Promise<void> {
		const failed = this.#find(runId);
		if (failed) await this.#repeat(failed, failed.choices);
	}

	/** Runs again, in its place, what failed because its model cannot be used: with the one to ask instead, for now and from now on. */
	async repeatWithReplacement(failed: Run): Promise<void> {
		const model = replacementFor(failed.model.asked);
		if (failed.choices?.model) {
			await this.#repeat(failed, { ...failed.choices, model });
			return;
		}
		await writeSetting("model", model, readWorkspaceModel() ? "workspace" : "person");
		await this.#repeat(failed, failed.choices);
	}

	async #repeat(failed: Run, choices: RequestChoices | undefined): Promise<void> {
		const { id, task, prompt, region, labels, many, schema, frame, pages } = failed;
		const { after, insteadOf } = failed;
		await this.removeRun(id);
		this.ask({
			task,
			...(prompt && { prompt }),
			...(region && { region }),
			...(labels && { labels }),
			...(many !== undefined && { many }),
			...(schema && { schema }),
			...(pages && { pages }),
			...(frame !== undefined && { frame }),
			...(after && { after }),
			...(insteadOf && { insteadOf }),
			...(choices && { choices }),
		});
	}

	/** Forgets a run, here and in the history. */
	async removeRun(runId: string): Promise<void> {
		const run = this.#find(runId);
		if (!run) return;
		this.#drop(run);
		if (this.#hash) await this.#parts.history.remove(this.#hash, run);
	}

	/** Leaves an object out of a run's result, and remembers that; nothing is lost. */
	async removeObject(runId: string, index: number): Promise<void> {
		await this.#changeRemoved(runId, (removed) =>
			removed.includes(index) ? removed : [...removed, index],
		);
	}

	async restoreObject(runId: string, index: number): Promise<void> {
		await this.#changeRemoved(runId, (removed) => removed.filter((other) => other !== index));
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	/** `isOther`: the runs that are there are about other pixels. */
	async #restore(
		hash: string,
		picture: KnownPicture | undefined,
		{ isOther, turn }: { isOther: boolean; turn: number },
	): Promise<void> {
		// Taken before the history is read: what ends meanwhile is in one of the two.
		const underWay = this.#parts.inspector.running(this.#subject);
		const kept = await this.#readHistory(hash, picture);
		if (turn !== this.#restoring || this.#disposables.isDisposed) return;
		const shown = [...kept, ...underWay];
		const wanted = new Set(shown.map(({ id }) => id));
		for (const run of this.#runs) {
			if (isOther && run.status !== "running" && !wanted.has(run.id)) this.#drop(run);
		}
		const known = new Map(this.#runs.map((run) => [run.id, run]));
		for (const run of shown) if (!known.has(run.id)) known.set(run.id, run);
		const runs = [...known.values()].slice(this.#runs.length);
		this.#runs = [...known.values()].sort((a, b) => a.startedAt - b.startedAt);
		this.#isRestoring = false;
		if (runs.length > 0) this.#events.fire({ kind: "restored", subject: this.#subject, runs });
	}

	/** A history that cannot be read must not keep the picture from being shown. */
	async #readHistory(hash: string, picture: KnownPicture | undefined): Promise<Run[]> {
		const { history, report } = this.#parts;
		try {
			if (picture) await history.remember(hash, picture);
			return await history.list(hash);
		} catch (error) {
			report.warn("The history of this picture cannot be read", error);
			return [];
		}
	}

	async #changeRemoved(runId: string, change: (removed: number[]) => number[]): Promise<void> {
		const run = this.#find(runId);
		if (!run) return;
		run.removed = change(run.removed ?? []);
		const told = { removed: run.removed };
		this.#events.fire({ kind: "changed", subject: this.#subject, run, change: told });
		if (!this.#hash || run.status === "running") return;
		await this.#parts.history.add(this.#hash, run);
	}

	#find(runId: string): Run | undefined {
		return this.#runs.find(({ id }) => id === runId);
	}

	#drop(run: Run): void {
		this.#runs = this.#runs.filter(({ id }) => id !== run.id);
		this.#events.fire({ kind: "removed", subject: this.#subject, runId: run.id });
	}
}

/** The turns that lead up to and with the run `last`, oldest first; those without an answer say nothing. */
export function conversation(runs: readonly Run[], last: string | undefined): Run[] {
	const turns: Run[] = [];
	const seen = new Set<string>();
	let id = last;
	while (id !== undefined && !seen.has(id)) {
		seen.add(id);
		const run = runs.find((other) => other.id === id);
		if (run && run.text.trim() !== "") turns.unshift(run);
		id = run?.after;
	}
	return turns;
}
