import { LoupeError } from "../shared/errors.ts";
import { explain } from "./report.ts";

/** The same methods; what they throw says what the person is to read, as an error of the same kind. */
export function worded<Api extends object>(api: Api): Api {
	return Object.fromEntries(
		Object.entries(api).map(([name, method]: [string, (...args: unknown[]) => unknown]) => [
			name,
			async (...args: unknown[]) => {
				try {
					return await method(...args);
				} catch (error) {
					const { kind, message } = explain(error);
					throw new LoupeError(kind, message, { cause: error });
				}
			},
		]),
	) as Api;
}
