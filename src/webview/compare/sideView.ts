import * as l10n from "@vscode/l10n";
import type { ComparedPicture, Side } from "../../shared/compareProtocol.ts";
import type { Size } from "../../shared/result.ts";
import { Overlay } from "../overlay.ts";
import { remember } from "../remember.ts";
import { freshState } from "../state.ts";
import { ViewNote } from "../viewNote.ts";
import { pixelatedFrom, type Viewport } from "../viewport.ts";
import { Boxes } from "./boxes.ts";
import { Layer } from "./layer.ts";
import { changesOf, findingColors, findingsOf, placeOnCanvas, viewportOf } from "./spots.ts";
import type { ComparePageState } from "./state.ts";

/** One of the two pictures with what is marked on it; in some modes it lies over the other one. */
export class SideView {
	/** Takes gestures and focus. */
	readonly surface = document.createElement("div");
	readonly side: Side;
	readonly #layer: Layer;
	readonly #boxes = new Boxes();
	readonly #overlay = new Overlay();
	readonly #note = new ViewNote();
	readonly #message = document.createElement("p");
	readonly #drawnObjects: (state: ComparePageState) => readonly DrawnObject[];

	constructor(side: Side, onDidChange: () => void) {
		this.side = side;
		this.#layer = new Layer(onDidChange);
		this.#drawnObjects = remember(
			(state: ComparePageState) => [findingsOf(state), state.findingsShown],
			(state) => {
				const own = findingsOf(state).filter((finding) => finding.side === side);
				return state.findingsShown ? own : [];
			},
		);
		this.surface.className = `surface side ${side}`;
		this.surface.setAttribute("role", "group");
		this.surface.setAttribute(
			"aria-label",
			side === "a" ? l10n.t("Picture A") : l10n.t("Picture B"),
		);
		this.surface.dataset.vscodeContext = JSON.stringify({ preventDefaultContextMenuItems: true });
		this.#message.className = "stage-message";
		this.#message.setAttribute("role", "alert");
		this.surface.append(
			this.#layer.image,
			this.#boxes.element,
			this.#overlay.canvas,
			this.#note.element,
			this.#message,
		);
	}

	/** Shows between the picture and its marks. */
	underlay(element: Element): void {
		this.#layer.image.after(element);
	}

	show(state: ComparePageState): void {
		const picture = state.pictures[this.side];
		this.#layer.show(picture, state.choices[state.chosen[this.side]]?.uri ?? "");
		const { failed } = this.#layer;
		const message = messageOf(picture, failed);
		this.#message.hidden = message === undefined;
		if (message !== undefined && this.#message.textContent !== message) {
			this.#message.textContent = message;
		}
		this.#layer.image.classList.toggle("failed", failed);
	}

	/** `viewport`: where the canvas lies in `view`, the surface's size. */
	draw(state: ComparePageState, viewport: Viewport, view: Size): void {
		const picture = state.pictures[this.side];
		const place = placeOnCanvas(state, this.side);
		const isDrawn = picture.kind === "shown" && place !== undefined && this.#message.hidden;
		this.#boxes.element.hidden = !state.changesShown || !isDrawn;
		this.#overlay.canvas.hidden = !isDrawn;
		if (!isDrawn) {
			this.#note.show(undefined);
			return;
		}
		const own = viewportOf(viewport, place, picture.size);
		const { url, size, reduced } = picture;
		// The pixels of a reduced one are not the picture's: their edges would say what is not so.
		this.#layer.place(viewport, place, reduced === undefined && own.scale >= pixelatedFrom);
		const seen = own.scale * size.width * window.devicePixelRatio;
		const isCoarse = reduced !== undefined && seen > reduced.width;
		this.#note.show(url === "" ? "decoding" : isCoarse ? "reduced" : undefined);
		const { selected, hovered } = state;
		this.#boxes.draw(changesOf(state), viewport, { selected, hovered });
		const ratio = window.devicePixelRatio;
		this.#overlay.draw(
			{
				objects: this.#drawnObjects(state),
				colors: findingColors(state),
				selected,
				hovered,
				labelsShown: true,
				masksShown: true,
				outlinesOnly: false,
				fill: freshState.fill,
				maskCut: freshState.maskCut,
			},
			own,
			{
				pixels: {
					width: Math.max(1, Math.round(view.width * ratio)),
					height: Math.max(1, Math.round(view.height * ratio)),
				},
				ratio,
			},
		);
	}
}

type DrawnObject = ReturnType<typeof findingsOf>[number];

/** What stands in the picture's place. */
function messageOf(picture: ComparedPicture, failed: boolean): string | undefined {
	if (picture.kind !== "shown") return picture.message;
	if (picture.unseen !== undefined) return picture.unseen;
	if (!failed) return undefined;
	return l10n.t("This picture cannot be shown: it may be damaged or too large.");
}
