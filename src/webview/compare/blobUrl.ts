/** One blob's address at a time; the last one's memory is given back. */
export class BlobUrl {
	#url: string | undefined;

	/** The address of `bytes`, to be used until the next call. */
	show(bytes: Uint8Array, type: string): string {
		this.clear();
		this.#url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
		return this.#url;
	}

	clear(): void {
		if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
		this.#url = undefined;
	}
}
