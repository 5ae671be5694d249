import type { Endpoint } from "../gemini/endpoint.ts";
import { toLoupeError } from "../gemini/errors.ts";
import { Files } from "../gemini/files.ts";
import { goneFiles } from "../gemini/goneFiles.ts";
import { orAborted } from "../gemini/orAborted.ts";
import type { UploadedFile } from "../gemini/uploadedFile.ts";
import { contentHash } from "../history/history.ts";
import { type KeptUpload, KeptUploads, ownerOf, type UploadMemory } from "./keptUploads.ts";
import type { KnownBytes } from "./sendWays.ts";
import { SharedUpload, type UploadListener } from "./sharedUpload.ts";

/** A picture's bytes as they go out. */
export interface UploadPicture {
	bytes: Uint8Array;
	mimeType: string;
	/** Of `bytes`. */
	hash: string;
	/** Where it is from, for the person; the server does not hear of it. */
	picture: { uri: string; name: string };
}

/** A file on the server; `picture` is known where it was uploaded from here. */
export type ListedUpload = UploadedFile & { isOwn: boolean; picture?: KeptUpload["picture"] };

interface UploadParts {
	endpoint: () => Promise<Endpoint>;
	memory: UploadMemory;
	/** Hears of what is no reason to fail. */
	warn: (line: string, error: unknown) => void;
	/** Tests bring their own. */
	filesAt?: (endpoint: Endpoint) => Files;
	now?: () => number;
}

/** What the server calls a file of Loupe's; it is not told the picture's own name. */
const displayPrefix = "Loupe ";

/** The pictures that lie on the server: each is uploaded once and used until it expires. */
export class Uploads {
	readonly #endpoint: () => Promise<Endpoint>;
	readonly #filesAt: (endpoint: Endpoint) => Files;
	readonly #warn: UploadParts["warn"];
	readonly #kept: KeptUploads;
	readonly #underWay = new Map<string, SharedUpload<KeptUpload>>();
	/** Hashes of what went out inside a request while this window is open. */
	readonly #asked = new Set<string>();

	constructor(parts: UploadParts) {
		this.#endpoint = parts.endpoint;
		this.#filesAt = parts.filesAt ?? ((endpoint) => new Files({ endpoint: async () => endpoint }));
		this.#warn = parts.warn;
		this.#kept = new KeptUploads(parts.memory, parts.now ?? Date.now);
	}

	/** The file of these bytes, uploaded unless it lies there; two who want it at once upload it once. */
	async file(
		picture: UploadPicture,
		{ signal, ...listener }: UploadListener & { signal: AbortSignal },
	): Promise<KeptUpload> {
		const endpoint = await this.#endpointFor(signal);
		const owner = ownerOf(endpoint);
		const kept = this.#kept.find(picture.hash, owner);
		if (kept) return kept;
		const id = [owner.baseUrl, owner.keyPrint, picture.hash].join("\n");
		let shared = this.#underWay.get(id);
		if (!shared || shared.isAbandoned) {
			const begun = new SharedUpload((leaving, tell) =>
				this.#upload(picture, endpoint, leaving, tell).finally(() => {
					if (this.#underWay.get(id) === begun) this.#underWay.delete(id);
				}),
			);
			this.#underWay.set(id, begun);
			shared = begun;
		}
		return shared.wait(signal, listener);
	}

	/** What is known of bytes, by their hash. */
	async known(hashes: readonly string[]): Promise<Map<string, KnownBytes>> {
		const kept = this.#kept.of(ownerOf(await this.#endpoint()));
		const known = new Map<string, KnownBytes>();
		for (const hash of hashes) if (this.#asked.has(hash)) known.set(hash, "asked");
		for (const { hash } of kept) if (hashes.includes(hash)) known.set(hash, "uploaded");
		return known;
	}

	/** These bytes go out inside a request: who asks about them once more is better off uploading. */
	noteAsked(hash: string): void {
		this.#asked.add(hash);
	}

	/** Whether one of the files that a request named is gone, by what it failed with; those are forgotten. */
	async forgetGone(error: unknown, names: readonly string[]): Promise<boolean> {
		const gone = goneFiles(error, names);
		if (gone.length === 0) return false;
		await this.#kept.forget(gone, ownerOf(await this.#endpoint()));
		return true;
	}

	/** All files of the key's project on the server, whoever uploaded them. */
	async list(signal: AbortSignal): Promise<ListedUpload[]> {
		const endpoint = await this.#endpointFor(signal);
		const owner = ownerOf(endpoint);
		const kept = this.#kept.of(owner);
		const files = await this.#filesAt(endpoint).list(signal);
		const there = new Set(files.map(({ name }) => name));
		const missing = kept.map(({ name }) => name).filter((name) => !there.has(name));
		await this.#kept.forget(missing, owner);
		return files.map((file) => {
			const own = kept.find(({ name }) => name === file.name);
			const isOwn = own !== undefined || file.displayName?.startsWith(displayPrefix) === true;
			return { ...file, isOwn, ...(own && { picture: own.picture }) };
		});
	}

	/** Deletes a file on the server; one that is gone already is as good. */
	async remove(name: string, signal: AbortSignal): Promise<void> {
		const endpoint = await this.#endpointFor(signal);
		try {
			await this.#filesAt(endpoint).remove(name, signal);
		} catch (error) {
			if (goneFiles(error, [name]).length === 0) throw error;
		}
		await this.#kept.forget([name], ownerOf(endpoint));
	}

	/** Throws `Cancelled` as soon as `signal` aborts: the key may take its time. */
	async #endpointFor(signal: AbortSignal): Promise<Endpoint> {
		try {
			return await orAborted(this.#endpoint(), signal);
		} catch (error) {
			throw toLoupeError(error, { signal });
		}
	}

	async #upload(
		{ bytes, mimeType, hash, picture }: UploadPicture,
		endpoint: Endpoint,
		signal: AbortSignal,
		tell: Required<UploadListener>,
	): Promise<KeptUpload> {
		const displayName = `${displayPrefix}${hash.slice(0, 8)}`;
		const { name, uri, expires } = await this.#filesAt(endpoint).upload(
			bytes,
			{ mimeType, displayName },
			{ signal, ...tell },
		);
		const kept = { hash, ...ownerOf(endpoint), name, uri, expires, picture };
		try {
			await this.#kept.add(kept);
		} catch (error) {
			// It is there and can be used; it will only be uploaded again.
			this.#warn("An upload could not be remembered", error);
		}
		return kept;
	}
}

/** A picture to upload, known by its bytes. */
export function uploadPicture(picture: Omit<UploadPicture, "hash">): UploadPicture {
	return { ...picture, hash: contentHash(picture.bytes) };
}
