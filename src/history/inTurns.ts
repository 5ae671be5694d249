/** Maps with at most `width` under way at once: a long history must not use up the open files. */
export async function inTurns<T, R>(
	items: readonly T[],
	action: (item: T) => Promise<R>,
	width = 16,
): Promise<R[]> {
	const results = new Array<R>(items.length);
	const waiting = items.entries();
	const work = async () => {
		for (const [index, item] of waiting) results[index] = await action(item);
	};
	await Promise.all(Array.from({ length: width }, work));
	return results;
}
