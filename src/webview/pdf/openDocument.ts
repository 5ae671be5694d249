import type { PDFDocumentProxy, RenderTask } from "pdfjs-dist/legacy/build/pdf.mjs";

export type { RenderTask };

/** A PDF as pdf.js has it, to draw its pages from. */
export interface OpenDocument {
	document: PDFDocumentProxy;
	/** Ends its thread. */
	close(): void;
}

/**
 * Opens a PDF in a thread that is started from `worker`, the script of pdf.js's working half: the
 * page's policy lets it load nothing. Fonts that are not in the file are the system's; Asian tables
 * for text without embedded fonts and decoders in WebAssembly (JPEG 2000) do not ship with Loupe, so
 * such pages come out without that part. `bytes` are taken over.
 */
export async function openDocument(bytes: Uint8Array, worker: Uint8Array): Promise<OpenDocument> {
	const { getDocument, PDFWorker, VerbosityLevel } = await import(
		"pdfjs-dist/legacy/build/pdf.mjs"
	);
	const script = new Blob([worker as Uint8Array<ArrayBuffer>], { type: "text/javascript" });
	const address = URL.createObjectURL(script);
	const thread = new Worker(address, { type: "module" });
	const verbosity = VerbosityLevel.ERRORS;
	const port = PDFWorker.create({ port: thread, verbosity });
	const task = getDocument({
		data: bytes,
		worker: port,
		verbosity,
		useSystemFonts: true,
		useWorkerFetch: false,
		useWasm: false,
		enableXfa: false,
	});
	const close = (): void => {
		// It says that it was ended, which is what was wanted.
		void task.destroy().catch(() => {});
		thread.terminate();
	};
	try {
		await port.promise;
		return { document: await task.promise, close };
	} catch (error) {
		close();
		throw error;
	} finally {
		URL.revokeObjectURL(address);
	}
}
