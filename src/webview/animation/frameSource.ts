/** One picture of an animation, whole; close `image` when it was drawn. */
export interface Frame {
	image: VideoFrame;
	/** Milliseconds. */
	duration: number;
}

/** What browsers make of frames that are as good as none: nobody ever saw them so fast. */
const leastDuration = 11;
const usualDuration = 100;

/** More is not held in the page for its frames. */
const mostBytes = 256 * 1024 * 1024;

/** The frames of an animated picture, decoded one by one by the browser (WebCodecs, ImageDecoder). */
export class FrameSource {
	readonly count: number;
	/** How often it is shown before it stands still on its last frame. */
	readonly times: number;
	readonly #decoder: ImageDecoder;

	private constructor(decoder: ImageDecoder, track: ImageTrack) {
		this.#decoder = decoder;
		this.count = track.frameCount;
		this.times = track.repetitionCount + 1;
	}

	/** Rejects when it cannot be loaded, or its frames cannot be decoded one by one. */
	static async open(url: string, signal: AbortSignal): Promise<FrameSource> {
		const response = await fetch(url, { signal });
		if (!response.ok) throw new Error(`The picture cannot be loaded: ${response.status}`);
		const data = await response.arrayBuffer();
		if (data.byteLength > mostBytes) throw new Error("The file is too large");
		const decoder = new ImageDecoder({ data, type: typeOf(new Uint8Array(data)) });
		try {
			await decoder.tracks.ready;
			// Before that not all frames are counted.
			await decoder.completed;
			signal.throwIfAborted();
			const track = decoder.tracks.selectedTrack;
			if (!track || track.frameCount < 2) throw new Error("The picture has one frame");
			return new FrameSource(decoder, track);
		} catch (error) {
			decoder.close();
			throw error;
		}
	}

	async frame(frameIndex: number): Promise<Frame> {
		const { image } = await this.#decoder.decode({ frameIndex });
		const duration = (image.duration ?? 0) / 1000;
		return { image, duration: duration < leastDuration ? usualDuration : duration };
	}

	close(): void {
		this.#decoder.close();
	}
}

/** By content: a file's name may lie, and the decoder is told what it gets. */
function typeOf(bytes: Uint8Array): string {
	switch (bytes[0]) {
		case 0x47:
			return "image/gif";
		case 0x89:
			return "image/png";
		case 0x52:
			return "image/webp";
		default:
			return "image/avif";
	}
}
