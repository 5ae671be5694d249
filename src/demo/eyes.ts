import { createHash } from "node:crypto";
import { LoupeError } from "../shared/errors.ts";
import { invalidArgument } from "./apiError.ts";
import { look, type Sight } from "./vision.ts";

/** Asked again and again about one picture, it looks once. */
const remembered = 4;

/** Looks at pictures and remembers the last few. */
export class Eyes {
	/** Least recently asked first. */
	readonly #sights = new Map<string, Promise<Sight>>();

	/** Throws 400 for bytes that are no picture. */
	async see(bytes: Uint8Array): Promise<Sight> {
		const key = createHash("sha256").update(bytes).digest("base64");
		const sight = this.#sights.get(key) ?? look(bytes);
		this.#sights.delete(key);
		this.#sights.set(key, sight);
		for (const oldest of this.#sights.keys()) {
			if (this.#sights.size <= remembered) break;
			this.#sights.delete(oldest);
		}
		try {
			return await sight;
		} catch (error) {
			this.#sights.delete(key);
			if (!(error instanceof LoupeError)) throw error;
			throw invalidArgument(`Unable to process input image. ${error.message}`);
		}
	}
}
