import type { CompareHostApi, CompareState } from "../../src/shared/compareProtocol.ts";
import type { PickedModel, ShownRequest } from "../../src/shared/protocol.ts";

/** A host that remembers what the comparing page asked of it. */
export class CompareFakeHost implements CompareHostApi {
	readonly calls: unknown[][] = [];
	readonly state: CompareState;

	constructor(state: CompareState) {
		this.state = state;
	}

	async ready(): Promise<CompareState> {
		return this.state;
	}
	async choose(...args: Parameters<CompareHostApi["choose"]>): Promise<void> {
		this.calls.push(["choose", ...args]);
	}
	async setAlign(...args: Parameters<CompareHostApi["setAlign"]>): Promise<void> {
		this.calls.push(["setAlign", ...args]);
	}
	async stopComparing(): Promise<void> {
		this.calls.push(["stopComparing"]);
	}
	async compareAgain(): Promise<void> {
		this.calls.push(["compareAgain"]);
	}
	async openPicture(...args: Parameters<CompareHostApi["openPicture"]>): Promise<void> {
		this.calls.push(["openPicture", ...args]);
	}
	async run(...args: Parameters<CompareHostApi["run"]>): Promise<void> {
		this.calls.push(["run", ...args]);
	}
	async stop(...args: Parameters<CompareHostApi["stop"]>): Promise<void> {
		this.calls.push(["stop", ...args]);
	}
	async willAsk(): Promise<void> {
		// Not what a test looks at: nothing comes of it on the page.
	}
	/** What would be sent, or was; resolves with it. */
	request: ShownRequest | undefined;
	async previewRequest(
		...args: Parameters<CompareHostApi["previewRequest"]>
	): Promise<ShownRequest> {
		this.calls.push(["previewRequest", ...args]);
		if (!this.request) throw new Error("The test has no request");
		return this.request;
	}
	async requestOf(
		...args: Parameters<CompareHostApi["requestOf"]>
	): Promise<ShownRequest | undefined> {
		this.calls.push(["requestOf", ...args]);
		return this.request;
	}
	async countTokens(...args: Parameters<CompareHostApi["countTokens"]>): Promise<number> {
		this.calls.push(["countTokens", ...args]);
		return 1234;
	}
	/** What the person chooses. */
	picked: PickedModel | undefined;
	async pickModel(): Promise<PickedModel | undefined> {
		this.calls.push(["pickModel"]);
		return this.picked;
	}
	async tryNow(...args: Parameters<CompareHostApi["tryNow"]>): Promise<void> {
		this.calls.push(["tryNow", ...args]);
	}
	async removeRun(...args: Parameters<CompareHostApi["removeRun"]>): Promise<void> {
		this.calls.push(["removeRun", ...args]);
	}
	async act(...args: Parameters<CompareHostApi["act"]>): Promise<void> {
		this.calls.push(["act", ...args]);
	}
	async selectModel(): Promise<void> {
		this.calls.push(["selectModel"]);
	}
	async copyText(...args: Parameters<CompareHostApi["copyText"]>): Promise<void> {
		this.calls.push(["copyText", ...args]);
	}
	async copyData(...args: Parameters<CompareHostApi["copyData"]>): Promise<void> {
		this.calls.push(["copyData", ...args]);
	}
	async insertText(...args: Parameters<CompareHostApi["insertText"]>): Promise<void> {
		this.calls.push(["insertText", ...args]);
	}
	async openAnswer(...args: Parameters<CompareHostApi["openAnswer"]>): Promise<void> {
		this.calls.push(["openAnswer", ...args]);
	}
	async openLink(...args: Parameters<CompareHostApi["openLink"]>): Promise<void> {
		this.calls.push(["openLink", ...args]);
	}
}
