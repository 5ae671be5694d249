import { type Disposable, env, type LogOutputChannel, l10n, window } from "vscode";
import { replacementFor } from "../gemini/models.ts";
import { type ErrorKind, kindOf, LoupeError } from "../shared/errors.ts";
import type { ErrorAction, RunError } from "../shared/protocol.ts";
import { textInMessage } from "./history/oneLine.ts";
import { offlineWords } from "./offlineWords.ts";
import { PdfError } from "./pdf/pdfError.ts";

/** Says each failure once, where the person looks, and keeps the whole of it in the log. */
export class Report implements Disposable {
	readonly #log: LogOutputChannel = window.createOutputChannel("Loupe", { log: true });

	show(): void {
		this.#log.show();
	}

	info(line: string): void {
		this.#log.info(line);
	}

	warn(line: string, error?: unknown): void {
		this.#log.warn(line, ...(error === undefined ? [] : [error]));
	}

	/** Logs a failure and returns it as a person reads it. */
	failure(what: string, error: unknown): RunError {
		if (kindOf(error) === "Cancelled") this.#log.info(`${what}: cancelled`);
		else this.#log.error(what, error instanceof Error ? error : String(error));
		return explain(error);
	}

	/** For failures with no place of their own in a page. */
	async notify(
		what: string,
		error: unknown,
		act: (id: Exclude<ErrorAction["id"], "switchModel">) => unknown,
	): Promise<void> {
		const { kind, message, actions } = this.failure(what, error);
		if (kind === "Cancelled") return;
		const picked = await window.showErrorMessage(
			textInMessage(message),
			...actions.map(({ title }) => title),
		);
		const id = actions.find(({ title }) => title === picked)?.id;
		// Where nothing can be asked again there is nothing to switch.
		if (id) await act(id === "switchModel" ? "selectModel" : id);
	}

	dispose(): void {
		this.#log.dispose();
	}
}

/** A failure as one sentence and the actions that fix it. */
export function explain(error: unknown): RunError {
	const kind = kindOf(error);
	if (kind) return { kind, ...words(kind, error) };
	// A fault of Loupe's own; no kind is meant for it, this one is nearest.
	return {
		kind: "BadReply",
		message: l10n.t(
			"Something went wrong in Loupe: {0}",
			error instanceof Error ? error.message : String(error),
		),
		actions: [{ id: "showLog", title: l10n.t("Show Log") }],
	};
}

function words(kind: ErrorKind, error: unknown): { message: string; actions: ErrorAction[] } {
	const detail = error instanceof LoupeError ? error.detail : undefined;
	const reason = error instanceof Error ? error.message : String(error);
	const retry: ErrorAction = { id: "retry", title: l10n.t("Try Again") };
	const log: ErrorAction = { id: "showLog", title: l10n.t("Show Log") };
	const settings: ErrorAction = { id: "openSettings", title: l10n.t("Open Settings") };
	const model: ErrorAction = { id: "selectModel", title: l10n.t("Choose Another Model") };
	const isPdf = error instanceof PdfError;
	switch (kind) {
		case "NoKey":
			return {
				message: l10n.t("Loupe needs a Gemini API key, or the demo engine that needs none."),
				actions: [
					{ id: "enterKey", title: l10n.t("Enter API Key") },
					{ id: "getKey", title: l10n.t("Get a Key") },
					{ id: "useDemo", title: l10n.t("Use Demo Engine") },
				],
			};
		case "BadKey":
			return {
				message: l10n.t("Gemini does not accept this API key."),
				actions: [{ id: "enterKey", title: l10n.t("Enter Another Key") }],
			};
		case "Quota":
			return { message: quota(error), actions: [model] };
		case "RateLimit":
			return { message: rateLimit(error), actions: [retry] };
		case "Blocked":
			return {
				message: isPdf
					? l10n.t("The model refused to answer about this PDF ({0}).", detail ?? reason)
					: l10n.t("The model refused to answer about this picture ({0}).", detail ?? reason),
				actions: [log],
			};
		case "ModelGone":
			return {
				message: detail
					? l10n.t("The model {0} cannot be used with this key.", detail)
					: l10n.t("This model cannot be used with this key."),
				actions: detail ? [switchFrom(detail), model] : [model],
			};
		case "TooLarge":
			return {
				message: isPdf
					? l10n.t("This PDF is too large ({0}).", detail ?? reason)
					: l10n.t("This picture is too large ({0}).", detail ?? reason),
				actions: [settings],
			};
		case "BadImage":
			return {
				message: isPdf
					? l10n.t("This PDF cannot be read: {0}", detail ?? reason)
					: l10n.t("This picture cannot be read: {0}", detail ?? reason),
				actions: [retry],
			};
		case "Unsupported":
			return { message: l10n.t("Not supported: {0}", detail ?? reason), actions: [settings] };
		case "Offline":
			return offline(error, detail, retry);
		case "Server":
			return {
				message: l10n.t("The server failed to answer. This usually passes."),
				actions: [retry],
			};
		case "BadReply":
			return {
				message: detail
					? l10n.t("The reply could not be understood ({0}).", detail)
					: l10n.t("The reply could not be understood. The log has the whole of it."),
				actions: [retry, log],
			};
		case "Cancelled":
			// The person's own doing; what arrived stays, and has its own way to be asked again.
			return { message: l10n.t("Stopped."), actions: [] };
	}
}

/** What was asked is asked again, of a model that is likely there. */
function switchFrom(model: string): ErrorAction {
	const replacement = replacementFor(model);
	return {
		id: "switchModel",
		title: l10n.t("Switch to {0}", replacement),
		model: replacement,
	};
}

function offline(
	error: unknown,
	detail: string | undefined,
	retry: ErrorAction,
): { message: string; actions: ErrorAction[] } {
	const { message, isProxyMatter } = offlineWords(error, detail);
	const proxy: ErrorAction = { id: "openProxySettings", title: l10n.t("Open Proxy Settings") };
	return { message, actions: isProxyMatter ? [retry, proxy] : [retry] };
}

/** Of a quota per day when it is renewed, by this machine's clock; Google says it in Pacific time. */
function quota(error: unknown): string {
	// No server said so: it is the limit that the person set, and Loupe's own words for it.
	if (error instanceof LoupeError && error.detail && !error.cause) return error.detail;
	const wait = error instanceof LoupeError ? error.retryAfter : undefined;
	if (wait === undefined) {
		return l10n.t("The quota of this API key is used up. Another model may have its own.");
	}
	const time = new Date(Date.now() + wait);
	return l10n.t(
		"Today's quota of this API key is used up for this model; it is renewed at midnight Pacific time, {0} here.",
		time.toLocaleTimeString(env.language, { hour: "numeric", minute: "2-digit" }),
	);
}

function rateLimit(error: unknown): string {
	const wait = error instanceof LoupeError ? error.retryAfter : undefined;
	return wait === undefined
		? l10n.t("Too many requests in a short time. Wait a little, then try again.")
		: l10n.t("Too many requests. Try again in {0} s.", Math.ceil(wait / 1000));
}
