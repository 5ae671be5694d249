import type { Sight } from "./vision.ts";
import { isSelective, type Kind, readWords, type Selection, selectThings } from "./words.ts";

/** A question, once what it takes from earlier ones is filled in. */
export interface Question {
	/** Says what kind of question it is. */
	words: string;
	selection: Selection;
	/** The pictures it names, counted from 1; empty: all. */
	pictures: number[];
}

const lead = /^\W*(?:(?:and|or|but|then|so|now)\b[\s,]*)*(?:(?:what|how) about\b)?/i;
const pronoun = /\b(?:it|its|they|them|their|that one|those|these ones?)\b/i;
const asks =
	/\b(?:where|how many|count|number of|what|which|who|why|is|are|does?|has|have|find|show|mark|locate|describe|position)\b/i;

/**
 * What the last of a conversation's questions means. "It", "the blue one" and questions that name
 * nothing speak of what the last question before them named.
 */
export function lastQuestion(questions: readonly string[], sights: readonly Sight[]): Question {
	let named: Question | undefined;
	let last: Question | undefined;
	for (const words of questions) {
		last = read(words, { named, last: last?.selection.isBeyond ? named : last }, sights);
		const { isBeyond, rank } = last.selection;
		if (!isBeyond && (rank || isSelective(last.selection))) named = last;
	}
	return last ?? { words: "", selection: readWords(""), pictures: [] };
}

/** The last question that named things, and the last that could be answered. */
interface Before {
	named: Question | undefined;
	last: Question | undefined;
}

function read(text: string, { named, last }: Before, sights: readonly Sight[]): Question {
	const { pictures, words } = takePictures(text, sights.length);
	const selection = readWords(words);
	const own: Question = { words, selection, pictures };
	const leading = lead.exec(words)?.[0].trim() ?? "";
	const rest = words.slice(leading.length);
	const isShort = leading !== "" || (rest.match(/\p{L}+/gu) ?? []).length < 3;
	const hasOne = /\bones?\b/i.test(rest);
	const namesNothing = !isSelective(selection) && !selection.rank;
	const refers =
		pronoun.test(rest) ||
		(namesNothing ? isShort || elliptic.test(rest) : hasOne || leading !== "");
	const before = leading === "" ? named : (last ?? named);
	if (!before || !refers || selection.isBeyond) return own;
	const asked = asks.test(rest) ? words : before.words;
	const where = pictures.length > 0 ? pictures : before.pictures;
	const together = namesNothing ? before.selection : combine(selection, before.selection);
	const isSeen = sights.some((sight) => selectThings(sight, together).length > 0);
	// "And the blue one?" may be another kind of thing; "is it blue?" may not.
	const isOther = !isSeen && !pronoun.test(rest);
	return { words: asked, selection: isOther ? selection : together, pictures: where };
}

/** "How many are there?" */
const elliptic =
	/^\W*(?:how many|what colou?rs?|which colou?rs?|what shapes?|where)(?: (?:is|are|do you see))?(?: there| that| this)?\W*$/i;

/** The later words narrow the earlier: colour from the one and shape from the other. */
function combine(later: Selection, earlier: Selection): Selection {
	const wanted =
		later.wanted.length === 0
			? earlier.wanted
			: later.wanted.flatMap((kind) => join(kind, earlier.wanted));
	return {
		...later,
		wanted,
		unwanted: [...later.unwanted, ...earlier.unwanted],
		rank: later.rank ?? earlier.rank,
		place: later.place,
	};
}

function join({ colors, shapes }: Kind, earlier: readonly Kind[]): Kind[] {
	if (earlier.length === 0) return [{ colors, shapes }];
	return earlier.map((kind) => ({
		colors: colors.length > 0 ? colors : kind.colors,
		shapes: shapes.length > 0 ? shapes : kind.shapes,
	}));
}

const ordinals = ["first", "second", "third", "fourth", "fifth"];
const pictureName =
	/\b(?:in |on |of )?(?:the )?(?:(first|second|third|fourth|fifth|last) (?:picture|image|one)|(?:picture|image|photo) (?:number )?#?(\d+))/gi;

/** The pictures that words name, and the words without them. */
function takePictures(text: string, count: number): { pictures: number[]; words: string } {
	if (count < 2) return { pictures: [], words: text };
	const pictures: number[] = [];
	const words = text.replaceAll(pictureName, (_, ordinal?: string, number?: string) => {
		const named = ordinal ? ordinals.indexOf(ordinal.toLowerCase()) + 1 || count : Number(number);
		if (named >= 1 && named <= count) pictures.push(named);
		return "";
	});
	return { pictures: [...new Set(pictures)].sort((a, b) => a - b), words };
}
