import * as l10n from "@vscode/l10n";
import type { PicturePart, PixelHostApi, PointedPixel } from "../../shared/pixelProtocol.ts";
import type { Rect } from "../../shared/result.ts";
import type { Stage } from "../stage.ts";
import type { PageState } from "../state.ts";
import { middleOf } from "./region.ts";
import type { RegionLayer } from "./regionLayer.ts";

/** What can be done with pixels and with a region of them. */
export interface RegionActions {
	/** Selects a region in the middle of what is in view, or goes to the one that is. */
	startRegion(): void;
	setRegion(region: Rect | undefined): void;
	askAboutRegion(): void;
	zoomToRegion(): void;
	copyPicture(): void;
	copyRegion(): void;
	savePicture(): void;
	saveRegion(): void;
	showFacts(): void;
	/** Copies the color under the pointer. */
	copyColor(): void;
	toggleLens(): void;
}

export interface RegionActionParts {
	host: Pick<PixelHostApi, "pictureAsPng" | "savePng">;
	stage: Pick<Stage, "zoomTo" | "pictureInView">;
	layer: Pick<RegionLayer, "element">;
	now(): PageState;
	set(change: Partial<PageState>): void;
	/** Shows what became of a call that failed. */
	tell(call: Promise<void>): void;
	copyText(text: string): void;
	pointed(): PointedPixel | undefined;
	/** Stops an animation; resolves with the frame, or the page, that is seen. */
	held(): Promise<number | undefined>;
	toggleLens(): boolean;
	showFacts(): void;
	/** Makes the region what the next question is about. */
	ask(region: Rect): void;
}

export function makeRegionActions(parts: RegionActionParts): RegionActions {
	const { host, stage, now, set, tell } = parts;
	/** What is seen of it, whatever is seen next. */
	const taken = async (part?: Rect): Promise<PicturePart> => {
		const frame = await parts.held();
		return { ...(part && { part }), ...(frame !== undefined && { frame }) };
	};
	const copy = (part: Rect | undefined): void => {
		const said = part ? l10n.t("Region copied") : l10n.t("Picture copied");
		const png = taken(part).then((what) => host.pictureAsPng(what));
		tell(copyPng(png).then(() => set({ said })));
	};
	const save = (part?: Rect): void => tell(taken(part).then((what) => host.savePng(what)));
	const needRegion = (use: (region: Rect) => void): void => {
		const { region } = now();
		if (region) use(region);
		else set({ said: l10n.t("No region is selected: drag with Shift, or press R") });
	};
	return {
		startRegion: () => {
			const { picture, region } = now();
			const inView = stage.pictureInView;
			if (picture.kind !== "shown" || !inView) return;
			if (!region) set({ region: middleOf(inView, picture.size) });
			// It is drawn with the next frame.
			requestAnimationFrame(() => requestAnimationFrame(() => parts.layer.element.focus()));
		},
		setRegion: (region) => set({ region }),
		askAboutRegion: () => needRegion(parts.ask),
		zoomToRegion: () => needRegion((region) => stage.zoomTo(region)),
		copyPicture: () => copy(undefined),
		copyRegion: () => needRegion(copy),
		savePicture: () => save(),
		saveRegion: () => needRegion(save),
		showFacts: parts.showFacts,
		copyColor: () => {
			const pointed = parts.pointed();
			if (pointed) parts.copyText(pointed.copied);
		},
		toggleLens: () => {
			set({ said: parts.toggleLens() ? l10n.t("Magnifier on") : l10n.t("Magnifier off") });
		},
	};
}

/** The promise goes along: the browser has to see that it still belongs to the person's click. */
async function copyPng(png: Promise<Uint8Array>): Promise<void> {
	const blob = png.then((bytes) => new Blob([new Uint8Array(bytes)], { type: "image/png" }));
	try {
		// A command's page has the frame, but not yet the focus.
		window.focus();
		await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
	} catch (error) {
		// What made the picture fail says more than the clipboard does.
		await png;
		throw new Error(
			l10n.t("The picture could not be copied: {0}", error instanceof Error ? error.message : ""),
			{ cause: error },
		);
	}
}
