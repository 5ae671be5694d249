import type { DemoTask } from "./task.ts";
import type { Sight } from "./vision.ts";
import { isSelective, readWords, selectThings } from "./words.ts";

type ClassifyTask = Extract<DemoTask, { kind: "classify" }>;

export interface Choice {
	label: string;
	/** "high": all that the label says is seen; "low": its colour or shape is, the rest is a guess. */
	confidence: "high" | "low";
}

/** The labels that name what is seen; guesses only where no label is sure. None fits: an empty list. */
export function classify({ labels, many }: ClassifyTask, sight: Sight): Choice[] {
	const fitting = labels.flatMap((label) => {
		const selection = readWords(label);
		const found = isSelective(selection) ? selectThings(sight, selection) : [];
		if (found.length === 0 || selection.wanted.length === 0) return [];
		const area = found.reduce((sum, thing) => sum + thing.area, 0);
		return [{ label, confidence: selection.hasUnknown ? "low" : "high", area } as const];
	});
	const sure = fitting.filter(({ confidence }) => confidence === "high");
	const chosen = (sure.length > 0 ? sure : fitting).map(({ label, confidence, area }) => ({
		choice: { label, confidence },
		area,
	}));
	if (many) return chosen.map(({ choice }) => choice);
	return chosen
		.sort((a, b) => b.area - a.area)
		.slice(0, 1)
		.map(({ choice }) => choice);
}
