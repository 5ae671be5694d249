/** Every way a task can fail; the `name` of the Error a command rejects with. */
export const errorKinds = [
	"NoKey",
	"BadKey",
	"Quota",
	"RateLimit",
	"Blocked",
	"ModelGone",
	"TooLarge",
	"BadImage",
	"Unsupported",
	"Offline",
	"Server",
	"BadReply",
	"Cancelled",
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/**
 * A failure with a kind. `message` is for the log, in English; what the person reads is worded
 * from the kind and `detail` at the edge (`src/host/report.ts`).
 */
export class LoupeError extends Error {
	override readonly name: ErrorKind;
	/** What the person can use: a block reason, a model id, a size. Never a key. */
	readonly detail: string | undefined;
	/** When a rate limit ends, in milliseconds from now, if the server said so. */
	readonly retryAfter: number | undefined;
	/** Whether the same request may work a little later. */
	readonly isPassing: boolean;

	constructor(
		kind: ErrorKind,
		message: string,
		options: { detail?: string; retryAfter?: number; isPassing?: boolean; cause?: unknown } = {},
	) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = kind;
		this.detail = options.detail;
		this.retryAfter = options.retryAfter;
		this.isPassing = options.isPassing ?? false;
	}
}

/** The kind of anything thrown; undefined for what is not a Loupe error. */
export function kindOf(error: unknown): ErrorKind | undefined {
	const name = error instanceof Error ? error.name : undefined;
	return errorKinds.find((kind) => kind === name);
}
