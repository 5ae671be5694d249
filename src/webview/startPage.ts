import { connect, type Port, type Remote } from "../shared/rpc.ts";
import { vscodeApi } from "./vscodeApi.ts";

/** What VS Code keeps of a page from one of its lives to the next. */
export interface PageMemory {
	read(): unknown;
	keep(state: unknown): void;
}

/**
 * Joins a page to the host; `open` asks it for all there is to show and shows that in `root`. What
 * the host tells before is part of its answer. Where `open` fails, the reason stands in the page.
 */
export async function startPage<HostApi extends object>(
	pageApi: object,
	open: (root: HTMLElement, host: Remote<HostApi>, memory: PageMemory) => Promise<void>,
): Promise<void> {
	const root = document.querySelector<HTMLElement>("#app");
	if (!root) return;
	const vscode = vscodeApi();
	const port: Port = {
		post: (message) => vscode.postMessage(message),
		onMessage: (listener) => window.addEventListener("message", ({ data }) => listener(data)),
	};
	const { remote: host } = connect<HostApi>(port, pageApi);
	try {
		await open(root, host, {
			read: () => vscode.getState(),
			keep: (state) => vscode.setState(state),
		});
	} catch (error) {
		const message = document.createElement("p");
		message.className = "failed-page";
		message.setAttribute("role", "alert");
		message.textContent = error instanceof Error ? error.message : String(error);
		root.replaceChildren(message);
	}
}
