import { createHash } from "node:crypto";
import { FileSystemError, FileType, l10n, Uri, workspace } from "vscode";
import { formats } from "../image/format.ts";
import { checkAddress, type FetchReason, fetchPicture } from "./fetchPicture.ts";
import { isGone } from "./picture.ts";
import { fileName } from "./pictures/fileName.ts";
import type { Report } from "./report.ts";

export interface UrlFetchOptions {
	signal?: AbortSignal;
	onProgress?(received: number, of: number | undefined): void;
	/** Although there is a copy; it is replaced. */
	again?: boolean;
}

/** Pictures by address: fetched when a person asks, kept as files, opened from there. */
export class UrlPictures {
	readonly #folder: Uri;
	readonly #report: Pick<Report, "info"> | undefined;

	/** `folder` holds a folder per address; it need not exist. */
	constructor(folder: Uri, report?: Pick<Report, "info">) {
		this.#folder = folder;
		this.#report = report;
	}

	/** Where all copies are: pages load them from there. */
	get folder(): Uri {
		return this.#folder;
	}

	/** Throws `Unsupported`, worded for the person, for what is no address of a picture. */
	check(address: string): URL {
		return checkAddress(address, say);
	}

	/** The copy of an address; undefined when there is none. */
	async find(address: string): Promise<Uri | undefined> {
		const folder = this.#folderOf(this.check(address));
		const name = (await filesIn(folder)).find((file) => !file.endsWith(unfinished));
		return name === undefined ? undefined : Uri.joinPath(folder, name);
	}

	/** The copy of an address, fetched if there is none; throws as `fetchPicture`. */
	async fetch(address: string, options: UrlFetchOptions = {}): Promise<Uri> {
		const { again = false, ...rest } = options;
		const url = this.check(address);
		const kept = again ? undefined : await this.find(address);
		if (kept) return kept;
		// The path may name a person or hold a token: the log gets the host alone.
		this.#report?.info(`Fetching a picture from ${url.host}`);
		const { bytes, format } = await fetchPicture(url.href, { ...rest, say });
		this.#report?.info(`${bytes.length} bytes of ${formats[format].name} from ${url.host}`);
		return this.#keep(this.#folderOf(url), fileName(url, format), bytes);
	}

	/** Written beside its place and renamed into it: a copy is whole or absent. */
	async #keep(folder: Uri, name: string, bytes: Uint8Array): Promise<Uri> {
		const file = Uri.joinPath(folder, name);
		const part = Uri.joinPath(folder, `${name}${unfinished}`);
		await workspace.fs.createDirectory(folder);
		const before = await filesIn(folder);
		await workspace.fs.writeFile(part, bytes);
		await workspace.fs.rename(part, file, { overwrite: true });
		for (const other of before.filter((known) => known !== name)) {
			await removeIfThere(Uri.joinPath(folder, other));
		}
		return file;
	}

	#folderOf({ href, hash }: URL): Uri {
		// What follows # stays in the browser: it names no other picture.
		const address = href.slice(0, href.length - hash.length);
		const key = createHash("sha256").update(address).digest("hex").slice(0, 32);
		return Uri.joinPath(this.#folder, key);
	}
}

const unfinished = ".part";

async function filesIn(folder: Uri): Promise<string[]> {
	try {
		const entries = await workspace.fs.readDirectory(folder);
		return entries.filter(([, type]) => type === FileType.File).map(([name]) => name);
	} catch (error) {
		if (isGone(error)) return [];
		throw error;
	}
}

async function removeIfThere(file: Uri): Promise<void> {
	try {
		await workspace.fs.delete(file);
	} catch (error) {
		// Another window was faster.
		if (!(error instanceof FileSystemError) || !isGone(error)) throw error;
	}
}

/** Why no picture came, as a sentence's end. */
function say(reason: FetchReason): string {
	switch (reason.kind) {
		case "notHttp":
			return l10n.t("only http and https addresses can be opened");
		case "credentials":
			return l10n.t("the address holds a user name or a password");
		case "redirects":
			return l10n.t("the address was redirected too often");
		case "downgrade":
			return l10n.t("the address leads from https to http, where anybody can read along");
		case "webPage":
			return l10n.t("there is a web page at this address, not a picture");
		case "notPicture":
			return l10n.t("what is at this address is not a picture in a format that Loupe knows");
		case "empty":
			return l10n.t("the server sent nothing");
		case "notFound":
			return l10n.t("there is nothing at this address");
		case "forbidden":
			return l10n.t("the server does not let everybody see it (status {0})", reason.status);
		case "status":
			return l10n.t("the server answered with status {0}", reason.status);
		case "tooLarge":
			return l10n.t("more than {0} MB", reason.megabytes);
		case "tooSlow":
			return l10n.t("it took longer than {0} s", reason.seconds);
		case "brokeOff":
			return reason.host;
	}
}
