import copyIcon from "@vscode/codicons/src/icons/copy.svg";
import goneIcon from "@vscode/codicons/src/icons/file-media.svg";
import * as l10n from "@vscode/l10n";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { SentPictureRecord, ShownRequest } from "../../shared/protocol.ts";
import { Icon } from "../icon.tsx";
import { formatNumber, oneLine } from "../text.ts";
import { earlierWords, pictureWords, piecesOf, settingRows, shownText } from "./requestWords.ts";

/** So many pictures are listed at first, and so many more at a time. */
const listedAtFirst = 24;
const listedMore = 200;

type Copy = (text: string) => void;

/** The parts of a request as they are sent, and the reply as it came. */
export function RequestSections({ shown, copy }: { shown: ShownRequest; copy: Copy }) {
	const { record, thumbnails, raw } = shown;
	const rows = useMemo(() => settingRows(record), [record]);
	const config = useMemo(() => JSON.stringify(record.config, undefined, 2), [record]);
	const earlier = earlierWords(record.earlierTurns);
	return (
		<>
			<Pictures pictures={record.pictures} thumbnails={thumbnails} copy={copy} />
			<Section
				name={l10n.t("Words")}
				copyTitle={l10n.t("Copy the Words")}
				copy={() => copy(record.text)}
			>
				{earlier && <p class="meta">{earlier}</p>}
				<LongText text={record.text} />
			</Section>
			<Section
				name={l10n.t("Settings")}
				copyTitle={l10n.t("Copy the Settings")}
				copy={() => copy(rows.map((row) => row.join(": ")).join("\n"))}
			>
				<dl class="request-rows">
					{rows.map(([name, value]) => (
						<div class="request-row" key={name}>
							<dt>{name}</dt>
							<dd dir="auto">{value}</dd>
						</div>
					))}
				</dl>
			</Section>
			<Section
				name={l10n.t("Settings as JSON")}
				copyTitle={l10n.t("Copy the Settings as JSON")}
				copy={() => copy(config)}
			>
				<LongText text={config} />
			</Section>
			{raw !== undefined && (
				<Section
					name={l10n.t("Raw reply")}
					copyTitle={l10n.t("Copy the Raw Reply")}
					copy={() => copy(raw)}
				>
					<LongText text={raw} />
				</Section>
			)}
		</>
	);
}

function Section(props: {
	name: string;
	copyTitle: string;
	copy(): void;
	children: ComponentChildren;
}) {
	const { name, copyTitle, copy, children } = props;
	return (
		<section class="request-section" aria-label={name}>
			<div class="request-section-head">
				<h3>{name}</h3>
				<button
					type="button"
					class="tool small"
					aria-label={copyTitle}
					title={copyTitle}
					onClick={copy}
				>
					<Icon svg={copyIcon} />
				</button>
			</div>
			{children}
		</section>
	);
}

function Pictures(props: {
	pictures: readonly SentPictureRecord[];
	thumbnails: ShownRequest["thumbnails"];
	copy: Copy;
}) {
	const { pictures, thumbnails, copy } = props;
	const [most, setMost] = useState(listedAtFirst);
	const urls = useBlobUrls(thumbnails);
	if (pictures.length === 0) return null;
	const more = pictures.length - most;
	const lines = (): string =>
		pictures.map((picture) => `${picture.name}: ${pictureWords(picture)}`).join("\n");
	return (
		<Section
			name={l10n.t("Pictures")}
			copyTitle={l10n.t("Copy What Is Said of the Pictures")}
			copy={() => copy(lines())}
		>
			<ol class="request-pictures">
				{pictures.slice(0, most).map((picture, index) => {
					const name = oneLine(picture.name, 120);
					return (
						<li class="request-picture" key={index}>
							<span
								class="request-thumbnail"
								title={urls[index] === undefined ? l10n.t("No longer at hand") : undefined}
							>
								{urls[index] === undefined ? (
									<Icon svg={goneIcon} />
								) : (
									<img src={urls[index]} alt={name} draggable={false} />
								)}
							</span>
							<span class="request-picture-words">
								<span class="request-picture-name" dir="auto">
									{name}
								</span>
								<span class="meta">{pictureWords(picture)}</span>
							</span>
						</li>
					);
				})}
			</ol>
			{more > 0 && (
				<button type="button" class="link" onClick={() => setMost(most + listedMore)}>
					{l10n.t("{0} more", formatNumber(more))}
				</button>
			)}
		</Section>
	);
}

/** Addresses for as long as they are looked at. */
function useBlobUrls(thumbnails: ShownRequest["thumbnails"]): readonly string[] {
	const [urls, setUrls] = useState<readonly string[]>([]);
	useEffect(() => {
		const made = thumbnails.map(({ mimeType, bytes }) =>
			URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mimeType })),
		);
		setUrls(made);
		return () => {
			for (const url of made) URL.revokeObjectURL(url);
		};
	}, [thumbnails]);
	return urls;
}

/** Text as text, whatever it holds. */
function LongText({ text }: { text: string }) {
	const shown = useMemo(() => shownText(text), [text]);
	const pieces = useMemo(() => piecesOf(shown.text), [shown]);
	return (
		<>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls (WCAG 2.1.1) */}
			<pre class="request-text" dir="auto" tabIndex={0}>
				{pieces.map((piece, index) => (
					<span class="request-text-piece" key={index}>
						{piece}
					</span>
				))}
			</pre>
			{shown.isCut && (
				<p class="meta">
					{l10n.t(
						"The first {0} of {1} characters; Copy All has the rest.",
						formatNumber(shown.text.length),
						formatNumber(text.length),
					)}
				</p>
			)}
		</>
	);
}
