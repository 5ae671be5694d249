import { commands, l10n, Uri, type WebviewPanel, window, workspace } from "vscode";
import { safeName, splitName } from "../../export/fileNames.ts";
import { LoupeError } from "../../shared/errors.ts";
import { wholePixels } from "../../shared/geometry.ts";
import {
	mostWindowSide,
	type PicturePart,
	type PixelHostApi,
	type PixelWindow,
	type PointedPixel,
} from "../../shared/pixelProtocol.ts";
import type { Rect, Size } from "../../shared/result.ts";
import { Disposables } from "../disposables.ts";
import { nameInMessage } from "../history/oneLine.ts";
import { pictureName, readPicture } from "../picture.ts";
import type { PixelStatus } from "../pixelStatus.ts";
import type { PixelThread } from "../pixels/pixelThread.ts";
import type { FramedBytes } from "../pixels/windowApi.ts";
import type { FileState, LoupeDocument } from "./document.ts";
import type { ShownFrames } from "./shownFrames.ts";

export interface PixelSessionParts {
	pixels: PixelThread;
	pixelStatus: PixelStatus;
	frames: ShownFrames;
}

/** What one page asks about single pixels, facts and copies of its picture. */
export class PixelSession {
	readonly #document: LoupeDocument;
	readonly #panel: WebviewPanel;
	readonly #parts: PixelSessionParts;
	readonly #disposables = new Disposables();
	/** The content and frame whose decoded rows the thread may hold for this page. */
	#held: string | undefined;
	#pointed: PointedPixel | undefined;

	constructor(document: LoupeDocument, panel: WebviewPanel, parts: PixelSessionParts) {
		this.#document = document;
		this.#panel = panel;
		this.#parts = parts;
		this.#disposables.add(
			document.onDidChange(({ kind }) => {
				if (kind !== "file") return;
				this.#pointed = undefined;
				this.#forget();
				parts.pixelStatus.hide(this);
			}),
		);
		this.#disposables.add(
			panel.onDidChangeViewState(() => {
				if (!panel.visible) this.#forget();
				if (!panel.active) parts.pixelStatus.hide(this);
				else if (this.#pointed) parts.pixelStatus.show(this, this.#pointed);
			}),
		);
	}

	get api(): PixelHostApi {
		return {
			pixels: (part, frame) => this.#window(part, frame ?? 0),
			showPixel: async (pixel) => {
				this.#pointed = readPointed(pixel);
				if (this.#panel.active) this.#parts.pixelStatus.show(this, this.#pointed);
			},
			facts: async () => this.#parts.pixels.api.facts(await this.#bytes()),
			histogram: async (frame) => this.#parts.pixels.api.histogram(await this.#framed(frame ?? 0)),
			pictureAsPng: (what) => this.#png(what),
			savePng: (what) => this.#save(what),
		};
	}

	dispose(): void {
		this.#forget();
		this.#parts.pixelStatus.hide(this);
		this.#disposables.dispose();
	}

	async #window(wanted: Rect, frame: number): Promise<PixelWindow> {
		const { hash } = this.#shown();
		const part = wholePixels(wanted, this.#size());
		const { width, height } = part;
		if (width === 0 || height === 0 || width > mostWindowSide || height > mostWindowSide) {
			throw new LoupeError("BadImage", "the region lies outside the picture");
		}
		const { api } = this.#parts.pixels;
		const held = `${hash} ${frame}`;
		const kept = await api.keptPixels(held, part);
		if (kept) return kept;
		if (this.#held !== held) this.#forget();
		this.#held = held;
		return api.decodePixels(held, await this.#framed(frame), part);
	}

	async #framed(frame: number): Promise<FramedBytes> {
		return this.#parts.frames.framed(this.#document.uri, await this.#bytes(), frame);
	}

	/** Of the page that is shown: those of a file may differ. */
	#size(): Size {
		return this.#document.shown.state?.size ?? this.#shown().size;
	}

	#bytes(): Promise<Uint8Array> {
		return readPicture(this.#document.uri);
	}

	#shown(): Extract<FileState, { kind: "shown" }> {
		const { file } = this.#document;
		if (file.kind !== "shown") throw new LoupeError("BadImage", "the file does not exist");
		return file;
	}

	async #png({ part, frame = 0 }: PicturePart): Promise<Uint8Array> {
		this.#shown();
		return this.#parts.pixels.api.encodePart(await this.#framed(frame), part);
	}

	async #save({ part, frame = 0 }: PicturePart): Promise<void> {
		const { uri } = this.#document;
		this.#shown();
		const place = part && wholePixels(part, this.#size());
		const { stem } = splitName(pictureName(uri));
		const name = [
			stem,
			frame > 0 && frame + 1,
			place && `${place.x},${place.y} ${place.width}\u00d7${place.height}`,
		]
			.filter(Boolean)
			.join(" ");
		const target = await window.showSaveDialog({
			title: place ? l10n.t("Save Region as PNG") : l10n.t("Save Picture as PNG"),
			defaultUri: Uri.joinPath(uri, "..", `${safeName(name)}.png`),
			filters: { PNG: ["png"] },
		});
		if (!target) return;
		await workspace.fs.writeFile(target, await this.#png({ ...(place && { part: place }), frame }));
		const open = l10n.t("Open in Loupe");
		const saved = l10n.t("{0} was saved.", nameInMessage(pictureName(target)));
		// Who waits for the file waits for no answer.
		void window.showInformationMessage(saved, open).then((answer) => {
			if (answer === open) void commands.executeCommand("loupe.inspect", target);
		});
	}

	/** Decoded rows are of no use while nobody looks. */
	#forget(): void {
		if (this.#held === undefined) return;
		void this.#parts.pixels.api.forgetPixels(this.#held).catch(() => {
			// A thread that died holds nothing either.
		});
		this.#held = undefined;
	}
}

/** Short and without signs that the status bar would draw as icons, whatever the page says. */
function readPointed({ x, y, values, hex, copied }: PointedPixel): PointedPixel {
	const plain = (text: string): string =>
		String(text)
			.replace(/[^\w .,#()%+-]/g, "")
			.slice(0, 80);
	return {
		x: Math.floor(x),
		y: Math.floor(y),
		values: plain(values),
		hex: plain(hex),
		copied: plain(copied),
	};
}
