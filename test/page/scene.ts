import sharp from "sharp";
import type { ShownObject, ShownRun } from "../../src/shared/protocol.ts";
import type { Rect, Size } from "../../src/shared/result.ts";

/** A still life with five things in known places. */
export const sceneSize: Size = { width: 840, height: 600 };

const sceneSvg = `<svg xmlns="http://www.w3.org/2000/svg" width="840" height="600">
<rect width="840" height="600" fill="#d9c6ab"/><rect y="330" width="840" height="270" fill="#8a5836"/>
<rect x="518" y="38" width="244" height="224" fill="#9bc7e0"/>
<path d="M640 38v224M518 150h244" stroke="#fff" stroke-width="8"/>
<ellipse cx="250" cy="452" rx="150" ry="26" fill="#5c3822"/>
<path d="M340 320a48 48 0 0 1 0 88" fill="none" stroke="#f3efe6" stroke-width="20"/>
<path d="M150 290h190v90a95 104 0 0 1-190 0z" fill="#f3efe6"/>
<ellipse cx="245" cy="294" rx="95" ry="18" fill="#5a2f20"/>
<circle cx="520" cy="400" r="62" fill="#d25a48"/><path d="M520 340q4-26 26-30" stroke="#466a2c" stroke-width="7" fill="none"/>
<path d="M620 432q80-60 160 0q-80 74-160 0z" fill="#eebf54"/>
<rect x="90" y="500" width="240" height="16" rx="8" fill="#cfcfcf"/></svg>`;

export function drawScene(): Promise<Buffer> {
	return sharp(Buffer.from(sceneSvg)).png({ compressionLevel: 1 }).toBuffer();
}

const boxes: [label: string, box: Rect][] = [
	["coffee cup", { x: 148, y: 274, width: 250, height: 206 }],
	["apple", { x: 456, y: 304, width: 128, height: 160 }],
	["banana", { x: 618, y: 396, width: 164, height: 76 }],
	["spoon", { x: 86, y: 496, width: 250, height: 26 }],
	["window", { x: 516, y: 36, width: 248, height: 228 }],
];

export const sceneObjects: ShownObject[] = boxes.map(([label, box]) => ({ label, box }));

/** A picture of one colour, which costs nothing to draw. */
export function drawPlain(size: Size, color: string): Promise<Buffer> {
	return sharp({ create: { ...size, channels: 3, background: color } })
		.png({ compressionLevel: 1 })
		.toBuffer();
}

let runs = 0;

/** A finished detection, changed by `change`. */
export function detectRun(change: Partial<ShownRun> = {}): ShownRun {
	return {
		id: `run-${++runs}`,
		task: "detect",
		status: "done",
		startedAt: Date.now(),
		took: 1400,
		engine: "gemini",
		model: { asked: "gemini-3.8-flash", answered: "gemini-3.8-flash" },
		text: "[]",
		objects: sceneObjects,
		complete: true,
		warnings: [],
		...change,
	};
}

/** A finished caption, changed by `change`. */
export function captionRun(change: Partial<ShownRun> = {}): ShownRun {
	const { objects: _, ...run } = detectRun();
	return { ...run, task: "caption", took: 900, text: "A cup on a table.", ...change };
}
