import type { EarlyPicture } from "../shared/protocol.ts";
import type { Size } from "../shared/result.ts";
import { fields, readPlacement } from "./keptPlacement.ts";
import { Picture } from "./picture.ts";
import { onWholePixels, recentre, resolve } from "./viewport.ts";
import { vscodeApi } from "./vscodeApi.ts";

// Shows the picture where the page will show it. The page's own script, fifty times as long, comes
// after this one and takes the picture over.
const root = document.querySelector<HTMLElement>("#app");
const said = root?.dataset.early;
if (root && said) show(root, JSON.parse(said));

function show(root: HTMLElement, { picture, background }: EarlyPicture): void {
	const stored = fields(vscodeApi().getState());
	const isFolded = fields(stored.state).panelOpen === false;
	root.className = `app background-${background}${isFolded ? " folded" : ""}`;
	const surface = element("div", "surface");
	const stage = element("main", "stage", surface);
	const toolbar = element("header", "toolbar-holder", element("div", "toolbar"));
	root.append(toolbar, stage, ...(isFolded ? [] : [element("aside", "panel")]));
	// One that cannot be shown is left to the page, which says why.
	const shown = new Picture((failed) => failed && shown.image.remove());
	shown.show(picture);
	const { width, height } = surface.getBoundingClientRect();
	shown.place(placeIn({ width, height }, picture.size, stored.view), picture);
	surface.append(shown.image);
}

/** As the page's stage places it. */
function placeIn(view: Size, picture: Size, stored: unknown) {
	const { placement, view: before } = readPlacement(stored);
	const hasMoved = placement.kind === "free" && before.width > 0;
	const lies = hasMoved ? recentre(placement, before, view) : resolve(placement, picture, view);
	return onWholePixels(lies, window.devicePixelRatio);
}

function element(name: string, className: string, ...children: Element[]): HTMLElement {
	const made = document.createElement(name);
	made.className = className;
	made.append(...children);
	return made;
}
