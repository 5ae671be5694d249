import * as l10n from "@vscode/l10n";
import type { Actions } from "./actions.ts";
import { boundsOf } from "./bounds.ts";
import { asText, inPixels, inThousandths } from "./copyObject.ts";
import { findObject, type ObjectKey } from "./listing.ts";
import type { MenuItem } from "./menu.tsx";
import type { PageState } from "./state.ts";

/** All that can be done with an object. */
export function objectMenu(state: PageState, actions: Actions, key: ObjectKey): MenuItem[] {
	const items: MenuItem[] = [
		{ title: l10n.t("Zoom to Object"), keys: "Enter", run: () => actions.zoomTo(key) },
	];
	if (hasExtent(state, key)) {
		items.push({
			title: l10n.t("Ask about This"),
			run: () => actions.askAbout(key),
		});
	}
	items.push(...copyMenu(state, actions, key));
	if (hasExtent(state, key)) {
		items.push({
			title: l10n.t("Cut Out as PNG…"),
			separated: true,
			run: () => actions.cutOut(key),
		});
	}
	items.push({
		title: l10n.t("Remove from Result"),
		keys: "Delete",
		separated: !hasExtent(state, key),
		run: () => actions.removeObject(key),
	});
	return items;
}

/** The ways to put an object on the clipboard. */
export function copyMenu(state: PageState, actions: Actions, key: ObjectKey): MenuItem[] {
	const object = findObject(state, key);
	const { picture } = state;
	if (!object || picture.kind !== "shown") return [];
	const isPoint = !object.box && object.point !== undefined;
	return [
		{
			title: isPoint ? l10n.t("Copy Point in Pixels") : l10n.t("Copy Box in Pixels"),
			separated: true,
			run: () => actions.copyText(inPixels(object)),
		},
		{
			title: isPoint ? l10n.t("Copy Point in 0–1000") : l10n.t("Copy Box in 0–1000"),
			run: () => actions.copyText(inThousandths(object, picture.size)),
		},
		{ title: l10n.t("Copy as Text"), run: () => actions.copyText(asText(object)) },
	];
}

/** False for a mere point: there is nothing to cut out or to ask about. */
export function hasExtent(state: PageState, key: ObjectKey): boolean {
	const object = findObject(state, key);
	const bounds = object && boundsOf(object);
	return bounds !== undefined && bounds.width > 0 && bounds.height > 0;
}
