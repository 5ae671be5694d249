import type { UploadMemory } from "../../src/host/keptUploads.ts";
import { type UploadPicture, uploadPicture } from "../../src/host/uploads.ts";

/** As VS Code's, but for the disk. */
export class Memory implements UploadMemory {
	readonly text = new Map<string, string>();

	get<Value>(name: string): Value | undefined {
		const text = this.text.get(name);
		return text === undefined ? undefined : (JSON.parse(text) as Value);
	}

	async update(name: string, value: unknown): Promise<void> {
		this.text.set(name, JSON.stringify(value));
	}
}

export function pictureOf(bytes: Uint8Array, name = "kites.png"): UploadPicture {
	const picture = { uri: `file:///pictures/${name}`, name };
	return uploadPicture({ bytes, mimeType: "image/png", picture });
}
