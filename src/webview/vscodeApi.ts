/** The webview's end of VS Code's API ("Webview API", `acquireVsCodeApi`). */
export interface VsCodeApi {
	postMessage(message: unknown): void;
	getState(): unknown;
	setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

declare global {
	interface Window {
		loupeVsCode?: VsCodeApi;
	}
}

/** VS Code gives it to a page once, which may have two scripts. */
export function vscodeApi(): VsCodeApi {
	window.loupeVsCode ??= acquireVsCodeApi();
	return window.loupeVsCode;
}
