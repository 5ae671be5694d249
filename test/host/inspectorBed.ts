import type { Uri } from "vscode";
import type { Endpoint } from "../../src/gemini/endpoint.ts";
import { contentHash, type History, subjectHash } from "../../src/history/history.ts";
import type { Inspector } from "../../src/host/inspect.ts";
import type { Run } from "../../src/shared/protocol.ts";
import type { FakeClock } from "../faults/fakeClock.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { Memory } from "../unit/uploadsMemory.ts";
import { joinParts } from "./askedParts.ts";
import { Folder } from "./folder.ts";

export const key = "not-a-real-key-0123456789";

/** An inspector of the real parts that asks a server where requests meet with faults. */
export class InspectorBed {
	readonly server = new FaultServer();
	readonly picture: Uri;
	/** Of the picture's file. */
	readonly bytes: Uint8Array;
	readonly #folder: Folder;
	/** What is remembered of uploads. */
	memory = new Memory();
	log: string[] = [];
	history!: History;
	inspector!: Inspector;

	private constructor(folder: Folder, picture: Uri, bytes: Uint8Array) {
		this.#folder = folder;
		this.picture = picture;
		this.bytes = bytes;
	}

	static async make(): Promise<InspectorBed> {
		const folder = await Folder.make();
		const bytes = await renderScene(scenes.plain, { format: "png" });
		const bed = new InspectorBed(folder, await folder.write("plain.png", bytes), bytes);
		await bed.server.start();
		return bed;
	}

	/** Everything anew: nothing asked, kept or logged. */
	renew(clock: FakeClock, endpoint?: () => Promise<Endpoint>): void {
		this.inspector?.dispose();
		this.server.reset();
		this.memory = new Memory();
		const whereTo = endpoint ?? (async () => ({ key, baseUrl: this.server.url }));
		const { memory } = this;
		const joined = joinParts(whereTo, this.#folder.path, { clock, memory });
		({ history: this.history, inspector: this.inspector, log: this.log } = joined);
	}

	/** What is kept of the picture. */
	kept(): Promise<Run[]> {
		return this.history.list(subjectHash([contentHash(this.bytes)]));
	}

	async close(): Promise<void> {
		this.inspector?.dispose();
		await this.#folder.remove();
		await this.server.stop();
	}
}
