import backIcon from "@vscode/codicons/src/icons/chevron-left.svg";
import forwardIcon from "@vscode/codicons/src/icons/chevron-right.svg";
import pauseIcon from "@vscode/codicons/src/icons/debug-pause.svg";
import playIcon from "@vscode/codicons/src/icons/play.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "../icon.tsx";
import { formatNumber } from "../text.ts";
import { type Player, type Shown, speeds } from "./player.ts";

export function AnimationBar({ shown, player }: { shown: Shown | undefined; player: Player }) {
	if (!shown) return null;
	const { isPlaying, speed, hasFailed } = shown;
	const decimals = String(speed).split(".")[1]?.length ?? 0;
	const speedText = formatNumber(speed, decimals);
	return (
		<fieldset class="controls animation" aria-label={l10n.t("Animation")}>
			<button
				type="button"
				disabled={hasFailed}
				aria-label={l10n.t("Previous Frame")}
				title={l10n.t("Previous Frame (,)")}
				onClick={() => void player.step(-1)}
			>
				<Icon svg={backIcon} />
			</button>
			<button
				type="button"
				disabled={hasFailed}
				aria-label={isPlaying ? l10n.t("Pause") : l10n.t("Play")}
				title={isPlaying ? l10n.t("Pause (Space)") : l10n.t("Play (Space)")}
				onClick={() => void player.toggle()}
			>
				<Icon svg={isPlaying ? pauseIcon : playIcon} />
			</button>
			<button
				type="button"
				disabled={hasFailed}
				aria-label={l10n.t("Next Frame")}
				title={l10n.t("Next Frame (.)")}
				onClick={() => void player.step(1)}
			>
				<Icon svg={forwardIcon} />
			</button>
			<span class="place">{frameWords(shown)}</span>
			<button
				type="button"
				disabled={hasFailed}
				aria-label={l10n.t("Speed: {0}×", speedText)}
				title={l10n.t("Speed: {0}×", speedText)}
				onClick={() => player.setSpeed(speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1)}
			>
				{speedText}×
			</button>
		</fieldset>
	);
}

/** "Frame 3 of 20"; what plays by itself does not say where it is. */
export function frameWords({ index, count, isTouched }: Shown): string {
	const all = formatNumber(count);
	if (!isTouched) return l10n.t("{0} frames", all);
	return l10n.t("Frame {0} of {1}", formatNumber(index + 1), all);
}
