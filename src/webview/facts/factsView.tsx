import closeIcon from "@vscode/codicons/src/icons/close.svg";
import copyIcon from "@vscode/codicons/src/icons/copy.svg";
import * as l10n from "@vscode/l10n";
import { useEffect, useState } from "preact/hooks";
import type { FactGroup, FactSheet, Histogram } from "../../shared/pixelProtocol.ts";
import type { PictureState } from "../../shared/protocol.ts";
import { Icon } from "../icon.tsx";
import { readable } from "../text.ts";
import type { FactsHost } from "./factsDialog.tsx";
import { factsJson, groupTitle, placeText, summaryOf } from "./factsText.ts";
import { HistogramView } from "./histogramView.tsx";

interface FactsViewProps {
	picture: Extract<PictureState, { kind: "shown" }>;
	/** Which is seen of an animation or of several pages, from 0. */
	frame: number | undefined;
	host: FactsHost;
	close(): void;
}

export function FactsView({ picture, frame, host, close }: FactsViewProps) {
	const facts = useAnswer(() => host.facts());
	const histogram = useAnswer(() => host.histogram(frame));
	const [isPlaceShown, showPlace] = useState(false);
	const copy = (text: string): void => void host.copyText(text);
	const sheet = facts.value;
	return (
		<div class="request-body">
			<header class="request-head">
				<h2>{l10n.t("Picture Facts")}</h2>
				<button type="button" class="tool small" aria-label={l10n.t("Close")} onClick={close}>
					<Icon svg={closeIcon} />
				</button>
			</header>
			<div class="request-scroll" aria-busy={!sheet && !facts.error}>
				{facts.error && <p role="alert">{facts.error}</p>}
				<Facts
					title={l10n.t("Picture")}
					facts={summaryOf(picture, sheet)}
					omitted={0}
					copy={copy}
				/>
				<Histograms histogram={histogram.value} error={histogram.error} />
				{sheet?.place && (
					<Place
						sheet={sheet}
						place={sheet.place}
						isShown={isPlaceShown}
						show={() => showPlace(true)}
						copy={copy}
					/>
				)}
				{sheet?.groups.map((group) => (
					<Facts key={group.kind} title={groupTitle(group.kind)} {...group} copy={copy} />
				))}
			</div>
			<footer class="request-foot">
				<button
					type="button"
					class="button secondary"
					disabled={!sheet}
					onClick={() => sheet && copy(factsJson(picture, sheet, isPlaceShown))}
				>
					{l10n.t("Copy All as JSON")}
				</button>
			</footer>
		</div>
	);
}

function Facts(props: {
	title: string;
	facts: FactGroup["facts"];
	omitted: number;
	copy(text: string): void;
}) {
	const { title, facts, omitted, copy } = props;
	return (
		<section class="facts-group" aria-label={title}>
			<h3>{title}</h3>
			<dl>
				{facts.map(({ name, value }, index) => (
					// A file may say the same thing twice.
					<div class="facts-row" key={`${index} ${name}`}>
						<dt>{readable(name)}</dt>
						<dd dir="auto">
							<span>{readable(value)}</span>
							<button
								type="button"
								class="tool small"
								aria-label={l10n.t("Copy {0}", readable(name))}
								title={l10n.t("Copy")}
								onClick={() => copy(value)}
							>
								<Icon svg={copyIcon} />
							</button>
						</dd>
					</div>
				))}
			</dl>
			{omitted > 0 && <p class="meta">{l10n.t("{0} more are left out.", omitted)}</p>}
		</section>
	);
}

/** Nobody who shows their screen shows where they live by accident. */
function Place(props: {
	sheet: FactSheet;
	place: FactGroup;
	isShown: boolean;
	show(): void;
	copy(text: string): void;
}) {
	const { sheet, place, isShown, show, copy } = props;
	const text = placeText(sheet);
	const title = l10n.t("Place");
	const note = sheet.goesAsItIs
		? l10n.t(
				"This file says where it was taken. Whoever gets the file can read that. Where Loupe sends a picture as it is, byte for byte, this goes along; one that it shrinks, crops or converts loses it.",
			)
		: l10n.t(
				"This file says where it was taken. Whoever gets the file can read that. Loupe converts this picture before it is sent, and leaves this out.",
			);
	return (
		// Once shown, the facts inside have the name.
		<section class="facts-group" aria-label={isShown ? undefined : title}>
			{!isShown && <h3>{title}</h3>}
			<p class="meta">{note}</p>
			{!isShown && (
				<button type="button" class="button secondary" onClick={show}>
					{l10n.t("Show Place")}
				</button>
			)}
			{isShown && (
				<Facts
					title={title}
					facts={
						text ? [{ name: l10n.t("Coordinates"), value: text }, ...place.facts] : place.facts
					}
					omitted={place.omitted}
					copy={copy}
				/>
			)}
		</section>
	);
}

function Histograms({
	histogram,
	error,
}: {
	histogram?: Histogram | undefined;
	error?: string | undefined;
}) {
	return (
		<section class="facts-group" aria-label={l10n.t("Histogram")}>
			<h3>{l10n.t("Histogram")}</h3>
			{error && <p class="meta">{error}</p>}
			{histogram ? <HistogramView histogram={histogram} /> : <div class="histogram-room" />}
		</section>
	);
}

/** What a call brought, or why it failed. */
function useAnswer<Value>(ask: () => Promise<Value>): { value?: Value; error?: string } {
	const [answer, setAnswer] = useState<{ value?: Value; error?: string }>({});
	useEffect(() => {
		let isGone = false;
		ask().then(
			(value) => !isGone && setAnswer({ value }),
			(error: Error) => !isGone && setAnswer({ error: error.message }),
		);
		return () => {
			isGone = true;
		};
	}, []);
	return answer;
}
