import type { TalkActions } from "../talkActions.ts";

/** What the controls of the page of several pictures can do. */
export interface PicturesActions extends TalkActions {
	/** `to` counts the places without the picture. */
	move(uri: string, to: number): void;
	remove(uris: string[]): void;
	undo(): void;
	open(uri: string): void;
	addFiles(): void;
	addAddress(): void;
	addDropped(uris: string[]): void;
	selectModel(): void;
	setDraft(words: string): void;
	dismissProblem(): void;
}
