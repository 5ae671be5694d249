import { contentHash } from "../../src/history/history.ts";
import type { KnownPicture } from "../../src/history/picture.ts";
import type { Run } from "../../src/shared/protocol.ts";

export const examplePicture = contentHash(new Uint8Array([1, 2, 3]));

/** An answer with a mask of as many samples a side; all of it follows from the id. */
export function exampleRun(id: string, startedAt: number, side = 2): Run {
	const seed = Buffer.from(id);
	const data = Uint8Array.from({ length: side * side }, (_, index) => {
		return (seed[index % seed.length]! * (index + 1)) & 255;
	});
	return {
		id,
		task: "segment",
		status: "done",
		startedAt,
		took: 12,
		engine: "gemini",
		model: { asked: "gemini-3.8-flash", answered: "gemini-3.8-flash-001" },
		text: `[{"label":"cup ${id}"}]`,
		objects: [
			{
				label: "cup",
				box: { x: 1.5, y: 2, width: 3, height: 4 },
				mask: { x: 1, y: 2, width: side, height: side, data },
			},
			{ label: "plate", point: { x: 1, y: 2 } },
		],
		complete: true,
		warnings: [],
	};
}

/** An answer in words. */
export function exampleAnswer(id: string, startedAt: number, text: string): Run {
	const { objects: _, ...run } = exampleRun(id, startedAt);
	return { ...run, task: "ask", prompt: "What is on the table?", text };
}

export function exampleName(name: string): KnownPicture {
	return {
		uri: `file:///pictures/${name}`,
		name,
		size: { width: 640, height: 480 },
		bytes: 12_345,
	};
}
