import { env, l10n, ThemeIcon, type Uri, window } from "vscode";
import { Disposables } from "../disposables.ts";
import { formatBytes } from "../history/formatBytes.ts";
import { explain, type Report } from "../report.ts";
import type { UrlPictures } from "../urlPictures.ts";

interface Parts {
	urlPictures: UrlPictures;
	report: Report;
}

/** Asks for an address and opens its picture with `open`; `proposed` stands in the box at first. */
export async function inspectUrl(
	parts: Parts,
	open: (uri: Uri) => Promise<void>,
	proposed?: unknown,
): Promise<void> {
	const uri = await askAddress(parts, typeof proposed === "string" ? proposed : "");
	if (uri) await open(uri);
}

/**
 * Asks for an http(s) address and fetches its picture, with the bytes that arrive and what fails
 * said in the box, which stays open. Nothing is fetched before Enter; what is kept of an address is
 * fetched again by a button only. Undefined when the person left.
 */
export async function askAddress(
	{ urlPictures, report }: Parts,
	proposed = "",
): Promise<Uri | undefined> {
	const leaving = new AbortController();
	const owned = new Disposables();
	const box = owned.add(window.createInputBox());
	box.title = l10n.t("Open Picture from Address");
	box.placeholder = "https://…";
	box.ignoreFocusOut = true;
	box.value = proposed;
	const fetchAgain = { iconPath: new ThemeIcon("refresh"), tooltip: l10n.t("Fetch Again") };
	const cancel = { iconPath: new ThemeIcon("debug-stop"), tooltip: l10n.t("Cancel") };
	let fetching: AbortController | undefined;
	/** Counts what was typed; an answer about something else is dropped. */
	let typed = 0;

	const look = async (): Promise<void> => {
		const turn = ++typed;
		box.validationMessage = undefined;
		box.buttons = [];
		box.prompt = asking();
		const address = box.value.trim();
		if (address === "" || !URL.canParse(address)) return;
		try {
			const kept = await urlPictures.find(address);
			if (!kept || turn !== typed || fetching) return;
			box.prompt = l10n.t("A copy is kept: Enter opens it, the button above fetches it again.");
			box.buttons = [fetchAgain];
		} catch (error) {
			if (turn === typed) box.validationMessage = explain(error).message;
		}
	};

	const found = await new Promise<Uri | undefined>((resolve) => {
		const start = async (again: boolean): Promise<void> => {
			if (fetching) return;
			const stop = new AbortController();
			fetching = stop;
			box.validationMessage = undefined;
			box.buttons = [cancel];
			box.busy = true;
			box.prompt = l10n.t("Fetching… Escape cancels.");
			try {
				const signal = AbortSignal.any([stop.signal, leaving.signal]);
				const onProgress = (received: number, of: number | undefined) => {
					box.prompt = progress(received, of);
				};
				resolve(await urlPictures.fetch(box.value, { signal, onProgress, again }));
			} catch (error) {
				if (leaving.signal.aborted) return;
				fetching = undefined;
				box.busy = false;
				const { kind, message } = report.failure("No picture from this address", error);
				void look();
				if (kind !== "Cancelled") box.validationMessage = message;
			}
		};
		owned.add(
			box.onDidChangeValue(() => {
				// Another address is meant now.
				fetching?.abort();
				void look();
			}),
		);
		owned.add(box.onDidAccept(() => start(false)));
		owned.add(
			box.onDidTriggerButton((button) => {
				if (button === fetchAgain) void start(true);
				else fetching?.abort();
			}),
		);
		owned.add(box.onDidHide(() => resolve(undefined)));
		void look();
		box.show();
	});
	leaving.abort();
	owned.dispose();
	return found;
}

function asking(): string {
	return l10n.t("The address of a picture. It is fetched when you press Enter.");
}

function progress(received: number, of: number | undefined): string {
	const bytes = (count: number): string => formatBytes(count, env.language);
	return of === undefined
		? l10n.t("Fetching… {0} so far. Escape cancels.", bytes(received))
		: l10n.t("Fetching… {0} of {1}. Escape cancels.", bytes(received), bytes(of));
}
