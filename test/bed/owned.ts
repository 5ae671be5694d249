type Close = () => Promise<void>;

const owned = new Set<Close>();

/**
 * Registers what has to be ended when this process is told to stop. Returns the way to end it
 * earlier; however often it is asked to, it ends once.
 */
export function own(close: () => Promise<void> | void): Close {
	let closing: Promise<void> | undefined;
	const once = (): Promise<void> => {
		closing ??= (async () => close())().finally(() => owned.delete(once));
		return closing;
	};
	owned.add(once);
	return once;
}

/** Ends all that is owned, newest first. */
export async function endOwned(): Promise<void> {
	for (const close of [...owned].reverse()) await close();
}

/** From now on Ctrl+C, a signal to end, or the end of the process that started this one ends all. */
export function endOnSignals(): void {
	const end = async (code: number): Promise<void> => {
		try {
			await endOwned();
		} finally {
			process.exit(code);
		}
	};
	// 128 + the signal's number, as shells report it.
	process.once("SIGINT", () => void end(130));
	process.once("SIGTERM", () => void end(143));
	process.once("SIGHUP", () => void end(129));
	process.once("disconnect", () => void end(1));
	// The channel to the bootstrap is only listened to: it must not keep this process alive.
	process.channel?.unref();
}
