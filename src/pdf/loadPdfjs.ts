type Pdfjs = typeof import("pdfjs-dist/legacy/build/pdf.mjs");

let loading: Promise<Pdfjs> | undefined;

/**
 * pdf.js in both its halves, which talk to one another in this thread: it is one of Loupe's own. The
 * legacy build brings what V8 of Node 22 does not have yet (`Math.sumPrecise`, `Map.getOrInsert`).
 */
export function loadPdfjs(): Promise<Pdfjs> {
	loading ??= load();
	return loading;
}

async function load(): Promise<Pdfjs> {
	// Where pdf.js looks for its working half before it would start a thread for it.
	Object.assign(globalThis, {
		pdfjsWorker: await import("pdfjs-dist/legacy/build/pdf.worker.mjs"),
	});
	return withoutCanvas(() => import("pdfjs-dist/legacy/build/pdf.mjs"));
}

/** Stands in for what is only needed to draw. */
class NotDrawn {}

/**
 * When it is loaded, pdf.js requires @napi-rs/canvas, native code which does not ship with Loupe, and
 * complains on the console where there is none. No page is drawn here, so it is handed empty classes.
 */
async function withoutCanvas<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
	const { getBuiltinModule } = process;
	const canvas = { DOMMatrix: NotDrawn, Path2D: NotDrawn };
	const stub = { createRequire: () => () => canvas };
	const find = (id: string) => (id === "module" ? stub : getBuiltinModule(id));
	process.getBuiltinModule = find as unknown as typeof getBuiltinModule;
	try {
		return await load();
	} finally {
		process.getBuiltinModule = getBuiltinModule;
	}
}
