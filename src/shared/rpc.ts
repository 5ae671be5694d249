/** One end of a message channel: a webview, a worker, a test's pair of arrays. */
export interface Port {
	post(message: unknown): void;
	onMessage(listener: (message: unknown) => void): void;
}

/** An interface of async methods, callable from the other end. */
export type Remote<Api> = {
	[Name in keyof Api]: Api[Name] extends (...args: infer Args) => Promise<infer Result>
		? (...args: Args) => Promise<Result>
		: never;
};

type Message =
	| { kind: "call"; id: number; method: string; args: unknown[] }
	| { kind: "ok"; id: number; value: unknown }
	| { kind: "err"; id: number; name: string; message: string };

/**
 * Joins `api` to the other end of `port` and returns the other end's methods. A call that throws
 * rejects on the calling side with the same `name` and `message`; a call to a method that does not
 * exist rejects too. `dispose` rejects every call still under way.
 */
export function connect<Their extends object>(
	port: Port,
	api: object,
): { remote: Remote<Their>; dispose(): void } {
	const pending = new Map<
		number,
		{ resolve: (value: unknown) => void; reject: (error: Error) => void }
	>();
	let lastId = 0;
	let disposed = false;

	const answer = async (id: number, method: string, args: unknown[]): Promise<void> => {
		try {
			const own = Object.hasOwn(api, method) || hasMethod(api, method);
			const call = own ? (api as Record<string, unknown>)[method] : undefined;
			if (typeof call !== "function") throw new Error(`No method named ${method}`);
			const value: unknown = await call.apply(api, args);
			if (!disposed) port.post({ kind: "ok", id, value } satisfies Message);
		} catch (error) {
			if (disposed) return;
			const { name, message } = error instanceof Error ? error : new Error(String(error));
			port.post({ kind: "err", id, name, message } satisfies Message);
		}
	};

	port.onMessage((received) => {
		if (disposed || !isMessage(received)) return;
		if (received.kind === "call") {
			void answer(received.id, received.method, received.args);
			return;
		}
		const call = pending.get(received.id);
		pending.delete(received.id);
		if (received.kind === "ok") {
			call?.resolve(received.value);
			return;
		}
		const error = new Error(received.message);
		error.name = received.name;
		call?.reject(error);
	});

	const remote = new Proxy({} as Remote<Their>, {
		get: (_, method) => {
			// A promise that resolves with the proxy asks it for `then`.
			if (typeof method !== "string" || method === "then") return undefined;
			return (...args: unknown[]) =>
				new Promise((resolve, reject) => {
					if (disposed) {
						reject(new Error("The connection is closed"));
						return;
					}
					const id = ++lastId;
					pending.set(id, { resolve, reject });
					port.post({ kind: "call", id, method, args } satisfies Message);
				});
		},
	});

	const dispose = (): void => {
		disposed = true;
		for (const { reject } of pending.values()) reject(new Error("The connection is closed"));
		pending.clear();
	};
	return { remote, dispose };
}

/** Own and class methods only: what every object inherits is not callable from the other end. */
function hasMethod(api: object, method: string): boolean {
	const prototype: unknown = Object.getPrototypeOf(api);
	if (!prototype || prototype === Object.prototype || method === "constructor") return false;
	return Object.hasOwn(prototype as object, method);
}

function isMessage(value: unknown): value is Message {
	if (typeof value !== "object" || value === null) return false;
	const { kind, id } = value as { kind?: unknown; id?: unknown };
	return (kind === "call" || kind === "ok" || kind === "err") && typeof id === "number";
}
