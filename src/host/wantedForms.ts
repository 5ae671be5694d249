import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import type { Task } from "../shared/result.ts";

/** Tasks chosen from a menu that need words first: the picture's page opens their form, once it is there. */
export class WantedForms implements Disposable {
	readonly #wanted = new Map<string, Task>();
	readonly #events = new EventEmitter<Uri>();
	readonly onDidWant: Event<Uri> = this.#events.event;

	want(uri: Uri, task: Task): void {
		this.#wanted.set(uri.toString(), task);
		this.#events.fire(uri);
	}

	/** What is wanted of a picture; the next who asks is told nothing. */
	take(uri: Uri): Task | undefined {
		const task = this.#wanted.get(uri.toString());
		this.#wanted.delete(uri.toString());
		return task;
	}

	dispose(): void {
		this.#events.dispose();
	}
}
