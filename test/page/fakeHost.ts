import type {
	EditorState,
	HostApi,
	PickedModel,
	SavedSchema,
	ShownRequest,
	ShownRun,
} from "../../src/shared/protocol.ts";
import type { TilePlace } from "../../src/shared/tilePlace.ts";

/** A host that remembers what the page asked of it. */
export class FakeHost implements HostApi {
	readonly calls: unknown[][] = [];
	state: EditorState;

	constructor(state: EditorState) {
		this.state = state;
	}

	async ready(): Promise<EditorState> {
		return this.state;
	}
	/** What was kept; resolves when a test says so. */
	readonly kept = Promise.withResolvers<ShownRun[]>();
	restored(): Promise<ShownRun[]> {
		return this.kept.promise;
	}
	async willAsk(): Promise<void> {
		// Not what a test looks at: nothing comes of it on the page.
	}
	/** What would be sent, or was; resolves with it. */
	request: ShownRequest | undefined;
	async previewRequest(...args: Parameters<HostApi["previewRequest"]>): Promise<ShownRequest> {
		this.calls.push(["previewRequest", ...args]);
		if (!this.request) throw new Error("The test has no request");
		return this.request;
	}
	async requestOf(...args: Parameters<HostApi["requestOf"]>): Promise<ShownRequest | undefined> {
		this.calls.push(["requestOf", ...args]);
		return this.request;
	}
	async countTokens(...args: Parameters<HostApi["countTokens"]>): Promise<number> {
		this.calls.push(["countTokens", ...args]);
		return 1234;
	}
	/** What the person chooses. */
	picked: PickedModel | undefined;
	async pickModel(): Promise<PickedModel | undefined> {
		this.calls.push(["pickModel"]);
		return this.picked;
	}
	async run(...args: Parameters<HostApi["run"]>): Promise<void> {
		this.calls.push(["run", ...args]);
	}
	/** The bytes of a tile, or when they come. */
	tiles: (place: TilePlace) => Promise<Uint8Array> = async () => {
		throw new Error("The test has no tiles");
	};
	async tile(...args: Parameters<HostApi["tile"]>): Promise<Uint8Array> {
		this.calls.push(["tile", ...args]);
		return this.tiles(args[1]);
	}
	async showPage(...args: Parameters<HostApi["showPage"]>): Promise<void> {
		this.calls.push(["showPage", ...args]);
	}
	async stop(...args: Parameters<HostApi["stop"]>): Promise<void> {
		this.calls.push(["stop", ...args]);
	}
	async tryNow(...args: Parameters<HostApi["tryNow"]>): Promise<void> {
		this.calls.push(["tryNow", ...args]);
	}
	async removeRun(...args: Parameters<HostApi["removeRun"]>): Promise<void> {
		this.calls.push(["removeRun", ...args]);
	}
	async removeObject(...args: Parameters<HostApi["removeObject"]>): Promise<void> {
		this.calls.push(["removeObject", ...args]);
	}
	async restoreObject(...args: Parameters<HostApi["restoreObject"]>): Promise<void> {
		this.calls.push(["restoreObject", ...args]);
	}
	async cutOut(...args: Parameters<HostApi["cutOut"]>): Promise<void> {
		this.calls.push(["cutOut", ...args]);
	}
	async exportRuns(...args: Parameters<HostApi["exportRuns"]>): Promise<void> {
		this.calls.push(["exportRuns", ...args]);
	}
	async act(...args: Parameters<HostApi["act"]>): Promise<void> {
		this.calls.push(["act", ...args]);
	}
	async selectModel(): Promise<void> {
		this.calls.push(["selectModel"]);
	}
	async copyText(...args: Parameters<HostApi["copyText"]>): Promise<void> {
		this.calls.push(["copyText", ...args]);
	}
	async copyData(...args: Parameters<HostApi["copyData"]>): Promise<void> {
		this.calls.push(["copyData", ...args]);
	}
	async insertText(...args: Parameters<HostApi["insertText"]>): Promise<void> {
		this.calls.push(["insertText", ...args]);
	}
	async openAnswer(...args: Parameters<HostApi["openAnswer"]>): Promise<void> {
		this.calls.push(["openAnswer", ...args]);
	}
	async openLink(...args: Parameters<HostApi["openLink"]>): Promise<void> {
		this.calls.push(["openLink", ...args]);
	}
	/** What the person picks in the file dialog. */
	pickedSchema: SavedSchema | undefined;
	async pickSchema(): Promise<SavedSchema | undefined> {
		this.calls.push(["pickSchema"]);
		return this.pickedSchema;
	}
	async saveLabels(...args: Parameters<HostApi["saveLabels"]>): Promise<void> {
		this.calls.push(["saveLabels", ...args]);
	}
	async saveSchema(...args: Parameters<HostApi["saveSchema"]>): Promise<void> {
		this.calls.push(["saveSchema", ...args]);
	}
	async compare(): Promise<void> {
		this.calls.push(["compare"]);
	}
}
