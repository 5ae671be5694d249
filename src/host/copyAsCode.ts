import { env, l10n, type QuickPickItem, type Uri, window, workspace } from "vscode";
import { asCode, type CodeFormat, codeFormats } from "../export/code.ts";
import { codeRequest, type PicturePath } from "../export/codeRequest.ts";
import { buildRequest } from "../gemini/request.ts";
import { formats, sniffFormat } from "../image/format.ts";
import type { Prepared } from "../image/prepare.ts";
import { LoupeError } from "../shared/errors.ts";
import { bareRequest } from "./askDraft.ts";
import type { SentPicture } from "./draftAsk.ts";
import type { Engine } from "./engine.ts";
import type { Inspector, LastRequest } from "./inspect.ts";
import { readPicture } from "./picture.ts";
import { subjectOf } from "./subject.ts";
import type { TaskOptions } from "./target.ts";

interface Parts {
	engine: Engine;
	inspector: Inspector;
}

/** Asks which language, and puts the last request on the clipboard in it. */
export async function copyAsCode(uris: Uri[], parts: Parts): Promise<void> {
	const last = lastRequest(uris, parts.inspector);
	const items: Array<QuickPickItem & { format: CodeFormat }> = [
		{ format: "curl", label: "curl" },
		{ format: "python", label: "Python" },
		{ format: "javascript", label: "JavaScript" },
		{ format: "go", label: "Go" },
	];
	const picked = await window.showQuickPick(items, {
		title: l10n.t("Copy the Last Request as Code"),
		placeHolder: l10n.t("The key is read from GEMINI_API_KEY, never written"),
	});
	if (!picked) return;
	await env.clipboard.writeText(await toCode(last, picked.format, parts.engine));
	void window.showInformationMessage(
		l10n.t("The request is on the clipboard as {0}.", picked.label),
	);
}

/** Called with options: resolves with the code. */
export async function lastRequestAsCode(
	uris: Uri[],
	{ format }: TaskOptions,
	parts: Parts,
): Promise<string> {
	const known = codeFormats.find((name) => name === format);
	if (!known) throw new LoupeError("Unsupported", `No code format ${format}`);
	return toCode(lastRequest(uris, parts.inspector), known, parts.engine);
}

function lastRequest(uris: Uri[], inspector: Inspector): LastRequest {
	const last = inspector.lastRequest(uris.length > 0 ? subjectOf(uris) : undefined);
	if (last) return last;
	throw new LoupeError("Unsupported", "Nothing was asked yet", {
		detail: l10n.t("nothing was asked in this window yet"),
	});
}

async function toCode(last: LastRequest, format: CodeFormat, engine: Engine): Promise<string> {
	const { baseUrl } = await engine.endpoint();
	const paths = await Promise.all(last.sent.map(picturePath));
	// The code names files: a request may hold many megabytes, and an upload is gone in two days.
	return asCode(codeRequest(buildRequest(bareRequest(last.draft)), paths, baseUrl), format);
}

async function picturePath({ uri, prepared, medium }: SentPicture): Promise<PicturePath> {
	if (medium) {
		const note = `Loupe sent ${medium.pages} of its pages as a PDF of their own, ${prepared.bytes.length} bytes`;
		return {
			path: workspace.asRelativePath(uri, false),
			mimeType: prepared.mimeType,
			...(!prepared.asItWas && { note }),
		};
	}
	const fileFormat = sniffFormat(await readPicture(uri));
	const isSendable = fileFormat !== undefined && formats[fileFormat].sendable;
	const { sent, upright } = prepared;
	const isPart = sent.width !== upright.width || sent.height !== upright.height;
	return {
		path: workspace.asRelativePath(uri, false),
		...(isPart && { part: sent }),
		...(isSendable && { mimeType: formats[fileFormat].mimeType }),
		...(!prepared.asItWas && { note: describe(prepared, isSendable) }),
	};
}

/** What differs from the file; in English, as code is. */
function describe(prepared: Prepared, isSendable: boolean): string {
	const { size, bytes, mimeType } = prepared;
	const convert = isSendable
		? ""
		: "; the API does not take the file's own format: convert it first";
	return `Loupe sent it upright: ${size.width} × ${size.height} pixels, ${bytes.length} bytes, ${mimeType}${convert}`;
}
