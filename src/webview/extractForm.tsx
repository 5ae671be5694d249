import "./formFields.css";

import savedIcon from "@vscode/codicons/src/icons/bookmark.svg";
import removeIcon from "@vscode/codicons/src/icons/close.svg";
import fileIcon from "@vscode/codicons/src/icons/folder-opened.svg";
import recentIcon from "@vscode/codicons/src/icons/history.svg";
import schemaIcon from "@vscode/codicons/src/icons/json.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { JsonSchema, Saved, SavedSchema } from "../shared/protocol.ts";
import { schemaFromNames } from "../shared/schemaFromNames.ts";
import type { Actions } from "./actions.ts";
import { closeForm, Form, focusForm, openForm } from "./form.tsx";
import { FormFoot, OwnPresets, Suggestions } from "./formParts.tsx";
import { Icon } from "./icon.tsx";
import { promptHint } from "./presets.ts";
import { SchemaFields } from "./schemaFieldList.tsx";
import { schemaFields } from "./schemaFields.ts";
import { oneLine, taskTitle } from "./text.ts";
import { placeholderValues, useWords } from "./words.ts";
import { WordsBox } from "./wordsBox.tsx";

interface ExtractFormProps {
	saved: Saved;
	/** The one used last. */
	recent: JsonSchema | undefined;
	actions: Actions;
}

/** Which fields to extract: by their names, by a schema from a file, or by one that was kept. */
export const ExtractForm = memo(({ saved, recent, actions }: ExtractFormProps) => {
	const [names, setNames] = useState("");
	const [chosen, setChosen] = useState<SavedSchema>();
	const [refused, setRefused] = useState(false);
	const words = useWords();
	const named = useMemo(() => schemaFromNames(names), [names]);
	const schema = chosen?.schema ?? named;

	const submit = (): void => {
		setRefused(!schema);
		if (!schema || words.selectOpen()) return;
		const prompt = words.text.trim();
		closeForm("extract");
		setNames("");
		setChosen(undefined);
		words.set("");
		actions.run({ task: "extract", schema, ...(prompt && { prompt }) });
	};
	const choose = (next: SavedSchema | undefined): void => {
		setChosen(next);
		setRefused(false);
		focusForm("extract");
	};
	// What had the focus may have gone with the other way to name fields; a closed form takes none.
	useLayoutEffect(() => focusForm("extract"), [chosen]);
	const pick = async (): Promise<void> => {
		const picked = await actions.pickSchema();
		// A dialog was in between: the form may have closed.
		openForm("extract");
		if (picked) choose(picked);
	};

	return (
		<Form task="extract" submit={submit}>
			{chosen ? (
				<div class="box chosen-schema">
					<Icon svg={schemaIcon} />
					<span class="words" dir="auto">
						{oneLine(chosen.name, 120)}
					</span>
					<button
						type="button"
						class="tool small"
						aria-label={l10n.t("Type Field Names Instead")}
						title={l10n.t("Type Field Names Instead")}
						onClick={() => choose(undefined)}
					>
						<Icon svg={removeIcon} />
					</button>
				</div>
			) : (
				<WordsBox
					name={l10n.t("Fields to extract")}
					hint={l10n.t("Fields: name, date, total: number, items[]")}
					words={names}
					onInput={(text) => {
						setNames(text);
						setRefused(false);
					}}
				/>
			)}
			{schema && <SchemaFields schema={schema} />}
			<WordsBox
				name={l10n.t("Words for: {0}", taskTitle("extract"))}
				hint={promptHint("extract")}
				words={words.text}
				box={words.box}
				onInput={words.set}
				onKeyDown={words.keyDown}
			/>
			<Suggestions
				name={l10n.t("Schemas")}
				entries={[
					{
						key: l10n.t("Schema from File…"),
						title: l10n.t("Schema from File…"),
						icon: fileIcon,
						take: () => void pick(),
					},
					...saved.schemas.map((own) => ({
						key: own.name,
						title: own.name,
						detail: fieldNames(own.schema),
						icon: savedIcon,
						take: () => choose(own),
					})),
				]}
			/>
			<OwnPresets
				task="extract"
				presets={saved.presets}
				take={({ prompt }) => words.fill(prompt, placeholderValues(actions.now()))}
			/>
			<Suggestions name={l10n.t("Recent")} entries={recent ? [recentEntry(recent, choose)] : []} />
			<FormFoot note={{ text: noteOf(names, schema), isUrgent: refused }}>
				<button
					type="button"
					class="button secondary"
					disabled={!schema}
					onClick={() => schema && actions.saveSchema(schema)}
				>
					{l10n.t("Save…")}
				</button>
				<button type="button" class="button" onClick={submit}>
					{taskTitle("extract")}
				</button>
			</FormFoot>
		</Form>
	);
});

function recentEntry(schema: JsonSchema, choose: (schema: SavedSchema) => void) {
	const name = fieldNames(schema) || l10n.t("The Last Schema");
	return { key: "recent", title: name, icon: recentIcon, take: () => choose({ name, schema }) };
}

function fieldNames(schema: JsonSchema): string {
	return schemaFields(schema, 20)
		.filter(({ depth }) => depth === 0)
		.map(({ name }) => name)
		.join(", ");
}

function noteOf(names: string, schema: JsonSchema | undefined): string {
	if (schema) return "";
	return names.trim() === ""
		? l10n.t("Name at least one field, or take a schema")
		: l10n.t("Field names with commas between them, with a type behind a colon");
}
