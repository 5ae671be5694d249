import type { Run } from "../shared/protocol.ts";
import type { DetectedObject, InspectResult } from "../shared/result.ts";

/** A run that has ended, as a caller gets it. */
export function toResult(run: Run): InspectResult {
	const { task, text, complete, model, usage } = run;
	const objects = keptObjects(run);
	return {
		task,
		text,
		image: run.image ?? { width: 0, height: 0 },
		...(objects && { objects }),
		...(run.data !== undefined && { data: run.data }),
		complete,
		warnings: run.warnings,
		model: { asked: model.asked, answered: model.answered ?? model.asked },
		...(usage && { usage }),
	};
}

/** The objects of a run that the person did not leave out. */
export function keptObjects({ objects, removed = [] }: Run): DetectedObject[] | undefined {
	return objects?.filter((_, index) => !removed.includes(index));
}
