import type { IncomingMessage } from "node:http";
import { invalidArgument } from "./apiError.ts";
import { type Json, record } from "./request.ts";

/** The API's limit for a request with pictures inside: 20 MiB. */
const mostBodyBytes = 20 * 1024 * 1024;

/** The whole body; one that is too long is read to its end, so that the answer arrives, and then refused with 400. */
export async function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length <= most) chunks.push(chunk);
		else chunks.length = 0;
	}
	if (length > most) {
		throw invalidArgument(`Request payload size exceeds the limit: ${most} bytes.`);
	}
	return Buffer.concat(chunks);
}

/** A JSON object; throws 400 for anything else. */
export async function readJson(request: IncomingMessage): Promise<Json> {
	const bytes = await readBytes(request, mostBodyBytes);
	if (bytes.length === 0) return {};
	let value: unknown;
	try {
		value = JSON.parse(bytes.toString("utf8"));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw invalidArgument(`Invalid JSON payload received. ${reason}`);
	}
	return record(value, "");
}
