import { labelsFor, nameOf, plural } from "./labels.ts";
import type { Sight, Thing } from "./vision.ts";
import { readWords, type Selection, selectThings } from "./words.ts";

/** Said when a question goes beyond what the demo engine sees. */
export const limits = "I see colours and shapes only, so that is all I can say.";

/** Answers words about a picture: how many, what colours, where, is there …; otherwise describes it. */
export function answer(words: string, sight: Sight): string {
	const question = words.toLowerCase();
	const selection = readWords(words);
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

function isSelective({ wanted, unwanted, place }: Selection): boolean {
	return wanted.length + unwanted.length + place.length > 0;
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

/** "2 red circles", "1 blue square", in the order they first appear. */
function counts(things: readonly Thing[], name: (thing: Thing) => string = nameOf): string[] {
	return [...Map.groupBy(things, name)].map(([one, { length }]) =>
		length === 1 ? `1 ${one}` : `${length} ${plural(one)}`,
	);
}

/** "at the top left", "in the middle", … by thirds of the picture. */
function placeOf({ box }: Thing, { width, height }: Sight): string {
	const third = (share: number): number => Math.min(2, Math.floor(share * 3));
	const row = ["top", "", "bottom"][third((box.y + box.height / 2) / height)]!;
	const column = ["left", "", "right"][third((box.x + box.width / 2) / width)]!;
	if (!row && !column) return "in the middle";
	return `at the ${[row, column].filter(Boolean).join(" ")}`;
}

function indefinite(name: string): string {
	return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

function enumerate(parts: readonly string[]): string {
	if (parts.length < 2) return parts.join("");
	return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
