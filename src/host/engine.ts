import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import { checkBaseUrl, type Endpoint } from "../gemini/endpoint.ts";
import { thinkingLevelsOf } from "../gemini/models.ts";
import { LoupeError } from "../shared/errors.ts";
import type { EngineState } from "../shared/protocol.ts";
import type { ApiKey } from "./apiKey.ts";
import { Disposables } from "./disposables.ts";
import { onDidChangeSettings, readBaseUrl, readEngine, readRequestSettings } from "./settings.ts";

interface RunningDemo {
	url: string;
	close(): Promise<void>;
}

/** What answers: Gemini, or the demo engine, which is started when it is first asked. */
export class Engine implements Disposable {
	readonly #key: ApiKey;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	readonly onDidChange: Event<void> = this.#changed.event;
	#demo: Promise<RunningDemo> | undefined;

	constructor(key: ApiKey) {
		this.#key = key;
		this.#disposables.add(onDidChangeSettings(() => this.#changed.fire()));
		this.#disposables.add(key.onDidChange(() => this.#changed.fire()));
	}

	get state(): EngineState {
		return this.stateFor();
	}

	/** As a picture's folder has it. */
	stateFor(scope?: Uri): EngineState {
		const kind = readEngine();
		if (kind === "demo") return { kind, model: "loupe-demo" };
		const { model, thinking, mediaResolution, sentSize } = readRequestSettings(scope);
		return {
			kind,
			model,
			choices: {
				...(thinking && { thinking }),
				...(mediaResolution && { mediaResolution }),
				...(sentSize && { sentSize }),
			},
			thinkingLevels: [...thinkingLevelsOf(model)],
		};
	}

	/** Where the next request goes, and with which key; throws `NoKey` and, for a bad `baseUrl`, `Unsupported`. */
	async endpoint(): Promise<Endpoint> {
		if (readEngine() === "demo") {
			// Its key opens nothing: the engine is this process, on loopback.
			return { key: "demo", baseUrl: (await this.#startDemo()).url };
		}
		const found = await this.#key.read();
		if (!found) throw new LoupeError("NoKey", "No API key is set");
		return this.endpointFor(found.key);
	}

	/** Gemini's endpoint with a key that is not stored yet. */
	endpointFor(key: string): Endpoint {
		const baseUrl = readBaseUrl();
		return baseUrl ? { key, baseUrl: checkBaseUrl(baseUrl).href } : { key };
	}

	#startDemo(): Promise<RunningDemo> {
		this.#demo ??= import("../demo/server.ts")
			.then(({ startDemoEngine }) => startDemoEngine())
			.catch((error: unknown) => {
				this.#demo = undefined;
				throw error;
			});
		return this.#demo;
	}

	dispose(): void {
		this.#disposables.dispose();
		void this.#demo?.then((demo) => demo.close());
	}
}
