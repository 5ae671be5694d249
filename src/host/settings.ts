import {
	type ConfigurationScope,
	ConfigurationTarget,
	type Disposable,
	env,
	workspace,
} from "vscode";
import {
	type RequestChoices,
	type Resolution,
	resolutions,
	type SentSize,
	sentSizes,
	type ThinkingLevel,
	thinkingLevels,
} from "../shared/choices.ts";
import type { EngineState, ViewerSettings } from "../shared/protocol.ts";
import type { UploadSetting } from "./sendWays.ts";

const section = "loupe";

/** The person's settings that shape a request; see "Settings" in the README. */
export interface RequestSettings {
	model: string;
	/** Absent: the model's own choice. */
	mediaResolution?: Resolution;
	/** Absent: the task's choice. */
	thinking?: ThinkingLevel;
	/** Absent: the task's choice. */
	sentSize?: SentSize;
	/** A BCP 47 tag, or a language in the person's own words. */
	language: string;
	systemInstruction: string;
	safetySettings: Record<string, string>;
	maxObjects: number;
}

export function readEngine(): EngineState["kind"] {
	return configuration().get<string>("engine") === "demo" ? "demo" : "gemini";
}

/** The endpoint to use instead of Google's, as typed; "" for Google's. */
export function readBaseUrl(): string {
	return (configuration().get<string>("baseUrl") ?? "").trim();
}

/** `scope` is the picture: its folder may have settings of its own. */
export function readRequestSettings(scope?: ConfigurationScope): RequestSettings {
	const settings = configuration(scope);
	const language = settings.get<string>("responseLanguage")?.trim();
	const mediaResolution = oneOf(resolutions, settings.get("mediaResolution"));
	const thinking = oneOf(thinkingLevels, settings.get("thinking"));
	const sentSize = oneOf(sentSizes, settings.get("sentSize"));
	return {
		model: settings.get<string>("model")?.trim() || "gemini-3.8-flash",
		...(mediaResolution && { mediaResolution }),
		...(thinking && { thinking }),
		...(sentSize && { sentSize }),
		language: !language || language === "auto" ? env.language : language,
		systemInstruction: settings.get<string>("systemInstruction")?.trim() ?? "",
		safetySettings: onlyStrings(settings.get<unknown>("safetySettings")),
		maxObjects: Math.min(Math.max(Math.round(Number(settings.get("maxObjects"))) || 25, 1), 1000),
	};
}

/** The settings as one question has them. */
export function withChoices(settings: RequestSettings, choices: RequestChoices): RequestSettings {
	const { mediaResolution, thinking, sentSize, ...others } = settings;
	const resolution = chosen(choices.mediaResolution, mediaResolution);
	const level = chosen(choices.thinking, thinking);
	const size = chosen(choices.sentSize, sentSize);
	return {
		...others,
		...(choices.model && { model: choices.model }),
		...(resolution && { mediaResolution: resolution }),
		...(level && { thinking: level }),
		...(size && { sentSize: size }),
	};
}

function chosen<Value>(choice: Value | "auto" | undefined, set: Value | undefined) {
	return choice === "auto" ? undefined : (choice ?? set);
}

/** How pictures go out, see "Settings" in the README. */
export function readUploadSetting(scope?: ConfigurationScope): UploadSetting {
	const value = configuration(scope).get<string>("upload");
	return value === "inline" || value === "files" ? value : "auto";
}

export function readViewerSettings(scope?: ConfigurationScope): ViewerSettings {
	const settings = configuration(scope);
	const backgrounds = ["theme", "checkerboard", "black", "white"] as const;
	const background = settings.get<string>("viewer.background");
	return {
		wheel: settings.get<string>("viewer.wheel") === "scroll" ? "scroll" : "zoom",
		background: backgrounds.find((name) => name === background) ?? "theme",
	};
}

/** US dollars a month that Gemini may cost before the person is asked; undefined: no limit. */
export function readSpendingLimit(): number | undefined {
	const limit = Number(configuration().get("spendingLimit"));
	return limit > 0 ? limit : undefined;
}

/** The model that this workspace has of its own, which holds here whatever the person's is. */
export function readWorkspaceModel(): string | undefined {
	return configuration().inspect<string>("model")?.workspaceValue?.trim() || undefined;
}

/** Writes a setting: for the person in every workspace, or for whoever opens this one. */
export async function writeSetting(
	key: "engine" | "model",
	value: string,
	scope: "person" | "workspace" = "person",
): Promise<void> {
	const { Global, Workspace } = ConfigurationTarget;
	await configuration().update(key, value, scope === "person" ? Global : Workspace);
}

export function onDidChangeSettings(listener: () => void): Disposable {
	return workspace.onDidChangeConfiguration((change) => {
		if (change.affectsConfiguration(section)) listener();
	});
}

function configuration(scope?: ConfigurationScope) {
	return workspace.getConfiguration(section, scope ?? null);
}

/** Numbers may be written as text, too. */
function oneOf<Value>(known: readonly Value[], value: unknown): Value | undefined {
	return known.find((one) => String(one) === String(value));
}

function onlyStrings(value: unknown): Record<string, string> {
	if (typeof value !== "object" || value === null) return {};
	return Object.fromEntries(
		Object.entries(value).filter(
			(entry): entry is [string, string] => typeof entry[1] === "string",
		),
	);
}
