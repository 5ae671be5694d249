import * as l10n from "@vscode/l10n";
import type { Histogram } from "../../shared/pixelProtocol.ts";
import { formatNumber } from "../text.ts";

const height = 100;

type Channel = Histogram["channels"][number];

/** How often each brightness occurs, a curve for each channel over each other. */
export function HistogramView({ histogram }: { histogram: Histogram }) {
	const { channels, pixels, range } = histogram;
	const curves = channels.filter(({ name }) => name !== "alpha");
	const most = mostIn(curves);
	return (
		<>
			<svg
				class="histogram"
				viewBox={`0 0 256 ${height}`}
				preserveAspectRatio="none"
				role="img"
				aria-label={l10n.t("Histogram: {0}", curves.map(spoken).join("; "))}
			>
				{curves.map((channel) => (
					<path key={channel.name} class={channel.name} d={outline(channel.counts, most)} />
				))}
			</svg>
			<p class="meta histogram-range">
				<span>{formatNumber(range[0], range[0] % 1 ? 3 : 0)}</span>
				<span>{l10n.t("{0} pixels counted", formatNumber(pixels))}</span>
				<span>{formatNumber(range[1], range[1] % 1 ? 3 : 0)}</span>
			</p>
		</>
	);
}

/** A single value that is everywhere, such as a white background, would flatten all others. */
function mostIn(channels: readonly Channel[]): number {
	const inner = channels.flatMap(({ counts }) => counts.slice(1, -1)).sort((a, b) => b - a);
	const second = inner[Math.floor(inner.length * 0.01)] ?? 0;
	const [most = 0] = inner;
	return Math.max(1, second > 0 ? Math.min(most, second * 3) : most);
}

function outline(counts: readonly number[], most: number): string {
	const steps = counts.map((count, bin) => {
		const y = height - Math.min(1, count / most) * height;
		return `L${bin} ${y.toFixed(1)}L${bin + 1} ${y.toFixed(1)}`;
	});
	return `M0 ${height}${steps.join("")}L256 ${height}Z`;
}

/** For those who do not see it: where the middle of each channel's values lies. */
function spoken({ name, counts }: Channel): string {
	const all = counts.reduce((sum, count) => sum + count, 0);
	let below = 0;
	const middle = counts.findIndex((count) => {
		below += count;
		return below * 2 >= all;
	});
	return l10n.t("{0}: half of the pixels are at most {1} of 255", channelName(name), middle);
}

function channelName(name: Channel["name"]): string {
	switch (name) {
		case "red":
			return l10n.t("Red");
		case "green":
			return l10n.t("Green");
		case "blue":
			return l10n.t("Blue");
		case "grey":
			return l10n.t("Gray");
		case "alpha":
			return l10n.t("Alpha");
		default:
			return name satisfies never;
	}
}
