import type { Player } from "./player.ts";

/** Space plays and stops, "," and "." step; true when the key meant that. */
export function playByKey(event: KeyboardEvent, player: Player): boolean {
	if (!player.shown || event.shiftKey) return false;
	switch (event.key) {
		case " ":
			// It presses what has the focus.
			if (
				event.target instanceof HTMLElement &&
				event.target.closest("button, input, summary, [role=option]")
			)
				return false;
			void player.toggle();
			return true;
		case ",":
			void player.step(-1);
			return true;
		case ".":
			void player.step(1);
			return true;
		default:
			return false;
	}
}
