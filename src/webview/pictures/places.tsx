import "./places.css";

import type { ShownObject } from "../../shared/protocol.ts";
import type { Size } from "../../shared/result.ts";
import { boundsOf } from "../bounds.ts";
import { type LabelColors, textOn } from "../color.ts";
import { labelText } from "../text.ts";

/** With more, labels would hide the picture; they are read from the card's description then. */
const mostLabels = 12;

/** What an answer found, drawn over a small picture: boxes, points and outlines with their labels. */
export function Places(props: {
	objects: readonly ShownObject[];
	/** The picture's, in pixels: what the objects' coordinates count in. */
	size: Size;
	colors: LabelColors;
}) {
	const { objects, size, colors } = props;
	return (
		<span class="drawn-places" aria-hidden="true">
			<svg
				viewBox={`0 0 ${size.width} ${size.height}`}
				preserveAspectRatio="none"
				aria-hidden="true"
			>
				{objects.map((object, index) => (
					// Objects only grow at the end, so their place names them.
					<Shape key={`shape-${index}`} object={object} color={colors(object.label)} />
				))}
			</svg>
			{objects.length <= mostLabels &&
				objects.map((object, index) => (
					<Label key={`label-${index}`} object={object} size={size} color={colors(object.label)} />
				))}
		</span>
	);
}

/** A dark line under a coloured one: seen on light and on dark. */
function Shape({ object, color }: { object: ShownObject; color: string }) {
	const { outline, box, point } = object;
	const path = outline
		? outline.map((polygon) => pathOf(polygon.map(({ x, y }) => [x, y]))).join("")
		: box
			? pathOf([
					[box.x, box.y],
					[box.x + box.width, box.y],
					[box.x + box.width, box.y + box.height],
					[box.x, box.y + box.height],
				])
			: undefined;
	return (
		<>
			{path && <path class="edge" d={path} />}
			{path && <path class="line" d={path} stroke={color} />}
			{point && <path class="edge dot" d={`M${point.x} ${point.y}h0`} />}
			{point && <path class="line dot" d={`M${point.x} ${point.y}h0`} stroke={color} />}
		</>
	);
}

function Label({ object, size, color }: { object: ShownObject; size: Size; color: string }) {
	const bounds = boundsOf(object);
	if (!bounds) return null;
	return (
		<span
			class="place-label"
			style={{
				"--left": `${(bounds.x / size.width) * 100}%`,
				"--top": `${(bounds.y / size.height) * 100}%`,
				backgroundColor: color,
				color: textOn(color),
			}}
		>
			{labelText(object.label)}
		</span>
	);
}

function pathOf(points: ReadonlyArray<readonly [x: number, y: number]>): string {
	return points.length === 0 ? "" : `M${points.map(([x, y]) => `${x} ${y}`).join("L")}Z`;
}
