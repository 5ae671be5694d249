import { type Disposable, type Event, EventEmitter, type Memento } from "vscode";
import type { RecentPrompts } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";

const stateKey = "recentPrompts";
const mostKept = 8;

/** The person's own words, per task, the newest first; kept over restarts. */
export class PromptMemory implements Disposable {
	readonly #state: Memento;
	readonly #changed = new EventEmitter<void>();
	readonly onDidChange: Event<void> = this.#changed.event;

	constructor(state: Memento) {
		this.#state = state;
	}

	get all(): RecentPrompts {
		return this.#state.get<RecentPrompts>(stateKey) ?? {};
	}

	async add(task: Task, prompt: string): Promise<void> {
		const { all } = this;
		const others = (all[task] ?? []).filter((known) => known !== prompt);
		await this.#state.update(stateKey, {
			...all,
			[task]: [prompt, ...others].slice(0, mostKept),
		});
		this.#changed.fire();
	}

	dispose(): void {
		this.#changed.dispose();
	}
}
