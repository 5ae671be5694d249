/** One reading of a file. */
export interface Reading<State> {
	state: State;
	/** False for what may be a file half-way through being written, replaced or restored. */
	isSure: boolean;
	/** The file's, from before it was read; another one tells that the file has changed since. */
	stamp: string;
}

export interface ChangingFile<State> {
	read(): Promise<Reading<State>>;
	stamp(): Promise<string>;
	/** Resolves a little later. */
	pause(): Promise<void>;
	/** Nobody waits for this any more. */
	isOver(): boolean;
}

/** Looks at a file that stays the same before what was read is taken as it is. */
const calmLooks = 4;

/**
 * Reads a file that others may be writing: what is not sure is read again as long as the file goes
 * on changing, and taken as it is when it has come to rest.
 */
export async function readSettled<State>(file: ChangingFile<State>): Promise<State> {
	for (;;) {
		const { state, isSure, stamp } = await file.read();
		if (isSure || file.isOver() || (await isCalm(file, stamp))) return state;
	}
}

async function isCalm(file: ChangingFile<unknown>, stamp: string): Promise<boolean> {
	for (let look = 0; look < calmLooks; look++) {
		await file.pause();
		if (file.isOver()) return true;
		if ((await file.stamp()) !== stamp) return false;
	}
	return true;
}
