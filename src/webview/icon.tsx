import { useLayoutEffect, useRef } from "preact/hooks";

/** A codicon from the bundle, in the colour of the text; decoration, so hidden from readers. */
export function Icon({ svg }: { svg: string }) {
	const holder = useRef<HTMLSpanElement>(null);
	useLayoutEffect(() => {
		const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
		holder.current?.replaceChildren(document.importNode(parsed, true));
	}, [svg]);
	return <span class="icon" aria-hidden="true" ref={holder} />;
}
