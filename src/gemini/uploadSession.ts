import { LoupeError } from "../shared/errors.ts";
import type { FilesAnswer, FilesCall } from "./filesCall.ts";
import { sizeOf, type UploadBytes } from "./uploadBytes.ts";

export interface UploadAbout {
	mimeType: string;
	/** What the server calls it in its list. */
	displayName: string;
}

/** The way to the server; throws `LoupeError`s. */
export type SendCall = (call: Omit<FilesCall, "signal">) => Promise<FilesAnswer>;

/** Where an upload stands by the server's own account. */
export interface UploadStand {
	/** "active", "final", or what else the server says. */
	status: string;
	/** Bytes it holds; undefined when it does not say. */
	received: number | undefined;
	/** When it is final: the file, in the server's words. */
	file: unknown;
}

/** Google's own SDK sends pieces of this size. */
const usualPiece = 8 * 1024 * 1024;

/** One upload of Google's resumable protocol: a command is one request. */
export class UploadSession {
	readonly #url: URL;
	readonly #send: SendCall;
	/** The most bytes of one piece; every piece but the last is a multiple of what the server wants. */
	readonly pieceBytes: number;

	private constructor(url: URL, pieceBytes: number, send: SendCall) {
		this.#url = url;
		this.pieceBytes = pieceBytes;
		this.#send = send;
	}

	static async start(size: number, about: UploadAbout, send: SendCall): Promise<UploadSession> {
		const { mimeType, displayName } = about;
		const { headers } = await send({
			method: "POST",
			path: "/upload/v1beta/files",
			headers: {
				"content-type": "application/json",
				"x-goog-upload-protocol": "resumable",
				"x-goog-upload-command": "start",
				"x-goog-upload-header-content-length": `${size}`,
				"x-goog-upload-header-content-type": mimeType,
			},
			body: JSON.stringify({ file: { mimeType, displayName, sizeBytes: `${size}` } }),
		});
		const url = URL.parse(headers.get("x-goog-upload-url") ?? "");
		if (!url) {
			const detail = "The server takes no uploads";
			throw new LoupeError("BadReply", detail, { detail });
		}
		const grain = Number(headers.get("x-goog-upload-chunk-granularity")) || 1;
		const pieceBytes = Math.max(grain, Math.floor(usualPiece / grain) * grain);
		return new UploadSession(url, pieceBytes, send);
	}

	/** Adds bytes, none perhaps, at `offset`; `isLast` ends the upload. */
	async add(bytes: UploadBytes, offset: number, isLast: boolean): Promise<UploadStand> {
		const size = sizeOf(bytes);
		const commands = [...(size > 0 ? ["upload"] : []), ...(isLast ? ["finalize"] : [])];
		const stand = await this.#command(commands.join(", "), {
			headers: { "x-goog-upload-offset": `${offset}` },
			...(size > 0 && { body: bytes }),
		});
		return { ...stand, received: stand.received ?? offset + size };
	}

	/** Asks how far the server is. */
	query(): Promise<UploadStand> {
		return this.#command("query", {});
	}

	async #command(
		command: string,
		{ headers, body: bytes }: Pick<FilesCall, "headers" | "body">,
	): Promise<UploadStand> {
		const answer = await this.#send({
			method: "POST",
			path: this.#url,
			headers: { ...headers, "x-goog-upload-command": command },
			...(bytes !== undefined && { body: bytes }),
		});
		const said = answer.headers.get("x-goog-upload-size-received");
		return {
			status: answer.headers.get("x-goog-upload-status") ?? "",
			received: said === null ? undefined : Number(said),
			file: answer.body.file,
		};
	}
}
