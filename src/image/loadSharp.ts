import type Sharp from "sharp";

let loading: Promise<typeof Sharp> | undefined;

/** sharp, loaded when the first picture needs it: 15 MB of native code that no start should pay for. */
export function loadSharp(): Promise<typeof Sharp> {
	loading ??= load();
	return loading;
}

async function load(): Promise<typeof Sharp> {
	const { default: sharp } = await import("sharp");
	// A picture is read once; libvips would hold on to its last hundred operations.
	sharp.cache(false);
	return sharp;
}
