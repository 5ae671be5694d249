import type { Picture } from "../gemini/request.ts";
import type { OnWaiting, RetryWait } from "../gemini/retry.ts";
import { inTurns } from "../history/inTurns.ts";
import type { SendWay } from "./sendWays.ts";
import type { UploadListener } from "./sharedUpload.ts";
import type { UploadPicture, Uploads } from "./uploads.ts";

/** A picture of a request, and the file it lies in if it was uploaded. */
export interface PlacedPicture {
	picture: Picture;
	/** "files/…" */
	file?: string;
}

/** More at once would share the same connection. */
const atOnce = 4;

/**
 * Puts each picture where its way says; `onProgress` counts the bytes of all that are uploaded now,
 * `onWaiting` hears of the longest wait while any of them waits.
 */
export async function placePictures(
	pictures: readonly UploadPicture[],
	ways: readonly SendWay[],
	uploads: Uploads,
	{ signal, onProgress, onWaiting }: UploadListener & { signal: AbortSignal },
): Promise<PlacedPicture[]> {
	const failed = new AbortController();
	const either = AbortSignal.any([signal, failed.signal]);
	const amounts = new Map<string, { sent: number; of: number }>();
	const known = await uploads.known(pictures.map(({ hash }) => hash));
	for (const [index, { hash, bytes }] of pictures.entries()) {
		if (ways[index] !== "upload" || known.get(hash) === "uploaded") continue;
		amounts.set(hash, { sent: 0, of: bytes.length });
	}
	const tell = (hash: string, sent: number) => {
		const amount = amounts.get(hash);
		if (!amount) return;
		amount.sent = sent;
		const all = [...amounts.values()];
		onProgress?.(
			all.reduce((sum, { sent: one }) => sum + one, 0),
			all.reduce((sum, { of }) => sum + of, 0),
		);
	};
	const tellWaiting = joinWaits(onWaiting);
	try {
		return await inTurns(
			[...pictures.entries()],
			async ([index, one]) => {
				const { mimeType, bytes, hash } = one;
				if (ways[index] !== "upload") {
					uploads.noteAsked(hash);
					return { picture: { mimeType, base64: Buffer.from(bytes).toString("base64") } };
				}
				const { uri, name } = await uploads.file(one, {
					signal: either,
					onProgress: (sent) => tell(hash, sent),
					onWaiting: (waiting) => tellWaiting(index, waiting),
				});
				return { picture: { mimeType, uri }, file: name };
			},
			atOnce,
		);
	} catch (error) {
		// The others need not go on.
		failed.abort();
		throw error;
	}
}

/** Of several that wait the last to go on is told of; who tries now does so for all of them. */
function joinWaits(onWaiting?: OnWaiting): (index: number, waiting?: RetryWait) => void {
	const waits = new Map<number, RetryWait>();
	return (index, waiting) => {
		if (waiting) waits.set(index, waiting);
		else if (!waits.delete(index)) return;
		const all = [...waits.values()];
		const [last] = all.toSorted((a, b) => b.until - a.until);
		const tryNow = () => {
			for (const one of all) one.tryNow();
		};
		onWaiting?.(last && { ...last, tryNow });
	};
}
