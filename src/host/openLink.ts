import { env, l10n, Uri, window } from "vscode";
import { LoupeError } from "../shared/errors.ts";

const openable = /^(?:https?|mailto):/i;

/** Opens an address that an answer names, after the person saw the whole of it and agreed. */
export async function openLink(address: string): Promise<void> {
	const url = openable.test(address) ? URL.parse(address) : null;
	if (!url) throw new LoupeError("Unsupported", "Only http, https and mailto addresses are opened");
	const { href } = url;
	// Nobody reads more; that there is more must be seen.
	const shown = href.length > 1000 ? `${href.slice(0, 1000)}…` : href;
	const open = l10n.t("Open");
	const answer = await window.showWarningMessage(
		l10n.t("The answer names this address. Open it?"),
		// As it is parsed: characters that look like others are written in their ASCII form.
		{ modal: true, detail: shown },
		open,
	);
	if (answer === open) await env.openExternal(Uri.parse(href, true));
}
