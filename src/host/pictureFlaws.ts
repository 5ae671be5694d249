import type { AskedFile } from "./draftAsk.ts";
import { oneLine } from "./history/oneLine.ts";
import { pictureName } from "./picture.ts";
import type { PlannedAsk } from "./sendDraft.ts";
import { quality } from "./warnings.ts";

/** Says of blurred and nearly empty pictures that they are, of each once while the window is open. */
export class PictureFlaws {
	/** By content, and by the part of it that was looked at. */
	readonly #said = new Set<string>();

	/** Never rejects. */
	async of({ files, draft }: PlannedAsk & { files: readonly AskedFile[] }): Promise<string[]> {
		const { pictures, crop } = draft;
		const looked = pictures.map((one, index) => ({ ...one, hash: files[index]?.hash }));
		if (crop) looked.push({ ...crop, hash: files[0]?.hash });
		const found = await Promise.all(looked.map(({ prepared }) => prepared.quality));
		return looked.flatMap(({ uri, prepared, hash }, index) => {
			const flaw = found[index];
			const id = JSON.stringify([hash, prepared.sent]);
			if (!flaw || this.#said.has(id)) return [];
			this.#said.add(id);
			const name = pictures.length > 1 ? oneLine(pictureName(uri), 120) : undefined;
			return [quality(flaw, name)];
		});
	}
}
