import { type Disposable, Uri } from "vscode";
import { PictureFolder } from "./pictureFolder.ts";

/** A folder that somebody looks at; dispose it when they no longer do. */
export interface OpenFolder extends Disposable {
	folder: PictureFolder;
}

/** So many folders stay listed and watched after their last picture was closed: a walk comes back. */
const mostIdle = 2;

/** Folders whose pictures are walked through: each is listed once and then watched. */
export class PictureFolders implements Disposable {
	/** By address, the one left last at the end. */
	readonly #folders = new Map<string, { folder: PictureFolder; users: number }>();

	/** The folder of a picture. */
	open(picture: Uri): OpenFolder {
		const uri = Uri.joinPath(picture, "..");
		const key = uri.toString();
		const kept = this.#folders.get(key) ?? { folder: new PictureFolder(uri), users: 0 };
		this.#folders.set(key, kept);
		kept.users++;
		let isOpen = true;
		return {
			folder: kept.folder,
			dispose: () => {
				if (!isOpen) return;
				isOpen = false;
				kept.users--;
				this.#folders.delete(key);
				this.#folders.set(key, kept);
				this.#makeRoom();
			},
		};
	}

	dispose(): void {
		for (const { folder } of this.#folders.values()) folder.dispose();
		this.#folders.clear();
	}

	#makeRoom(): void {
		const idle = [...this.#folders].filter(([, { users }]) => users === 0);
		for (const [key, { folder }] of idle.slice(0, Math.max(0, idle.length - mostIdle))) {
			folder.dispose();
			this.#folders.delete(key);
		}
	}
}
