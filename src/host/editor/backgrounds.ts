import type { Memento, Uri } from "vscode";
import type { ViewerSettings } from "../../shared/protocol.ts";
import { readViewerSettings } from "../settings.ts";

type Background = ViewerSettings["background"];

const stateKey = "backgrounds";
const mostKept = 300;

/** What single pictures are to be seen on, where that is not what the settings say; kept over restarts. */
export class Backgrounds {
	readonly #state: Memento;

	constructor(state: Memento) {
		this.#state = state;
	}

	/** The settings as they are for this picture. */
	viewerOf(uri: Uri): ViewerSettings {
		const viewer = readViewerSettings(uri);
		const own = this.#kept.find(([key]) => key === uri.toString())?.[1];
		return own ? { ...viewer, background: own } : viewer;
	}

	async set(uri: Uri, background: Background): Promise<void> {
		const others = this.#kept.filter(([key]) => key !== uri.toString());
		const isAsSet = background === readViewerSettings(uri).background;
		const own: Array<[string, Background]> = isAsSet ? [] : [[uri.toString(), background]];
		await this.#state.update(stateKey, [...own, ...others].slice(0, mostKept));
	}

	/** The one chosen last first. */
	get #kept(): Array<[uri: string, background: Background]> {
		return this.#state.get<Array<[string, Background]>>(stateKey) ?? [];
	}
}
