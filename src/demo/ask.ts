import { answer } from "./answers.ts";
import { findPart, fromPart } from "./findPart.ts";
import { lastQuestion } from "./followUp.ts";
import { labelsFor } from "./labels.ts";
import { ownWords } from "./ownWords.ts";
import type { UserTurn } from "./request.ts";
import type { DemoTask } from "./task.ts";
import type { View } from "./view.ts";
import type { Sight, Thing } from "./vision.ts";
import { boxOf, type WireBox } from "./wire.ts";
import { selectThings } from "./words.ts";

type AskTask = Extract<DemoTask, { kind: "ask" }>;

/** A box of an answer; without `picture`: of the only one. */
export interface AnswerBox {
	picture?: number;
	box_2d: WireBox;
	label: string;
}

/** Questions whose things are worth drawing. */
const wantsBoxes =
	/\b(?:where|find|locate|mark|show me|point (?:at|to|out)|count|how many|number of|position)\b/i;

/** The answer to the last turn's question, and boxes of exactly what it is about if it wants them. */
export function askAnswer(
	{ hasFence, maxItems }: AskTask,
	turns: readonly UserTurn[],
	view: View,
): { text: string; boxes: AnswerBox[] } {
	const { part, pictures } = view;
	const sights = part ? [part] : pictures;
	const question = lastQuestion(
		turns.map(({ words }) => ownWords(words)),
		sights,
	);
	const { words, selection, pictures: named } = question;
	const isAsked = (at: number): boolean => named.length === 0 || named.includes(at + 1);
	const asked = sights.map((sight, at) => ({ sight, at })).filter(({ at }) => isAsked(at));
	const text = asked
		.map(({ sight, at }) => {
			const said = answer(words, sight, selection);
			return asked.length > 1 ? `Picture ${at + 1}: ${said}` : said;
		})
		.join("\n\n");
	if (!hasFence || !wantsBoxes.test(words) || selection.isBeyond) return { text, boxes: [] };
	const boxes = asked.flatMap(({ sight, at }) => {
		const found = selectThings(sight, selection);
		const labels = labelsFor(found);
		const [whole, things] = part ? inWhole(found, part, pictures[0]) : [sight, found];
		return things.map((thing, index): AnswerBox => {
			const box = { box_2d: boxOf(thing, whole), label: labels[index]! };
			return sights.length > 1 ? { picture: at + 1, ...box } : box;
		});
	});
	return { text, boxes: boxes.slice(0, maxItems) };
}

/** The things where they lie in the whole picture; none when the part cannot be found in it. */
function inWhole(
	things: readonly Thing[],
	part: Sight,
	whole: Sight | undefined,
): [sight: Sight, things: readonly Thing[]] {
	const place = whole && findPart(part, whole);
	if (!place) return [part, []];
	const placed = things.map((thing) => ({ ...thing, box: fromPart(thing.box, part, place) }));
	return [whole, placed];
}
