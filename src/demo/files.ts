import { createHash } from "node:crypto";
import { ApiError, invalidArgument } from "./apiError.ts";

/** A file as the API shows it. */
export interface ListedFile {
	name: string;
	displayName?: string;
	uri: string;
	mimeType: string;
	/** Bytes, as a decimal number. */
	sizeBytes: string;
	createTime: string;
	expirationTime: string;
	sha256Hash: string;
	state: "ACTIVE";
}

interface Stored {
	listed: ListedFile;
	bytes: Uint8Array;
	expires: number;
}

/** How long the API keeps a file. */
export const keptMilliseconds = 48 * 3600 * 1000;

/** Uploaded files, in memory; `now` is milliseconds since 1970. */
export class FileStore {
	readonly #now: () => number;
	readonly #files = new Map<string, Stored>();
	#made = 0;

	constructor(now: () => number) {
		this.#now = now;
	}

	/** `base` is what precedes `files/ID` in its address. */
	add(bytes: Uint8Array, mimeType: string, displayName: string, base: string): ListedFile {
		const hash = createHash("sha256").update(bytes).digest();
		const id = `demo-${++this.#made}-${hash.toString("hex").slice(0, 8)}`;
		const created = this.#now();
		const listed: ListedFile = {
			name: `files/${id}`,
			...(displayName && { displayName }),
			uri: `${base}/files/${id}`,
			mimeType,
			sizeBytes: `${bytes.length}`,
			createTime: new Date(created).toISOString(),
			expirationTime: new Date(created + keptMilliseconds).toISOString(),
			// The API gives the hexadecimal digits in base64.
			sha256Hash: Buffer.from(hash.toString("hex")).toString("base64"),
			state: "ACTIVE",
		};
		this.#files.set(id, { listed, bytes, expires: created + keptMilliseconds });
		return listed;
	}

	/** Those not expired, newest first. */
	list(): ListedFile[] {
		this.#dropExpired();
		return [...this.#files.values()].map(({ listed }) => listed).reverse();
	}

	/** Throws 403 for a file that is unknown or expired, as the API does. */
	get(id: string): ListedFile {
		return this.#find(id).listed;
	}

	/** Throws as `get`. */
	remove(id: string): void {
		this.#find(id);
		this.#files.delete(id);
	}

	/** The bytes behind a part's `fileUri`; throws as `get`, and 400 for other addresses. */
	read(uri: string): Uint8Array {
		const id = /(?:^|\/)files\/([\w-]+)$/.exec(uri)?.[1];
		if (!id) throw invalidArgument("The demo engine fetches nothing: upload the file instead.");
		return this.#find(id).bytes;
	}

	#find(id: string): Stored {
		this.#dropExpired();
		const file = this.#files.get(id);
		if (file) return file;
		throw new ApiError(
			403,
			"PERMISSION_DENIED",
			`You do not have permission to access the File ${id} or it may not exist.`,
		);
	}

	#dropExpired(): void {
		const now = this.#now();
		for (const [id, { expires }] of this.#files) if (expires <= now) this.#files.delete(id);
	}
}
