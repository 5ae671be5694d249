import { once } from "node:events";
import type { CDPSession, Page } from "playwright-core";

/** What stood on the screen, from when on (milliseconds since 1970). */
export interface ScreenFrame {
	time: number;
	/** A JPEG of 640 × 400 pixels. */
	bytes: Buffer;
}

/** Every frame that the browser shows, as its compositor gives them away: no page knows of it. */
export class Screen {
	readonly frames: ScreenFrame[] = [];
	readonly #session: CDPSession;
	#news = Promise.withResolvers<void>();

	private constructor(session: CDPSession) {
		this.#session = session;
		session.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
			// The page may be closing.
			void session.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
			if (metadata.timestamp === undefined) return;
			this.frames.push({ time: metadata.timestamp * 1000, bytes: Buffer.from(data, "base64") });
			this.#news.resolve();
			this.#news = Promise.withResolvers();
		});
	}

	/** Resolves when the frame that is on the screen has come. */
	static async watch(page: Page): Promise<Screen> {
		const screen = new Screen(await page.context().newCDPSession(page));
		const first = screen.next();
		await screen.#session.send("Page.startScreencast", {
			...{ format: "jpeg", quality: 70, maxWidth: 640, maxHeight: 400, everyNthFrame: 1 },
		});
		await first;
		return screen;
	}

	/** Resolves when another frame has come; rejects when none does for a minute. */
	async next(): Promise<void> {
		const late = AbortSignal.timeout(60_000);
		await Promise.race([this.#news.promise, once(late, "abort")]);
		late.throwIfAborted();
	}

	async stop(): Promise<void> {
		await this.#session.send("Page.stopScreencast");
		await this.#session.detach();
	}
}
