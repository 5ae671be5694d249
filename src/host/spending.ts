import {
	commands,
	type Disposable,
	type Event,
	EventEmitter,
	env,
	l10n,
	type Memento,
	window,
} from "vscode";
import { promptCost } from "../gemini/prices.ts";
import { buildRequest } from "../gemini/request.ts";
import { detectionTokens, requestTokens } from "../gemini/tokens.ts";
import { fit } from "../image/fit.ts";
import { spatialMaxSide } from "../image/prepare.ts";
import { sideOf } from "../shared/choices.ts";
import type { Estimate } from "../shared/protocol.ts";
import type { Size } from "../shared/result.ts";
import { bareRequest } from "./askDraft.ts";
import type { RunEvent } from "./inspect.ts";
import type { PlannedAsk } from "./sendDraft.ts";
import type { RequestSettings } from "./settings.ts";

const stateKey = "spending";

/** What runs of known price cost in all, in US dollars, and how many they were. */
export interface Spent {
	cost: number;
	runs: number;
}

/** Local date, ISO 8601 → what its runs cost; of the current month alone. */
type Days = Record<string, Spent>;

/** What Gemini cost this person, by day and month, and the limit they set themselves; kept over restarts. */
export class Spending implements Disposable {
	readonly #state: Memento;
	readonly #limit: () => number | undefined;
	readonly #now: () => Date;
	readonly #changed = new EventEmitter<void>();
	readonly #running = new Set<string>();
	readonly onDidChange: Event<void> = this.#changed.event;

	/** `limit` is in US dollars a month; undefined: none. */
	constructor(state: Memento, limit: () => number | undefined, now: () => Date = () => new Date()) {
		this.#state = state;
		this.#limit = limit;
		this.#now = now;
	}

	get limit(): number | undefined {
		return this.#limit();
	}

	get today(): Spent {
		return this.#days[localDay(this.#now())] ?? { cost: 0, runs: 0 };
	}

	get thisMonth(): Spent {
		return Object.values(this.#days).reduce(sumOf, { cost: 0, runs: 0 });
	}

	/** Counts what a run cost when that becomes known. */
	async hear(event: RunEvent): Promise<void> {
		const { run } = event;
		if (run.engine !== "gemini") return;
		if (event.kind === "added") this.#running.add(run.id);
		if (event.kind !== "changed") return;
		if (run.status !== "running") this.#running.delete(run.id);
		const { cost } = event.change;
		if (cost === undefined) return;
		const today = sumOf(this.today, { cost, runs: 1 });
		await this.#state.update(stateKey, { ...this.#days, [localDay(this.#now())]: today });
		this.#changed.fire();
	}

	/**
	 * Whether a run may cost so many US dollars (undefined: not known); asks the person when that, with
	 * what else is under way, would go over the limit.
	 */
	async maySpend(estimate: number | undefined): Promise<boolean> {
		const { limit } = this;
		if (limit === undefined || !this.goesOver(estimate)) return true;
		const askAnyway = l10n.t("Ask Anyway");
		const changeLimit = l10n.t("Change Limit");
		const answer = await window.showWarningMessage(
			l10n.t(
				"This month: {0} of {1}. Ask anyway?",
				formatDollars(this.thisMonth.cost),
				formatDollars(limit),
			),
			{
				modal: true,
				detail: l10n.t("This would cost about {0}.", formatDollars(this.#expected(estimate))),
			},
			askAnyway,
			changeLimit,
		);
		if (answer === changeLimit) {
			await commands.executeCommand("workbench.action.openSettings", "loupe.spendingLimit");
		}
		return answer === askAnyway;
	}

	/** What `maySpend` asks about, for those who must not ask. */
	goesOver(estimate: number | undefined): boolean {
		const underWay = Math.max(1, this.#running.size);
		const { limit } = this;
		if (limit === undefined) return false;
		return this.thisMonth.cost + this.#expected(estimate) * underWay > limit;
	}

	dispose(): void {
		this.#changed.dispose();
	}

	/** An estimate knows nothing of the answer, which costs most: what runs cost on average does. */
	#expected(estimate = 0): number {
		const { cost, runs } = this.thisMonth;
		return Math.max(estimate, runs > 0 ? cost / runs : 0);
	}

	get #days(): Days {
		const month = localDay(this.#now()).slice(0, 7);
		const days = Object.entries(this.#state.get<Days>(stateKey) ?? {});
		return Object.fromEntries(days.filter(([day]) => day.startsWith(month)));
	}
}

/** What it takes to look for objects in a picture of so many upright pixels; undefined where that is not known. */
export function estimateDetection(
	size: Size,
	settings: RequestSettings,
	date = new Date(),
): Estimate | undefined {
	const sent = fit(size, sideOf(settings.sentSize, spatialMaxSide));
	return estimate(detectionTokens(sent, settings), settings.model, date);
}

/** What it takes to send what was prepared; undefined where that is not known. */
export function estimateAsk(
	{ draft, sent }: Pick<PlannedAsk, "draft" | "sent">,
	date = new Date(),
): Estimate | undefined {
	const request = bareRequest(draft);
	const media = sent.map(({ prepared, medium }) => medium ?? prepared.size);
	return estimate(requestTokens(buildRequest(request), media), request.model, date);
}

function estimate(tokens: number | undefined, model: string, date: Date): Estimate | undefined {
	if (tokens === undefined) return undefined;
	const cost = promptCost(tokens, model, date);
	return { tokens, ...(cost !== undefined && { cost }) };
}

/** "$4.98"; below a dollar as exact as prices of single answers need: "$0.75", "$0.0031". */
export function formatDollars(dollars: number): string {
	return new Intl.NumberFormat(env.language, {
		style: "currency",
		currency: "USD",
		currencyDisplay: "narrowSymbol",
		minimumFractionDigits: 2,
		maximumFractionDigits: dollars < 1 ? 4 : 2,
	}).format(dollars);
}

function sumOf(a: Spent, b: Spent): Spent {
	return { cost: a.cost + b.cost, runs: a.runs + b.runs };
}

/** A person's month ends at their own midnight. */
function localDay(date: Date): string {
	const [month, day] = [date.getMonth() + 1, date.getDate()].map((n) => `${n}`.padStart(2, "0"));
	return `${date.getFullYear()}-${month}-${day}`;
}
