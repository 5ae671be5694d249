import type { EditorState, HostApi } from "../../src/shared/protocol.ts";

/** A host that remembers what the page asked of it. */
export class FakeHost implements HostApi {
	readonly calls: unknown[][] = [];
	state: EditorState;

	constructor(state: EditorState) {
		this.state = state;
	}

	async ready(): Promise<EditorState> {
		return this.state;
	}
	async run(...args: Parameters<HostApi["run"]>): Promise<void> {
		this.calls.push(["run", ...args]);
	}
	async stop(...args: Parameters<HostApi["stop"]>): Promise<void> {
		this.calls.push(["stop", ...args]);
	}
	async removeRun(...args: Parameters<HostApi["removeRun"]>): Promise<void> {
		this.calls.push(["removeRun", ...args]);
	}
	async removeObject(...args: Parameters<HostApi["removeObject"]>): Promise<void> {
		this.calls.push(["removeObject", ...args]);
	}
	async restoreObject(...args: Parameters<HostApi["restoreObject"]>): Promise<void> {
		this.calls.push(["restoreObject", ...args]);
	}
	async cutOut(...args: Parameters<HostApi["cutOut"]>): Promise<void> {
		this.calls.push(["cutOut", ...args]);
	}
	async exportRuns(...args: Parameters<HostApi["exportRuns"]>): Promise<void> {
		this.calls.push(["exportRuns", ...args]);
	}
	async act(...args: Parameters<HostApi["act"]>): Promise<void> {
		this.calls.push(["act", ...args]);
	}
	async selectModel(): Promise<void> {
		this.calls.push(["selectModel"]);
	}
	async copyText(...args: Parameters<HostApi["copyText"]>): Promise<void> {
		this.calls.push(["copyText", ...args]);
	}
}
