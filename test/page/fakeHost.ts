import { windowOf } from "../../src/image/sourceBand.ts";
import type { FactSheet, Histogram, PixelWindow } from "../../src/shared/pixelProtocol.ts";
import type {
	EditorState,
	HostApi,
	PickedModel,
	SavedSchema,
	ShownRequest,
	ShownRun,
} from "../../src/shared/protocol.ts";
import type { Rect } from "../../src/shared/result.ts";
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
	/** All pixels of the picture. */
	source: PixelWindow | undefined;
	/** The parts whose pixels were asked for: what the pointer does, not what a person orders. */
	readonly pixelsAsked: Rect[] = [];
	/** How many requests for pixels are under way. */
	asking = 0;
	mostAsking = 0;
	async pixels(part: Rect, _frame?: number): Promise<PixelWindow> {
		this.pixelsAsked.push(part);
		this.mostAsking = Math.max(this.mostAsking, ++this.asking);
		// What comes over a channel comes later.
		await new Promise(setImmediate);
		this.asking--;
		if (!this.source) throw new Error("The test has no pixels");
		return windowOf(this.source, part);
	}
	async showPixel(...args: Parameters<HostApi["showPixel"]>): Promise<void> {
		this.calls.push(["showPixel", ...args]);
	}
	sheet: FactSheet | undefined;
	async facts(): Promise<FactSheet> {
		if (!this.sheet) throw new Error("The file is damaged.");
		return this.sheet;
	}
	counted: Histogram | undefined;
	async histogram(): Promise<Histogram> {
		if (!this.counted) throw new Error("The file is damaged.");
		return this.counted;
	}
	png = new Uint8Array();
	async pictureAsPng(...args: Parameters<HostApi["pictureAsPng"]>): Promise<Uint8Array> {
		this.calls.push(["pictureAsPng", ...args]);
		return this.png;
	}
	async savePng(...args: Parameters<HostApi["savePng"]>): Promise<void> {
		this.calls.push(["savePng", ...args]);
	}
	async compare(): Promise<void> {
		this.calls.push(["compare"]);
	}
	/** What the page told last; not among the calls: it tells it whenever it is laid out. */
	scale: number | undefined;
	async tellScale(scale: number): Promise<void> {
		this.scale = scale;
	}
	async setBackground(...args: Parameters<HostApi["setBackground"]>): Promise<void> {
		this.calls.push(["setBackground", ...args]);
	}
	async goTo(...args: Parameters<HostApi["goTo"]>): Promise<void> {
		this.calls.push(["goTo", ...args]);
	}
}
