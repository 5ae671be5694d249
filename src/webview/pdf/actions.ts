import type { TalkActions } from "../talkActions.ts";
import type { PageChoice } from "./pageChoice.ts";

/** What the controls of a PDF's page can do. */
export interface PdfActions extends TalkActions {
	choose(change: (choice: PageChoice, count: number) => PageChoice): void;
	/** Writes the chosen pages down in a new document. */
	transcribe(): void;
	selectModel(): void;
	setDraft(words: string): void;
	dismissProblem(): void;
}
