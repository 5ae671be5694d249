import { l10n } from "vscode";
import type { ReplyWarning } from "../gemini/reply.ts";
import type { Quality } from "../image/quality.ts";
import type { InvalidField } from "../shared/protocol.ts";

/** Why a reply is not whole; no reason: the connection ended before it did. */
export function cut(finishReason: string | undefined): string {
	switch (finishReason) {
		case undefined:
			return l10n.t("The reply broke off; what had arrived whole is kept.");
		case "MAX_TOKENS":
			return l10n.t(
				"The reply was cut at the model's token limit; what had arrived whole is kept.",
			);
		default:
			return l10n.t("The model stopped early ({0}); what had arrived whole is kept.", finishReason);
	}
}

/** A cut reply was followed by a shorter one. */
export function askedAgain(maxObjects: number): string {
	return l10n.t("The first reply was too long; asked again for at most {0} objects.", maxObjects);
}

/** Google routes retired models to others without an error; a version suffix is the same model. */
export function otherModel(asked: string, answered: string): string[] {
	const same = answered === asked || answered.startsWith(`${asked}-`);
	return same ? [] : [l10n.t("{0} was asked, {1} answered.", asked, answered)];
}

/** What the reader lost on its way. */
export function reading({ kind, count }: ReplyWarning): string {
	switch (kind) {
		case "emptyBox":
			return l10n.t("Left out, a box without area: {0}", count);
		case "noPlace":
			return l10n.t("Left out, no usable place: {0}", count);
		case "duplicate":
			return l10n.t("Left out, said twice: {0}", count);
		case "noMask":
			return l10n.t("Without a mask, it could not be read: {0}", count);
		case "overLimit":
			return l10n.t("Left out, more than were asked for: {0}", count);
		case "clamped":
			return l10n.t("Reached outside the picture, cut to it: {0}", count);
		case "cut":
			return l10n.t("Left out, begun when the reply ended: {0}", count);
		case "unreadable":
			return l10n.t("Left out, unreadable: {0}", count);
		case "runaway":
			return l10n.t("The model repeated itself and was stopped; what had arrived whole is kept.");
	}
}

/** Extracted data that does not keep to its schema is shown as it came. */
export function invalidFields(fields: readonly InvalidField[]): string[] {
	return fields.length === 0
		? []
		: [l10n.t("Not as the schema asks, and left as it came: {0}", fields.length)];
}

/** Of a picture that was looked at while it was prepared; `name` where there are several. */
export function quality(found: Quality, name?: string): string {
	switch (found) {
		case "blurred":
			return name === undefined
				? l10n.t("This looks blurred; answers about it may be poor.")
				: l10n.t("{0} looks blurred; answers about it may be poor.", name);
		case "empty":
			return name === undefined
				? l10n.t("This is nearly empty; there may be nothing to find.")
				: l10n.t("{0} is nearly empty; there may be nothing to find.", name);
	}
}
