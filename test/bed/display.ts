/** True when this process can open a window. */
export function hasDisplay(): boolean {
	const { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = process.env;
	if (process.platform === "linux") return Boolean(DISPLAY || WAYLAND_DISPLAY);
	return !SSH_CONNECTION;
}
