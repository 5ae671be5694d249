import type { EarlierTurn, Picture, RequestInput } from "../gemini/request.ts";

/** A request before it is said how each of its pictures goes out. */
export interface AskDraft<Sent> {
	words: Omit<RequestInput, "pictures" | "crop" | "earlier">;
	/** What the conversation is about. */
	pictures: readonly Sent[];
	/** Oldest first. */
	turns: Array<Omit<EarlierTurn, "crop"> & { crop?: Sent }>;
	crop?: Sent;
}

/** Loupe's own words around the person's, and the JSON: prompts have a few kB each. */
const ownWordsBytes = 20_000;

/** Every picture, in the order they stand in the request. */
export function draftedPictures<Sent>({ pictures, turns, crop }: AskDraft<Sent>): Sent[] {
	const crops = turns.flatMap((turn) => turn.crop ?? []);
	return [...pictures, ...crops, ...(crop === undefined ? [] : [crop])];
}

/** About how many bytes of the request are no pictures. */
export function wordsBytes({ words, turns }: AskDraft<unknown>): number {
	const answers = turns.map(({ answer, prompt }) => [answer, prompt]);
	return Buffer.byteLength(JSON.stringify([words, answers])) + ownWordsBytes;
}

export function requestOf<Sent>(
	{ words, pictures, turns, crop }: AskDraft<Sent>,
	placeOf: (picture: Sent) => Picture,
): RequestInput {
	return {
		...words,
		pictures: pictures.map(placeOf),
		...(turns.length > 0 && {
			earlier: turns.map(({ crop: part, ...turn }) => ({
				...turn,
				...(part !== undefined && { crop: placeOf(part) }),
			})),
		}),
		...(crop !== undefined && { crop: placeOf(crop) }),
	};
}

/** The request as it is estimated and shown: without the pictures' bytes. */
export function bareRequest(draft: AskDraft<{ prepared: { mimeType: string } }>): RequestInput {
	return requestOf(draft, ({ prepared: { mimeType } }) => ({ mimeType, base64: "" }));
}
