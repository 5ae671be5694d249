import { kindOf, LoupeError } from "../shared/errors.ts";
import { toLoupeError } from "./errors.ts";
import type { Retry } from "./retry.ts";
import { checkReadable, pieceOf, sizeOf, type UploadBytes } from "./uploadBytes.ts";
import {
	type SendCall,
	type UploadAbout,
	UploadSession,
	type UploadStand,
} from "./uploadSession.ts";

/** Counts what the server has said it holds; goes back when the server lost something. */
export type UploadProgress = (sent: number, of: number) => void;

interface Way {
	send: SendCall;
	retry: Retry;
	onProgress: UploadProgress;
}

/**
 * Sends bytes piece by piece and resolves with the server's words for the file. After a failure the
 * server is asked how far it is and gets what it lacks; an upload that it knows no more is begun
 * again, once.
 */
export async function uploadPieces(
	bytes: UploadBytes,
	about: UploadAbout,
	way: Way,
): Promise<unknown> {
	for (let attempt = 0; attempt < 2; attempt++) {
		const start = () => UploadSession.start(sizeOf(bytes), about, way.send);
		const session = await way.retry.insist(start);
		way.retry.renew();
		const file = await sendAll(bytes, session, way);
		if (file !== undefined) return file;
	}
	throw new LoupeError("Server", "The server lost an upload twice");
}

/** Resolves with undefined when the server knows the upload no more. */
async function sendAll(
	bytes: UploadBytes,
	session: UploadSession,
	{ retry, onProgress }: Way,
): Promise<unknown> {
	const size = sizeOf(bytes);
	let at = 0;
	let furthest = 0;
	onProgress(at, size);
	for (;;) {
		const end = Math.min(at + session.pieceBytes, size);
		const piece = pieceOf(bytes, at, end);
		let stand: UploadStand | undefined;
		let isCounted = false;
		try {
			stand = await session.add(piece, at, end === size);
		} catch (error) {
			await checkReadable(bytes);
			isCounted = !mayBeMisplaced(error);
			if (isCounted) await retry.wait(toLoupeError(error));
			stand = await askStand(session, retry);
			// It is where it was thought to be: the refusal has another reason.
			const isWhereItWas = stand?.status === "active" && stand.received === at;
			if (mayBeMisplaced(error) && isWhereItWas) throw error;
		}
		if (stand?.status === "final") {
			if (stand.file !== undefined) onProgress(size, size);
			return stand.file;
		}
		if (stand?.status !== "active" || stand.received === undefined) return undefined;
		at = checkReceived(stand.received, size);
		if (at > furthest) retry.renew();
		// A server that takes a piece and keeps nothing of it has failed, too.
		else if (!isCounted) await retry.wait(standstill());
		furthest = Math.max(furthest, at);
		onProgress(at, size);
	}
}

/** Undefined when the server knows the upload no more. */
async function askStand(session: UploadSession, retry: Retry): Promise<UploadStand | undefined> {
	try {
		return await retry.insist(() => session.query());
	} catch (error) {
		// A refused question about an upload means that there is none.
		if (mayBeMisplaced(error)) return undefined;
		throw error;
	}
}

/** A refusal that is about this upload, not about the key or the connection. */
function mayBeMisplaced(error: unknown): boolean {
	const kind = kindOf(error);
	return kind === "Unsupported" || kind === "BadImage" || kind === "BadReply";
}

function checkReceived(received: number, size: number): number {
	if (Number.isInteger(received) && received >= 0 && received <= size) return received;
	const detail = "The server counts bytes that were never sent";
	throw new LoupeError("BadReply", `${detail}: ${received} of ${size}`, { detail });
}

function standstill(): LoupeError {
	const message = "The server takes pieces and keeps nothing of them";
	return new LoupeError("Server", message, { isPassing: true });
}
