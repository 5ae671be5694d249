import { randomUUID } from "node:crypto";
import { type Event, EventEmitter } from "vscode";
import type { Align, ComparisonState } from "../../shared/compareProtocol.ts";
import { kindOf } from "../../shared/errors.ts";
import { Disposables } from "../disposables.ts";
import type { PixelThread } from "../pixels/pixelThread.ts";
import type { Report } from "../report.ts";

/** What of two pictures' pixels differs, worked out in a thread and told when it is known. */
export class LocalComparison {
	readonly #parts: { pixels: PixelThread; report: Report };
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	readonly onDidChange: Event<void> = this.#changed.event;
	#state: ComparisonState = { kind: "impossible" };
	#underWay: string | undefined;

	constructor(parts: { pixels: PixelThread; report: Report }) {
		this.#parts = parts;
	}

	get state(): ComparisonState {
		return this.#state;
	}

	/** Compares, instead of what was being compared; nothing to compare: says so. */
	async begin(files: { a: Uint8Array; b: Uint8Array } | undefined, align: Align): Promise<void> {
		this.#end();
		if (!files) {
			this.#become({ kind: "impossible" });
			return;
		}
		const id = randomUUID();
		this.#underWay = id;
		this.#become({ kind: "comparing" });
		const state = await this.#compare(id, files, align);
		if (this.#underWay !== id) return;
		this.#underWay = undefined;
		this.#become(state);
	}

	stop(): void {
		if (this.#underWay === undefined) return;
		this.#end();
		this.#become({ kind: "stopped" });
	}

	dispose(): void {
		this.#end();
		this.#disposables.dispose();
	}

	async #compare(
		id: string,
		{ a, b }: { a: Uint8Array; b: Uint8Array },
		align: Align,
	): Promise<ComparisonState> {
		try {
			return { kind: "compared", ...(await this.#parts.pixels.api.compare(id, a, b, align)) };
		} catch (error) {
			if (kindOf(error) === "Cancelled") return { kind: "stopped" };
			const { message } = this.#parts.report.failure("Two pictures cannot be compared", error);
			return { kind: "failed", message };
		}
	}

	#end(): void {
		const id = this.#underWay;
		this.#underWay = undefined;
		if (id === undefined) return;
		this.#parts.pixels.api
			.endCompare(id)
			.catch((error: unknown) => this.#parts.report.warn("A comparison goes on unseen", error));
	}

	#become(state: ComparisonState): void {
		this.#state = state;
		this.#changed.fire();
	}
}
