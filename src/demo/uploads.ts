import type { IncomingHttpHeaders } from "node:http";
import { invalidArgument, notFound } from "./apiError.ts";
import type { FileStore, ListedFile } from "./files.ts";
import type { Json } from "./request.ts";

interface Upload {
	mimeType: string;
	displayName: string;
	/** Announced; undefined when it was not. */
	size: number | undefined;
	/** What precedes `files/ID` in the file's address. */
	base: string;
	chunks: Uint8Array[];
	received: number;
	file?: ListedFile;
}

/** How an upload stands after a command, as the answer's headers say it. */
export interface UploadState {
	status: "active" | "final";
	received: number;
	file?: ListedFile;
}

/** The API takes 2 GB; these lie in memory. */
export const mostFileBytes = 256 * 1024 * 1024;

/** Google's resumable upload protocol: start, upload, query, finalize, cancel. */
export class Uploads {
	readonly #files: FileStore;
	readonly #open = new Map<string, Upload>();
	#made = 0;

	constructor(files: FileStore) {
		this.#files = files;
	}

	/** Returns the upload's id; throws 400 for what cannot be taken. */
	start(headers: IncomingHttpHeaders, body: Json, base: string): string {
		if (header(headers, "x-goog-upload-protocol") !== "resumable") {
			throw invalidArgument("X-Goog-Upload-Protocol must be resumable.");
		}
		if (header(headers, "x-goog-upload-command") !== "start") {
			throw invalidArgument("X-Goog-Upload-Command must be start.");
		}
		const file = (body.file ?? {}) as Json;
		const announced = header(headers, "x-goog-upload-header-content-length");
		const size = announced === undefined ? undefined : Number(announced);
		if (size !== undefined && !(size >= 0 && size <= mostFileBytes)) {
			throw invalidArgument(`The demo engine takes files of up to ${mostFileBytes} bytes.`);
		}
		const mimeType = header(headers, "x-goog-upload-header-content-type") ?? file.mimeType;
		if (typeof mimeType !== "string" || !mimeType) throw invalidArgument("No MIME type is given.");
		const displayName = typeof file.displayName === "string" ? file.displayName : "";
		const id = `${++this.#made}`;
		this.#open.set(id, { mimeType, displayName, size, base, chunks: [], received: 0 });
		return id;
	}

	/** Throws 404 for an unknown upload and 400 for bytes that do not fit on. */
	receive(id: string, headers: IncomingHttpHeaders, bytes: Uint8Array): UploadState {
		const upload = this.#open.get(id);
		if (!upload) throw notFound("Upload not found.");
		const commands = (header(headers, "x-goog-upload-command") ?? "").split(/\s*,\s*/);
		if (commands.includes("cancel")) {
			this.#open.delete(id);
			return { status: "final", received: upload.received };
		}
		if (commands.includes("upload")) append(upload, headers, bytes);
		if (commands.includes("finalize")) this.#finalize(upload);
		if (!commands.some((command) => ["upload", "finalize", "query"].includes(command))) {
			throw invalidArgument("X-Goog-Upload-Command is missing or unknown.");
		}
		const { received, file } = upload;
		return file ? { status: "final", received, file } : { status: "active", received };
	}

	#finalize(upload: Upload): void {
		if (upload.file) return;
		const { size, received, chunks, mimeType, displayName, base } = upload;
		if (size !== undefined && received !== size) {
			throw invalidArgument(`${received} bytes were sent, ${size} were announced.`);
		}
		upload.file = this.#files.add(Buffer.concat(chunks), mimeType, displayName, base);
		// Kept open, so that a client that missed the answer can ask again.
		upload.chunks = [];
	}
}

function append(upload: Upload, headers: IncomingHttpHeaders, bytes: Uint8Array): void {
	if (upload.file) throw invalidArgument("The upload is already final.");
	const offset = Number(header(headers, "x-goog-upload-offset") ?? 0);
	if (offset !== upload.received) {
		throw invalidArgument(`The next byte is ${upload.received}, not ${offset}.`);
	}
	const end = upload.received + bytes.length;
	if (end > (upload.size ?? mostFileBytes)) throw invalidArgument("More bytes than announced.");
	upload.chunks.push(bytes);
	upload.received = end;
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
	const value = headers[name];
	return Array.isArray(value) ? value[0] : value;
}
