import type { ViewerSettings } from "../shared/protocol.ts";
import type { Point } from "../shared/result.ts";
import { wheelMeaning } from "./wheel.ts";

/** What the pointer did, in coordinates of the element. */
export interface GestureListener {
	zoom(factor: number, at: Point): void;
	pan(by: Point): void;
	/** Undefined when the pointer left. */
	hover(at: Point | undefined): void;
	click(at: Point): void;
	doubleClick(at: Point): void;
	wheelSetting(): ViewerSettings["wheel"];
}

/** A press that moves less than this is a click, in CSS pixels. */
const clickSlop = 4;

/** Reads wheel, drag, pinch with two fingers, click and double-click from `element`. */
export function listenToGestures(element: HTMLElement, listener: GestureListener): void {
	const pressed = new Map<number, Point>();
	let travelled = 0;

	const at = (event: MouseEvent): Point => {
		const { left, top } = element.getBoundingClientRect();
		return { x: event.clientX - left, y: event.clientY - top };
	};

	element.addEventListener(
		"wheel",
		(event) => {
			event.preventDefault();
			const meaning = wheelMeaning(event, listener.wheelSetting());
			if (meaning.kind === "pan") {
				listener.pan(meaning);
				return;
			}
			listener.zoom(meaning.factor, at(event));
		},
		{ passive: false },
	);

	element.addEventListener("pointerdown", (event) => {
		if (event.button > 1) return;
		// The middle button would start the browser's own scrolling.
		if (event.button === 1) event.preventDefault();
		if (pressed.size === 0) travelled = 0;
		pressed.set(event.pointerId, at(event));
		element.setPointerCapture(event.pointerId);
	});

	element.addEventListener("pointermove", (event) => {
		const now = at(event);
		const before = pressed.get(event.pointerId);
		if (!before) {
			listener.hover(now);
			return;
		}
		travelled += Math.hypot(now.x - before.x, now.y - before.y);
		if (travelled < clickSlop) return;
		element.classList.add("dragging");
		const other = [...pressed].find(([id]) => id !== event.pointerId)?.[1];
		pressed.set(event.pointerId, now);
		if (!other) {
			listener.pan({ x: now.x - before.x, y: now.y - before.y });
			return;
		}
		const middle = (a: Point): Point => ({ x: (a.x + other.x) / 2, y: (a.y + other.y) / 2 });
		const apart = (a: Point): number => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
		listener.pan({ x: middle(now).x - middle(before).x, y: middle(now).y - middle(before).y });
		listener.zoom(apart(now) / apart(before), middle(now));
	});

	const release = (event: PointerEvent): void => {
		if (!pressed.delete(event.pointerId) || pressed.size > 0) return;
		element.classList.remove("dragging");
		if (event.type === "pointerup" && event.button === 0 && travelled < clickSlop) {
			listener.click(at(event));
		}
	};
	element.addEventListener("pointerup", release);
	element.addEventListener("pointercancel", release);
	element.addEventListener("pointerleave", () => listener.hover(undefined));
	element.addEventListener("dblclick", (event) => listener.doubleClick(at(event)));
}
