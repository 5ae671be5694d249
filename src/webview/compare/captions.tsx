import * as l10n from "@vscode/l10n";
import type { CompareActions } from "./compareActions.ts";
import { type ComparePageState, inFront, modeOf, sides } from "./state.ts";
import { pictureWords, sideName } from "./words.ts";

/** Which picture is which, over the corners of the view; a click opens it on its own. */
export function Captions({ state, actions }: { state: ComparePageState; actions: CompareActions }) {
	const mode = modeOf(state);
	return (
		<div class={`captions ${mode}`}>
			{sides.map((side) => {
				const words = pictureWords(state.pictures[side]);
				const isBehind = mode === "blink" && inFront(state) !== side;
				return (
					<button
						key={side}
						type="button"
						class={isBehind ? `caption ${side} behind` : `caption ${side}`}
						aria-label={l10n.t("Open {0}: {1}", sideName(side), words)}
						title={l10n.t("Open {0}: {1}", sideName(side), words)}
						onClick={() => actions.openPicture(side)}
					>
						<span class="side-name">{sideName(side)}</span>{" "}
						<span class="words" dir="auto">
							{words}
						</span>
					</button>
				);
			})}
		</div>
	);
}
