import type { Ask, ErrorAction } from "../shared/protocol.ts";
import type { Point, Rect } from "../shared/result.ts";
import type { MenuItem } from "./menu.tsx";
import type { RequestActions } from "./request/requestActions.ts";

/** What a conversation can do, on whatever page it stands. */
export interface TalkActions extends RequestActions {
	run(ask: Ask): void;
	/** The person begins to write a question. */
	willAsk(ask: Ask): void;
	stop(runId: string): void;
	tryNow(runId: string): void;
	removeRun(runId: string): void;
	act(action: ErrorAction["id"], runId?: string): void;
	copyText(text: string): void;
	copyData(runId: string, format: "json" | "csv"): void;
	insertText(text: string): void;
	openAnswer(runId: string): void;
	openLink(address: string): void;
	/** Where the page shows a document: whether it has a page of this number, and the way to it. */
	hasPage?(page: number): boolean;
	showPage?(page: number): void;
	/** Where the page has a context menu. */
	openMenu?(label: string, items: readonly MenuItem[], at: Point | Rect): void;
	/** Shows the places that an answer speaks of, where the page can. */
	showPlaces?(runId: string): void;
	/** Shows them for as long as the pointer rests on the answer's line; undefined: it left. */
	peekLayer?(runId: string | undefined): void;
}
