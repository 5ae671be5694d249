import { l10n, TabInputCustom, TabInputText, Uri, window } from "vscode";
import { LoupeError } from "../shared/errors.ts";
import type { Rect } from "../shared/result.ts";
import type { InspectOptions } from "./inspect.ts";

/** What a caller may pass to a task command as its second argument; see "Calling Loupe" in the README. */
export interface TaskOptions extends InspectOptions {
	prompt?: string;
	question?: string;
	labels?: string[];
	schema?: unknown;
	region?: Rect;
	format?: string;
	folder?: Uri;
}

/** What a command was called with: by a menu, the palette, or another extension. */
export interface Call {
	/** In order; empty when nothing was named. */
	uris: Uri[];
	/** Present: show no dialog, resolve with the result, reject with the error. */
	options?: TaskOptions;
}

const pictureName = /\.(png|jpe?g|webp|gif|avif|bmp|svg|ico|heic|heif|tiff?)$/i;

/**
 * Reads a command's arguments. The Explorer passes `(uri, uris[])`, editor menus `(uri, {groupId})`,
 * a webview's menu `({webview, …})`; other callers `(target, options)` as product.md has it.
 */
export function readCall(args: unknown[]): Call {
	const [target, second] = args;
	if (Array.isArray(second)) {
		const selected = second.filter((item) => item instanceof Uri);
		return { uris: selected.length > 0 ? selected : readTargets(target) };
	}
	const uris = readTargets(target);
	if (isPlainObject(second) && !("groupId" in second)) return { uris, options: second };
	return { uris };
}

/** The picture in the active tab, or one the person picks; undefined when they pick none. */
export async function activeOrPicked(): Promise<Uri | undefined> {
	const input = window.tabGroups.activeTabGroup.activeTab?.input;
	if (input instanceof TabInputCustom || input instanceof TabInputText) {
		if (pictureName.test(input.uri.path)) return input.uri;
	}
	const picked = await window.showOpenDialog({
		title: l10n.t("Open a Picture in Loupe"),
		openLabel: l10n.t("Open"),
		canSelectMany: false,
		filters: {
			[l10n.t("Pictures")]: [
				...["png", "jpg", "jpeg", "webp", "gif", "avif", "bmp", "svg", "ico"],
				...["heic", "heif", "tif", "tiff"],
			],
		},
	});
	return picked?.[0];
}

function readTargets(target: unknown): Uri[] {
	if (target === undefined || target === null) return [];
	if (target instanceof Uri) return [target];
	if (Array.isArray(target)) return target.flatMap(readTargets);
	if (typeof target === "string") {
		throw new LoupeError("Unsupported", `Pictures at an address cannot be opened yet: ${target}`, {
			detail: l10n.t("pictures at an address cannot be opened yet"),
		});
	}
	return [];
}

function isPlainObject(value: unknown): value is TaskOptions {
	if (typeof value !== "object" || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
