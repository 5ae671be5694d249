import {
	type ConfigurationScope,
	ConfigurationTarget,
	FileType,
	InputBoxValidationSeverity,
	l10n,
	type Uri,
	window,
	workspace,
} from "vscode";
import { LoupeError } from "../shared/errors.ts";
import type { JsonSchema, Saved, SavedSchema } from "../shared/protocol.ts";
import { checkSchema } from "./readData.ts";
import { labelSetsIn, presetsIn, schemasIn } from "./savedIn.ts";

const section = "loupe";
/** More than anyone writes: the file is not what was meant. */
const mostBytes = 1_000_000;
const longestName = 60;

/** What the person keeps for tasks; `scope` is the picture, whose folder may have its own. */
export function readSaved(scope?: ConfigurationScope): Saved {
	const settings = workspace.getConfiguration(section, scope ?? null);
	return {
		presets: presetsIn(settings.get<unknown>("presets")),
		labelSets: labelSetsIn(settings.get<unknown>("labelSets")),
		schemas: schemasIn(settings.get<unknown>("schemas")),
	};
}

/** Asks for a name and keeps the labels under it, for the person, in every workspace. */
export async function saveLabels(labels: string[]): Promise<void> {
	await saveNamed("labelSets", l10n.t("Save Labels"), labels);
}

/** Asks for a name and keeps the schema under it, for the person, in every workspace. */
export async function saveSchema(schema: JsonSchema): Promise<void> {
	await saveNamed("schemas", l10n.t("Save Schema"), schema);
}

/** Asks for a file; throws `Unsupported` for one that holds no JSON Schema of at most 1 MB. */
export async function pickSchema(): Promise<SavedSchema | undefined> {
	const picked = await window.showOpenDialog({
		title: l10n.t("Choose a JSON Schema"),
		openLabel: l10n.t("Use"),
		filters: { "JSON Schema": ["json"] },
	});
	const uri = picked?.[0];
	if (!uri) return undefined;
	const schema = await checkSchema(parse(await readText(uri)));
	return { name: schemaName(uri), schema };
}

async function saveNamed(
	key: "labelSets" | "schemas",
	title: string,
	value: unknown,
): Promise<void> {
	const settings = workspace.getConfiguration(section);
	const kept = settings.inspect<Record<string, unknown>>(key)?.globalValue ?? {};
	const name = await window.showInputBox({
		title,
		prompt: l10n.t("A name to find it by"),
		ignoreFocusOut: true,
		validateInput: (typed) => {
			const trimmed = typed.trim();
			if (trimmed === "") return l10n.t("It needs a name.");
			if (trimmed.length > longestName) return l10n.t("At most {0} letters.", longestName);
			if (!Object.hasOwn(kept, trimmed)) return undefined;
			const message = l10n.t("{0} is there already and will be replaced.", trimmed);
			return { message, severity: InputBoxValidationSeverity.Warning };
		},
	});
	if (name === undefined) return;
	const next = Object.fromEntries([...Object.entries(kept), [name.trim(), value]]);
	await settings.update(key, next, ConfigurationTarget.Global);
}

async function readText(uri: Uri): Promise<string> {
	const { size, type } = await workspace.fs.stat(uri);
	if (size > mostBytes || (type & FileType.File) === 0) {
		const detail = l10n.t("a schema is a file of at most 1 MB");
		throw new LoupeError("Unsupported", `A schema of ${size} bytes`, { detail });
	}
	// A byte order mark goes with it.
	return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		const detail = l10n.t("this file is no JSON: {0}", reason);
		throw new LoupeError("Unsupported", `No JSON: ${reason}`, { detail, cause: error });
	}
}

/** "invoice" of invoice.schema.json. */
function schemaName({ path }: Uri): string {
	const file = path.slice(path.lastIndexOf("/") + 1);
	return file.replace(/(\.schema)?\.json$/i, "") || file;
}
