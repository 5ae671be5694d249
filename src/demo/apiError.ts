/** An error as Gemini's API words it; `status` is the name of `code` in google.rpc.Code. */
export class ApiError extends Error {
	override readonly name = "ApiError";
	readonly code: number;
	readonly status: string;
	readonly details: readonly object[];

	constructor(code: number, status: string, message: string, details: readonly object[] = []) {
		super(message);
		this.code = code;
		this.status = status;
		this.details = details;
	}

	/** The body of the answer. */
	toJSON(): object {
		const { code, message, status, details } = this;
		return { error: { code, message, status, ...(details.length > 0 && { details }) } };
	}
}

export function invalidArgument(message: string): ApiError {
	return new ApiError(400, "INVALID_ARGUMENT", message);
}

export function notFound(message: string): ApiError {
	return new ApiError(404, "NOT_FOUND", message);
}
