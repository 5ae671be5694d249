import { l10n, TabInputCustom, TabInputText, Uri, window } from "vscode";
import type { Rect } from "../shared/result.ts";
import { isPictureName } from "./folder/isPictureName.ts";
import type { InspectOptions } from "./inspect.ts";
import type { UrlPictures } from "./urlPictures.ts";

/** What a caller may pass to a task command as its second argument; see "Calling Loupe" in the README. */
export interface TaskOptions extends InspectOptions {
	prompt?: string;
	question?: string;
	labels?: string[];
	/** Classify: whether more than one label may fit; true unless told. */
	many?: boolean;
	schema?: unknown;
	region?: Rect;
	/** Transcribe a PDF or ask about one: which pages, as "1-3, 7, 12-"; all of them unless told. */
	pages?: string;
	format?: string;
	folder?: Uri;
}

/** What a command was called with: by a menu, the palette, or another extension. */
export interface Call {
	/** What was named, in order: files, and pictures by address, which `resolveTargets` fetches. */
	targets: Array<Uri | string>;
	/** The files among them. */
	uris: Uri[];
	/** Present: show no dialog, resolve with the result, reject with the error. */
	options?: TaskOptions;
}

/**
 * Reads a command's arguments. The Explorer passes `(uri, uris[])`, editor menus `(uri, {groupId})`,
 * a webview's menu `({webview, …})`; other callers `(target, options)` as product.md has it.
 */
export function readCall(args: unknown[]): Call {
	const [target, second] = args;
	if (Array.isArray(second)) {
		const selected = second.filter((item) => item instanceof Uri);
		return callOn(selected.length > 0 ? selected : readTargets(target));
	}
	const call = callOn(readTargets(target));
	if (isPlainObject(second) && !("groupId" in second)) return { ...call, options: second };
	return call;
}

/** Files for all that was named, in order; throws `Unsupported` for other addresses than http(s). */
export async function resolveTargets(
	targets: ReadonlyArray<Uri | string>,
	urlPictures: UrlPictures,
	signal?: AbortSignal,
): Promise<Uri[]> {
	// Before the first is fetched.
	for (const target of targets) if (typeof target === "string") urlPictures.check(target);
	const uris: Uri[] = [];
	for (const target of targets) {
		const isFile = target instanceof Uri;
		uris.push(isFile ? target : await urlPictures.fetch(target, { ...(signal && { signal }) }));
	}
	return uris;
}

/**
 * The picture in the active tab, or one the person picks; undefined when they pick none. `more`: what
 * else they may pick, as dialogs take it.
 */
export async function activeOrPicked(
	more: Record<string, string[]> = {},
): Promise<Uri | undefined> {
	const input = window.tabGroups.activeTabGroup.activeTab?.input;
	if (input instanceof TabInputCustom || input instanceof TabInputText) {
		if (isPictureName(input.uri.path)) return input.uri;
	}
	const picked = await window.showOpenDialog({
		title: l10n.t("Open a Picture in Loupe"),
		openLabel: l10n.t("Open"),
		canSelectMany: false,
		filters: { ...pictureFilters(), ...more },
	});
	return picked?.[0];
}

/** What a dialog for files lets the person choose. */
export function pictureFilters(): Record<string, string[]> {
	return {
		[l10n.t("Pictures")]: [
			...["png", "jpg", "jpeg", "webp", "gif", "avif", "bmp", "svg", "ico"],
			...["heic", "heif", "tif", "tiff"],
		],
	};
}

function callOn(targets: Array<Uri | string>): Call {
	return { targets, uris: targets.filter((target) => target instanceof Uri) };
}

function readTargets(target: unknown): Array<Uri | string> {
	if (target instanceof Uri) return [target];
	// What the Source Control view passes.
	if (isResourceState(target)) return [target.resourceUri];
	if (typeof target === "string" && target !== "") return [target];
	return Array.isArray(target) ? target.flatMap(readTargets) : [];
}

function isPlainObject(value: unknown): value is TaskOptions {
	if (typeof value !== "object" || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function isResourceState(target: unknown): target is { resourceUri: Uri } {
	if (typeof target !== "object" || target === null || !("resourceUri" in target)) return false;
	return target.resourceUri instanceof Uri;
}
