import { type Disposable, Uri } from "vscode";
import type { FolderPlace, FolderStep } from "../../shared/protocol.ts";
import { Disposables } from "../disposables.ts";
import { pictureName } from "../picture.ts";
import type { Report } from "../report.ts";
import type { HandedOn } from "./handedOn.ts";
import { placeIn, stepFrom } from "./naturalOrder.ts";
import type { PictureFolder } from "./pictureFolder.ts";
import type { PictureFolders } from "./pictureFolders.ts";
import type { ReadAhead } from "./readAhead.ts";

export interface WalkParts {
	folders: PictureFolders;
	ahead: ReadAhead;
	handedOn: HandedOn;
	report: Report;
}

/** Where one picture stands in its folder, and the way to its neighbours. */
export class FolderWalk implements Disposable {
	readonly #uri: Uri;
	readonly #parts: WalkParts;
	readonly #disposables = new Disposables();
	readonly #folder: PictureFolder | undefined;
	#place: FolderPlace | undefined;
	readonly #onDidChange: () => void;

	/** `onDidChange`: the place is known, or another. */
	constructor(uri: Uri, parts: WalkParts, onDidChange: () => void) {
		this.#uri = uri;
		this.#parts = parts;
		this.#onDidChange = onDidChange;
		// An address with a query, as git's versions have, names no file of a folder.
		if (uri.query !== "") return;
		const { folder } = this.#disposables.add(parts.folders.open(uri));
		this.#folder = folder;
		this.#disposables.add(folder.onDidChange(() => void this.#look()));
		void this.#look();
	}

	/** Undefined until the folder was listed, and where that cannot be. */
	get place(): FolderPlace | undefined {
		return this.#place;
	}

	/** The picture that a step leads to; undefined where there is none. */
	async target(step: FolderStep): Promise<Uri | undefined> {
		const names = await this.#folder?.names();
		const name = names && stepFrom(names, pictureName(this.#uri), step);
		return name === undefined ? undefined : Uri.joinPath(this.#uri, "..", name);
	}

	/** Reads the picture after this one ahead, or the one before it for who walks back. */
	async readAhead(step: FolderStep): Promise<void> {
		try {
			const next = await this.target(step === "previous" || step === "last" ? "previous" : "next");
			if (next && !this.#disposables.isDisposed) await this.#parts.ahead.prefetch(next);
		} catch (error) {
			this.#parts.report.warn("A neighbour cannot be read ahead", error);
		}
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	async #look(): Promise<void> {
		try {
			const names = await this.#folder?.names();
			if (!names || this.#disposables.isDisposed) return;
			this.#place = placeIn(names, pictureName(this.#uri));
			this.#onDidChange();
		} catch (error) {
			// A picture is looked at all the same; it has no neighbours then.
			this.#parts.report.warn("The pictures of a folder cannot be listed", error);
		}
	}
}
