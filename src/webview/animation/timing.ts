/** Frames as far as their time goes. */
export interface TimedFrames {
	count: number;
	/** How often it is shown before it stands still on its last frame. */
	times: number;
	frame(index: number): Promise<{ duration: number; image: { close(): void } }>;
}

/** To find where so long an animation is would take longer than anyone waits. */
const mostFrames = 600;

/** Which frame an animation shows that has been playing for so many milliseconds. */
export async function frameAt(frames: TimedFrames, elapsed: number): Promise<number> {
	if (frames.count > mostFrames) return 0;
	const ends: number[] = [];
	let end = 0;
	for (let index = 0; index < frames.count; index++) {
		const { duration, image } = await frames.frame(index);
		image.close();
		end += duration;
		if (elapsed < end) return index;
		ends.push(end);
	}
	if (elapsed >= end * frames.times) return frames.count - 1;
	return ends.findIndex((until) => elapsed % end < until);
}
