import { type Event, EventEmitter, type Uri } from "vscode";
import { subjectHash } from "../../history/history.ts";
import { layOut } from "../../image/compareLayout.ts";
import type { Align, Pair, PairLayout, Side } from "../../shared/compareProtocol.ts";
import { Disposables } from "../disposables.ts";
import type { PixelThread } from "../pixels/pixelThread.ts";
import { type SubjectEvent, type SubjectParts, SubjectRuns } from "../runs.ts";
import type { CopyCache } from "../shown/copyCache.ts";
import { ComparedFile } from "./comparedFile.ts";
import { LocalComparison } from "./localComparison.ts";

export type PairEvent =
	| SubjectEvent
	/** A file or the alignment. */
	| { kind: "pair" }
	/** What a page loads to show that picture. */
	| { kind: "picture"; side: Side }
	| { kind: "comparison" };

export type PairParts = SubjectParts & { pixels: PixelThread; copies: CopyCache };

/** Two pictures, what differs between them, and what was asked about both; A is the older one. */
export class ComparedPair {
	readonly files: Pair<ComparedFile>;
	readonly runs: SubjectRuns;
	readonly #disposables = new Disposables();
	readonly #comparison: LocalComparison;
	readonly #events = this.#disposables.add(new EventEmitter<PairEvent>());
	readonly onDidChange: Event<PairEvent> = this.#events.event;
	#align: Align;

	private constructor(uris: Pair<Uri>, align: Align, parts: PairParts) {
		this.#align = align;
		this.files = {
			a: this.#disposables.add(new ComparedFile(uris.a, parts)),
			b: this.#disposables.add(new ComparedFile(uris.b, parts)),
		};
		this.runs = this.#disposables.add(new SubjectRuns([uris.a, uris.b], parts));
		this.#comparison = this.#disposables.add(new LocalComparison(parts));
		this.#disposables.add(this.runs.onDidChange((event) => this.#events.fire(event)));
		this.#disposables.add(
			this.#comparison.onDidChange(() => this.#events.fire({ kind: "comparison" })),
		);
	}

	/** Resolves when both files were read; comparing goes on. */
	static async open(uris: Pair<Uri>, align: Align, parts: PairParts): Promise<ComparedPair> {
		const pair = new ComparedPair(uris, align, parts);
		const { a, b } = pair.files;
		await Promise.all([a.read(), b.read()]);
		pair.#begin();
		for (const side of ["a", "b"] as const) {
			const file = pair.files[side];
			pair.#disposables.add(
				file.onDidChange(() => {
					pair.#events.fire({ kind: "pair" });
					pair.#begin();
				}),
			);
			pair.#disposables.add(
				file.shown.onDidChange(() => pair.#events.fire({ kind: "picture", side })),
			);
		}
		return pair;
	}

	get align(): Align {
		return this.#align;
	}

	get comparison() {
		return this.#comparison.state;
	}

	get layout(): PairLayout | undefined {
		const { a, b } = this.files;
		if (a.state.kind !== "shown" || b.state.kind !== "shown") return undefined;
		const { canvas, a: placeA, b: placeB } = layOut(a.state.size, b.state.size, this.#align);
		return { canvas, a: placeA, b: placeB };
	}

	setAlign(align: Align): void {
		if (align === this.#align) return;
		this.#align = align;
		this.#events.fire({ kind: "pair" });
		this.compareAgain();
	}

	compareAgain(): void {
		const { a, b } = this.files;
		const isPair = a.state.kind === "shown" && b.state.kind === "shown";
		const files = isPair ? { a: a.state.bytes, b: b.state.bytes } : undefined;
		// What goes wrong is its state.
		void this.#comparison.begin(files, this.#align);
	}

	stopComparing(): void {
		this.#comparison.stop();
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	#begin(): void {
		this.compareAgain();
		const { a, b } = this.files;
		if (a.state.kind !== "shown" || b.state.kind !== "shown") return;
		void this.runs.restore(subjectHash([a.state.hash, b.state.hash]));
	}
}
