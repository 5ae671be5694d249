import { l10n, type Uri, window } from "vscode";
import { LoupeError } from "../../shared/errors.ts";
import { pictureName } from "../picture.ts";
import { activeOrPicked } from "../target.ts";
import { openCompare } from "./comparePanel.ts";
import type { CompareSessionParts } from "./compareSession.ts";
import { diffPictures } from "./diffPictures.ts";
import { gitVersions } from "./gitVersions.ts";
import { pickPair } from "./otherPicture.ts";
import type { SelectedPicture } from "./selectedPicture.ts";

export interface CompareParts extends CompareSessionParts {
	selected: SelectedPicture;
}

/**
 * Opens the comparison of two pictures or more. Of one: the diff editor in front, if it shows that
 * one, or what the person picks. Of none: the same for the picture in front.
 */
export async function compareCommand(uris: readonly Uri[], parts: CompareParts): Promise<void> {
	const compared = await comparedUris(uris, parts);
	if (compared) openCompare(compared, parts);
}

/** Remembers a picture for `compareWithSelected`, as VS Code's own command of that name does. */
export async function selectForCompare(
	uris: readonly Uri[],
	{ selected }: CompareParts,
): Promise<void> {
	const uri = uris[0] ?? (await activeOrPicked());
	if (!uri) return;
	await selected.select(uri);
	const name = pictureName(uri);
	window.setStatusBarMessage(l10n.t("{0} is selected for compare.", name), 5000);
}

export async function compareWithSelected(
	uris: readonly Uri[],
	parts: CompareParts,
): Promise<void> {
	const uri = uris[0] ?? (await activeOrPicked());
	if (!uri) return;
	const { uri: selected } = parts.selected;
	await compareCommand(selected ? [selected, uri] : [uri], parts);
}

/** Compares a picture with what the last commit has of it, as the Source Control view lists it. */
export async function compareWithHead(uris: readonly Uri[], parts: CompareParts): Promise<void> {
	const uri = uris[0] ?? (await activeOrPicked());
	if (!uri) return;
	const git = await gitVersions(uri);
	if (!git || !(await git.inHead())) {
		throw new LoupeError("Unsupported", `${uri} is not in the last commit`, {
			detail: l10n.t("{0} is not in the last commit.", pictureName(uri)),
		});
	}
	openCompare([git.at("HEAD"), uri], parts);
}

async function comparedUris(
	uris: readonly Uri[],
	{ selected }: CompareParts,
): Promise<readonly Uri[] | undefined> {
	if (uris.length > 1) return uris;
	const [only] = uris;
	const diff = diffPictures();
	const isOfDiff = (uri: Uri) => diff?.some((side) => side.toString() === uri.toString());
	if (diff && (!only || isOfDiff(only))) return diff;
	const uri = only ?? (await activeOrPicked());
	return uri && pickPair(uri, selected.uri);
}
