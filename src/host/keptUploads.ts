import { createHash } from "node:crypto";
import type { Endpoint } from "../gemini/endpoint.ts";

/** An upload as it is remembered; never with the key. */
export interface KeptUpload {
	/** SHA-256 of the bytes as sent, in hex. */
	hash: string;
	/** Where it lies; "" for Google's own endpoint. */
	baseUrl: string;
	/** Of the key it belongs to. */
	keyPrint: string;
	/** "files/…" */
	name: string;
	/** What a request calls it. */
	uri: string;
	/** When the server deletes it, in milliseconds since 1970. */
	expires: number;
	/** The picture that was sent. */
	picture: { uri: string; name: string };
}

/** A place that outlives the window: what of VS Code's `Memento` is needed. */
export interface UploadMemory {
	get<Value>(key: string): Value | undefined;
	update(key: string, value: unknown): Thenable<void>;
}

/** Where an upload lies and whose it is. */
export type Owner = Pick<KeptUpload, "baseUrl" | "keyPrint">;

const memoryKey = "loupe.uploads";

/** A file that expires during the answer is no use, nor is a clock to be trusted by the minute. */
const margin = 10 * 60_000;

/** The first 16 hexadecimal digits of the key's SHA-256: tells keys apart, and none can be read from it. */
export function ownerOf({ key, baseUrl = "" }: Endpoint): Owner {
	const keyPrint = createHash("sha256").update(key.trim()).digest("hex").slice(0, 16);
	return { baseUrl, keyPrint };
}

/** The uploads that are remembered, across windows and restarts. */
export class KeptUploads {
	readonly #memory: UploadMemory;
	readonly #now: () => number;

	constructor(memory: UploadMemory, now: () => number) {
		this.#memory = memory;
		this.#now = now;
	}

	/** The owner's, without those that expire within ten minutes. */
	of({ baseUrl, keyPrint }: Owner): KeptUpload[] {
		return this.#fresh().filter((kept) => kept.baseUrl === baseUrl && kept.keyPrint === keyPrint);
	}

	find(hash: string, owner: Owner): KeptUpload | undefined {
		return this.of(owner).find((kept) => kept.hash === hash);
	}

	async add(upload: KeptUpload): Promise<void> {
		const isSame = ({ hash, baseUrl, keyPrint }: KeptUpload) =>
			hash === upload.hash && baseUrl === upload.baseUrl && keyPrint === upload.keyPrint;
		await this.#write([...this.#fresh().filter((kept) => !isSame(kept)), upload]);
	}

	async forget(names: readonly string[], owner: Owner): Promise<void> {
		const gone = this.of(owner).filter(({ name }) => names.includes(name));
		if (gone.length === 0) return;
		const { baseUrl, keyPrint } = owner;
		const isGone = (kept: KeptUpload) =>
			kept.baseUrl === baseUrl && kept.keyPrint === keyPrint && names.includes(kept.name);
		await this.#write(this.#fresh().filter((kept) => !isGone(kept)));
	}

	#fresh(): KeptUpload[] {
		const kept = this.#memory.get<unknown>(memoryKey);
		const earliest = this.#now() + margin;
		return (Array.isArray(kept) ? kept : [])
			.filter(isKept)
			.filter(({ expires }) => expires > earliest);
	}

	async #write(uploads: KeptUpload[]): Promise<void> {
		await this.#memory.update(memoryKey, uploads);
	}
}

/** What another version of Loupe wrote may look otherwise. */
function isKept(value: unknown): value is KeptUpload {
	if (typeof value !== "object" || value === null) return false;
	const { hash, baseUrl, keyPrint, name, uri, expires, picture } = value as Partial<KeptUpload>;
	return (
		[hash, baseUrl, keyPrint, name, uri, picture?.uri, picture?.name].every(
			(text) => typeof text === "string",
		) && typeof expires === "number"
	);
}
