import { limits } from "./answers.ts";
import type { AnswerBox } from "./ask.ts";
import { type Difference, differences, middleOf } from "./differences.ts";
import { nameOf } from "./labels.ts";
import { capital, indefinite, placeOf } from "./phrases.ts";
import type { DemoTask } from "./task.ts";
import type { Sight, Thing } from "./vision.ts";
import { boxOf } from "./wire.ts";
import { isOf, readWords } from "./words.ts";

type CompareTask = Extract<DemoTask, { kind: "compare" }>;

/** What changed from each picture to the next, in Markdown, and boxes on both sides. */
export function compareAnswer(
	{ words, maxItems }: CompareTask,
	sights: readonly Sight[],
): { text: string; boxes: AnswerBox[] } {
	const { wanted } = readWords(words);
	const isAsked = (thing: Thing) => wanted.length === 0 || wanted.some((kind) => isOf(thing, kind));
	const said: string[] = [];
	const boxes: AnswerBox[] = [];
	for (const [at, second] of sights.slice(1).entries()) {
		const first = sights[at]!;
		const pair = `picture ${at + 1} to picture ${at + 2}`;
		const found = differences(first, second).filter((one) => thingsOf(one).some(isAsked));
		const lines = found.map((one) => `- ${sentence(one, first, second)}`);
		if (wanted.length === 0 && first.background !== second.background) {
			lines.push(`- The background changed from ${first.background} to ${second.background}.`);
		}
		said.push(
			lines.length > 0
				? `From ${pair}:\n\n${lines.join("\n")}`
				: `I see no difference from ${pair}.`,
		);
		boxes.push(...found.flatMap((one) => boxesOf(one, at, first, second)));
	}
	if (said.length === 0) return { text: `There is one picture only. ${limits}`, boxes };
	return { text: [...said, limits].join("\n\n"), boxes: boxes.slice(0, maxItems) };
}

function sentence(found: Difference, first: Sight, second: Sight): string {
	switch (found.kind) {
		case "gone":
			return `The ${nameOf(found.before)} ${placeOf(found.before, first)} is gone.`;
		case "new":
			return `${capital(indefinite(nameOf(found.after)))} ${placeOf(found.after, second)} is new.`;
		case "moved":
			return `The ${nameOf(found.before)} moved ${wayOf(found.before, first, found.after, second)}.`;
		case "recolored": {
			const { before, after } = found;
			return `The ${before.shape} ${placeOf(before, first)} changed from ${before.color} to ${after.color}.`;
		}
		case "reshaped":
			return `The ${nameOf(found.before)} ${placeOf(found.before, first)} is now ${indefinite(found.after.shape)}.`;
		case "resized": {
			const { before, after } = found;
			const isLarger =
				after.area * first.width * first.height > before.area * second.width * second.height;
			return `The ${nameOf(before)} ${placeOf(before, first)} is ${isLarger ? "larger" : "smaller"}.`;
		}
	}
}

/** "from the top left to the middle", "slightly to the right". */
function wayOf(before: Thing, first: Sight, after: Thing, second: Sight): string {
	const from = placeOf(before, first).replace(/^(?:at|in) /, "");
	const to = placeOf(after, second).replace(/^(?:at|in) /, "");
	if (from !== to) return `from ${from} to ${to}`;
	const a = middleOf(before, first);
	const b = middleOf(after, second);
	if (Math.abs(b.x - a.x) >= Math.abs(b.y - a.y)) return `to the ${b.x < a.x ? "left" : "right"}`;
	return b.y < a.y ? "up" : "down";
}

/** One on each side that shows it, called what it is there. */
function boxesOf(found: Difference, at: number, first: Sight, second: Sight): AnswerBox[] {
	const boxIn = (picture: number, thing: Thing, sight: Sight): AnswerBox => ({
		picture,
		box_2d: boxOf(thing, sight),
		label: nameOf(thing),
	});
	return [
		...("before" in found ? [boxIn(at + 1, found.before, first)] : []),
		...("after" in found ? [boxIn(at + 2, found.after, second)] : []),
	];
}

function thingsOf(found: Difference): [Thing, ...Thing[]] {
	switch (found.kind) {
		case "gone":
			return [found.before];
		case "new":
			return [found.after];
		default:
			return [found.before, found.after];
	}
}
