import type { IncomingMessage, ServerResponse } from "node:http";

/** How one request is answered, when it was read to its end. */
export type Script = (response: ServerResponse, asked: IncomingMessage) => void;

export const eventStream = { "content-type": "text/event-stream" };

/** One piece of a streamed answer. */
export function event(value: object): string {
	return `data: ${JSON.stringify(value)}\r\n\r\n`;
}

/** A candidate with one part of text. */
export function chunk(part: object, candidate: object = {}): object {
	return { candidates: [{ content: { role: "model", parts: [part] }, index: 0, ...candidate }] };
}

/** A whole answer to whatever is asked: a list of no models, or the word "ok". */
export const answer: Script = (response, { method }) => {
	if (method === "GET") return void json(response, { models: [] });
	response.writeHead(200, eventStream);
	response.end(event(chunk({ text: "ok" }, { finishReason: "STOP" })));
};

/** Writes these pieces of a streamed answer, then ends or, with `isCut`, drops the connection. */
export function stream(pieces: object[], isCut = false): Script {
	return (response) => {
		response.writeHead(200, eventStream);
		const text = pieces.map(event).join("");
		if (isCut) response.write(text, () => response.socket?.destroy());
		else response.end(text);
	};
}

/** The connection is dropped without a word. */
export const dropped: Script = (response) => response.socket?.destroy();

/** The same, and rudely: the client is told that there is no such connection. */
export const reset: Script = (response) => response.socket?.resetAndDestroy();

/** A google.rpc.Status. */
export function refusal(code: number, status: string, message: string, details: object[] = []) {
	return answerOf(code, { error: { code, status, message, ...(details[0] && { details }) } });
}

/** An answer by hand; a body that is text is none of the API's. */
export function answerOf(
	status: number,
	body: object | string = {},
	headers: Readonly<Record<string, string>> = {},
): Script {
	const type = typeof body === "string" ? "text/html" : "application/json";
	return (response) => {
		response.writeHead(status, { "content-type": type, ...headers });
		response.end(typeof body === "string" ? body : JSON.stringify(body));
	};
}

/** google.rpc.RetryInfo; `retryDelay` as in "7s". */
export function retryIn(retryDelay: string): object {
	return { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay };
}

/** google.rpc.QuotaFailure. */
export function quotaOf(quotaId: string, quotaValue = "20"): object {
	const violations = [{ quotaId, quotaValue }];
	return { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations };
}

function json(response: ServerResponse, value: object, status = 200): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
