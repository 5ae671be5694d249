import { bringsPart } from "./ownWords.ts";
import type { UserTurn } from "./request.ts";
import type { Sight } from "./vision.ts";

/** The pictures of a conversation as its words name them. */
export interface View {
	/** Picture 1, picture 2, … */
	pictures: Sight[];
	/** The enlarged part of picture 1 that the last turn is about. */
	part: Sight | undefined;
}

/** `sights` are of all pictures that the turns bring, in order. */
export function viewOf(turns: readonly UserTurn[], sights: readonly Sight[]): View {
	const pictures: Sight[] = [];
	let part: Sight | undefined;
	let from = 0;
	for (const { words, pictures: count } of turns) {
		const own = sights.slice(from, from + count);
		from += count;
		// Without another picture there is nothing it could be a part of.
		part = bringsPart(words) && pictures.length + own.length > 1 ? own.pop() : undefined;
		pictures.push(...own);
	}
	return { pictures, part };
}

/** What is asked about: the part, or all of the only picture, or everything in all of them. */
export function seenTogether({ pictures, part }: View): Sight {
	const [first] = pictures;
	if (part || !first) return part ?? first!;
	return { ...first, things: pictures.flatMap(({ things }) => things) };
}

/** One answer, or where there are several pictures one for each, by its number. */
export function perPicture({ pictures, part }: View, answer: (sight: Sight) => string): string {
	const [first, ...others] = part ? [part] : pictures;
	if (!first) return "";
	if (others.length === 0) return answer(first);
	return pictures.map((sight, index) => `Picture ${index + 1}: ${answer(sight)}`).join("\n\n");
}
