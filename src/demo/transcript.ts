import { nameOf } from "./labels.ts";
import { placeOf } from "./phrases.ts";
import type { Sight } from "./vision.ts";

/** What there is to say in place of a picture's text, as Markdown. */
export function transcript(sight: Sight): string {
	const seen = sight.things.map((thing) => `- ${nameOf(thing)} ${placeOf(thing, sight)}`);
	const reason = "I see colours and shapes only, so I cannot read the text in this picture.";
	if (seen.length === 0) return `${reason} It is plain ${sight.background}.`;
	return `${reason} What I see on a ${sight.background} background:\n\n${seen.join("\n")}`;
}
