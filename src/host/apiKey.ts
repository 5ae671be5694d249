import { type Disposable, type Event, EventEmitter, type SecretStorage } from "vscode";
import { Disposables } from "./disposables.ts";

const secretName = "loupe.apiKey";

/** Where the key in use comes from. */
export type KeySource = "secrets" | "GEMINI_API_KEY" | "GOOGLE_API_KEY";

/** The Gemini API key: SecretStorage first, then the environment. It leaves here only for a request. */
export class ApiKey implements Disposable {
	readonly #secrets: SecretStorage;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	readonly onDidChange: Event<void> = this.#changed.event;

	/** Asking for it goes to another process; each request asks several times. */
	#stored: Promise<string | undefined> | undefined;

	constructor(secrets: SecretStorage) {
		this.#secrets = secrets;
		this.#disposables.add(
			secrets.onDidChange((change) => {
				if (change.key !== secretName) return;
				this.#stored = undefined;
				this.#changed.fire();
			}),
		);
	}

	async read(): Promise<{ key: string; source: KeySource } | undefined> {
		this.#stored ??= this.#readStored();
		const stored = await this.#stored;
		if (stored) return { key: stored, source: "secrets" };
		for (const source of ["GEMINI_API_KEY", "GOOGLE_API_KEY"] as const) {
			const key = process.env[source]?.trim();
			if (key) return { key, source };
		}
		return undefined;
	}

	async store(key: string): Promise<void> {
		await this.#secrets.store(secretName, key);
		this.#stored = undefined;
	}

	/** Forgets the stored key; one in the environment stays. */
	async clear(): Promise<void> {
		await this.#secrets.delete(secretName);
		this.#stored = undefined;
	}

	async #readStored(): Promise<string | undefined> {
		try {
			return (await this.#secrets.get(secretName))?.trim();
		} catch (error) {
			// The keyring may open the next time.
			this.#stored = undefined;
			throw error;
		}
	}

	dispose(): void {
		this.#disposables.dispose();
	}
}
