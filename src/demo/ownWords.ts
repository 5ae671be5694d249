/** Lines of Loupe's requests that stand behind the person's words. */
const behind =
	/^(?:If this asks where something is|This asks about a PDF|Say it in Markdown first|Answer with the caption alone|Answer with a JSON|Use null for a value|Keep the layout|Answer in |The last picture is an enlarged part)/;

/** Sentences that say how to answer, not what about. */
const instruction =
	/box_2d|\[y(?:min)?,|json|\b(?:0 ?(?:-|–|to) ?1000|normali[sz]ed|fences?|masks?"|key "|"label"|polygon|coordinates?)|^(?:answer|write|return|output|list each|limit|never|no |where several|use|include|"picture" is|(?:the|each) point lies|read from|which (?:one )?of these labels|say in one or two sentences)\b/i;

/** The person's words without those a program put around them. */
export function ownWords(text: string): string {
	const lines = text.split("\n");
	const end = lines.findIndex((line) => behind.test(line));
	const front = (end < 0 ? lines : lines.slice(0, end)).join("\n");
	const quoted = /\b(?:these words ask[^\n:]*|^Keep to these words): *([\s\S]*)/m.exec(front)?.[1];
	if (quoted !== undefined) return quoted;
	// A question stands alone before what says how to answer it.
	if (/^(?:If this asks|This asks about|Say it in)/.test(lines[end] ?? "")) return front;
	return front
		.split(/(?<=[.!?])\s+|\n+/)
		.filter((sentence) => !instruction.test(sentence))
		.join(" ");
}

/** Whether the turn's last picture is a part of the conversation's first. */
export function bringsPart(text: string): boolean {
	return /^The last picture is an enlarged part of picture 1\b/m.test(text);
}
