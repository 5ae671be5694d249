import "./card.css";

import removeIcon from "@vscode/codicons/src/icons/close.svg";
import warningIcon from "@vscode/codicons/src/icons/warning.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import type { ListedPicture } from "../../shared/picturesProtocol.ts";
import type { ShownObject } from "../../shared/protocol.ts";
import type { LabelColors } from "../color.ts";
import { Icon } from "../icon.tsx";
import { formatBytes, formatNumber, formatSize, labelText, oneLine } from "../text.ts";
import type { PicturesActions } from "./actions.ts";
import { Places } from "./places.tsx";

interface CardProps {
	picture: ListedPicture;
	/** As the prompt counts. */
	number: number;
	/** What was found in it, in its own pixels. */
	objects: readonly ShownObject[] | undefined;
	colors: LabelColors;
	/** Tab comes here. */
	isCurrent: boolean;
	/** Where a dragged picture would go. */
	mark: "before" | "after" | undefined;
	isDragged: boolean;
	actions: PicturesActions;
	onDidFocus(uri: string): void;
	onDidStartDrag(uri: string): void;
	onDidEndDrag(): void;
}

/** One picture of the question: its number, itself small, its name. */
export const Card = memo((props: CardProps) => {
	const { picture, number, objects, isCurrent, mark, isDragged, actions } = props;
	const { uri, kind } = picture;
	const name = oneLine(picture.name, 120);
	const classes = ["card", kind, mark && `drop-${mark}`, isDragged && "dragged"];
	const trouble = troubleOf(picture);
	const title = oneLine(trouble ?? picture.place, 400);
	const found = objects?.map(({ label }) => labelText(label)).join(", ");
	return (
		<li
			class={classes.filter(Boolean).join(" ")}
			draggable
			onDragStart={({ dataTransfer }) => {
				// Something must be carried, or nothing is dragged.
				dataTransfer?.setData("text/plain", name);
				if (dataTransfer) dataTransfer.effectAllowed = "move";
				props.onDidStartDrag(uri);
			}}
			onDragEnd={() => props.onDidEndDrag()}
		>
			<button
				type="button"
				class="card-open"
				tabIndex={isCurrent ? 0 : -1}
				aria-label={l10n.t("Picture {0}: {1}", formatNumber(number), name)}
				aria-description={[trouble === undefined ? factsOf(picture) : title, found]
					.filter(Boolean)
					.join(". ")}
				aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
				title={title}
				onFocus={() => props.onDidFocus(uri)}
				onClick={() => actions.open(uri)}
			>
				<Thumbnail {...props} name={name} />
				<span class="number" aria-hidden="true">
					{formatNumber(number)}
				</span>
			</button>
			<button
				type="button"
				class="tool small card-remove"
				tabIndex={isCurrent ? 0 : -1}
				aria-label={l10n.t("Leave Out Picture {0}", formatNumber(number))}
				title={l10n.t("Leave Out (Delete)")}
				onFocus={() => props.onDidFocus(uri)}
				onClick={() => actions.remove([uri])}
			>
				<Icon svg={removeIcon} />
			</button>
			<div class="card-name" dir="auto" title={oneLine(picture.place, 400)}>
				{name}
			</div>
			<div class="card-facts">{factsOf(picture)}</div>
		</li>
	);
});

function Thumbnail(props: CardProps & { name: string }) {
	const { picture, objects, colors, name } = props;
	switch (picture.kind) {
		case "reading":
			return <span class="tile" />;
		case "broken":
			return <Reason words={picture.message} />;
		case "shown": {
			if (picture.unseen !== undefined) return <Reason words={picture.unseen} />;
			const { width, height } = picture.size;
			return (
				<span class="tile">
					<span class="frame" style={{ "--ratio": `${width / height}` }}>
						{picture.url !== "" && (
							<img
								src={picture.url}
								alt={name}
								width={width}
								height={height}
								loading="lazy"
								decoding="async"
								draggable={false}
							/>
						)}
						{objects && <Places objects={objects} size={picture.size} colors={colors} />}
					</span>
				</span>
			);
		}
	}
}

/** Why there is nothing to see of it. */
function troubleOf(picture: ListedPicture): string | undefined {
	switch (picture.kind) {
		case "reading":
			return undefined;
		case "broken":
			return picture.message;
		case "shown":
			return picture.unseen;
	}
}

/** In the picture's place. */
function Reason({ words }: { words: string }) {
	return (
		<span class="tile">
			<span class="reason">
				<Icon svg={warningIcon} />
				<span dir="auto">{oneLine(words, 300)}</span>
			</span>
		</span>
	);
}

function factsOf(picture: ListedPicture): string {
	switch (picture.kind) {
		case "reading":
			return l10n.t("Reading…");
		case "broken":
			return l10n.t("Cannot be read");
		case "shown":
			return `${formatSize(picture.size)} · ${formatBytes(picture.bytes)}`;
	}
}
