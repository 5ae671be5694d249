import type { Run } from "../shared/protocol.ts";
import type { PlannedAsk } from "./sendDraft.ts";

/** The request's shape, for the log; of one that was not made yet what is known. */
export function shapeOf({ task, engine, model, pictures }: Run, asked?: PlannedAsk): string {
	const to = engine === "demo" ? `${model.asked} (demo engine)` : model.asked;
	if (!asked) return `${task}: ${pictures?.length ?? 1} picture(s), not prepared, to ${to}`;
	const { sent, draft } = asked;
	const sizes = sent.map(
		({ prepared: { size, bytes, mimeType } }) =>
			`${size.width}×${size.height} px, ${bytes.length} bytes, ${mimeType}`,
	);
	const turns = draft.turns.length > 0 ? `, after ${draft.turns.length} turns` : "";
	return `${task}: ${sizes.slice(0, 20).join("; ")}${sizes.length > 20 ? "; …" : ""}${turns}, to ${to}`;
}
