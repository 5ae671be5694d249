import { labelsFor, nameOf } from "./labels.ts";
import { capital, counts, enumerate, indefinite, placeOf } from "./phrases.ts";
import type { Sight, Thing } from "./vision.ts";
import { isSelective, readWords, type Selection, selectThings } from "./words.ts";

/** Said when a question goes beyond what the demo engine sees. */
export const limits = "I see colours and shapes only, so that is all I can say.";

/** Answers words about a picture: how many, what colours, where, is there …; otherwise describes it. */
export function answer(words: string, sight: Sight, selection = readWords(words)): string {
	const question = words.toLowerCase();
	if (selection.isBeyond && !wantsCaption.test(question)) return `${describe(sight)} ${limits}`;
	const found = selectThings(sight, selection);
	if (/\bhow many\b|\bcount\b|\bnumber of\b/.test(question)) return countAnswer(found, selection);
	if (/\bbackground\b/.test(question)) return `The background is ${sight.background}.`;
	if (/\bwhere\b|\bposition of\b/.test(question)) return whereAnswer(found, sight);
	if (/\bwhat shapes?\b|\bwhich shapes?\b/.test(question)) return shapesAnswer(found, selection);
	if (/\b(?:what|which)\b.*\bcolou?rs?\b|\bcolou?r of\b/.test(question)) {
		return colorsAnswer(found, selection, sight);
	}
	if (/^(?:is|are|do|does|can|has|have)\b/.test(question.trim())) return yesOrNo(found, sight);
	if (selection.rank) return rankAnswer(found, selection.rank, sight);
	if (isSelective(selection)) return describe({ ...sight, things: found });
	return asksForCaption(question) ? describe(sight) : `${describe(sight)} ${limits}`;
}

/** "A picture with a red circle at the top left and a blue square in the middle, on a white background." */
export function describe(sight: Sight): string {
	const { things, background } = sight;
	if (things.length === 0) return `A plain ${background} picture without separate shapes.`;
	const ground = `on a ${background} background`;
	if (things.length > 8) {
		return `A picture with ${things.length} shapes: ${enumerate(counts(things))}, ${ground}.`;
	}
	const parts = things.map((thing) => `${indefinite(nameOf(thing))} ${placeOf(thing, sight)}`);
	return `A picture with ${enumerate(parts)}, ${ground}.`;
}

/** A caption: of all, or of what the words name; cut to as many characters as they allow. */
export function caption(words: string, sight: Sight): string {
	const { wanted } = readWords(words);
	const named = selectThings(sight, { ...readWords(""), wanted });
	const whole = describe(named.length > 0 ? { ...sight, things: named } : sight);
	const most = Number(
		/\b(?:up to|at most|no more than|under|within|maximum(?: of)?|max\.?) (\d+) characters/i.exec(
			words,
		)?.[1] ?? Number.POSITIVE_INFINITY,
	);
	if (whole.length <= most) return whole;
	const names = enumerate(counts(named.length > 0 ? named : sight.things));
	const short = `${capital(names)} on a ${sight.background} background.`;
	return short.length <= most ? short : `${short.slice(0, Math.max(0, most - 1)).trimEnd()}…`;
}

/** What captions are asked for with. */
const wantsCaption = /\b(?:caption|describe|description|alt text|this (?:picture|image) shows)\b/;

/** Questions that a description answers. */
function asksForCaption(question: string): boolean {
	return (
		wantsCaption.test(question) ||
		/\bwhat(?:'s| is| are| do| does| can)\b.*\b(?:see|in|here|this|that|image|picture)\b/.test(
			question,
		) ||
		question.trim() === ""
	);
}

function countAnswer(found: readonly Thing[], selection: Selection): string {
	if (found.length === 0) return "There are none (0).";
	const names = counts(found);
	if (names.length === 1) return `There ${found.length === 1 ? "is" : "are"} ${names[0]}.`;
	const total = isSelective(selection) ? `${found.length}` : `${found.length} shapes`;
	return `There are ${total}: ${enumerate(names)}.`;
}

function whereAnswer(found: readonly Thing[], sight: Sight): string {
	if (found.length === 0) return "I see no such thing in this picture.";
	const labels = labelsFor(found);
	const places = found.map((thing, index) => `the ${labels[index]} is ${placeOf(thing, sight)}`);
	return `${capital(enumerate(places))}.`;
}

function shapesAnswer(found: readonly Thing[], selection: Selection): string {
	if (found.length === 0) return "I see no such thing in this picture.";
	const names = isSelective(selection) ? counts(found) : counts(found, ({ shape }) => shape);
	return `I see ${enumerate(names)}.`;
}

function colorsAnswer(found: readonly Thing[], selection: Selection, sight: Sight): string {
	if (found.length === 0) {
		return isSelective(selection)
			? "I see no such thing in this picture."
			: `Only ${sight.background}.`;
	}
	if (isSelective(selection)) {
		const said = found.map(
			(thing) => `the ${thing.shape} ${placeOf(thing, sight)} is ${thing.color}`,
		);
		return `${capital(enumerate(said))}.`;
	}
	const colors = [...new Set(found.map(({ color }) => color))];
	return `${capital(enumerate(colors))}, on a ${sight.background} background.`;
}

function yesOrNo(found: readonly Thing[], sight: Sight): string {
	const [first] = found;
	if (!first) return "No, I see no such thing in this picture.";
	if (found.length === 1) return `Yes, ${indefinite(nameOf(first))} ${placeOf(first, sight)}.`;
	return `Yes, ${enumerate(counts(found))}.`;
}

function rankAnswer(found: readonly Thing[], rank: string, sight: Sight): string {
	const [thing] = found;
	if (!thing) return "I see no such thing in this picture.";
	return `The ${rank} is the ${nameOf(thing)} ${placeOf(thing, sight)}.`;
}
