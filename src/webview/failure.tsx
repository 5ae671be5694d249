import type { RunError } from "../shared/protocol.ts";
import type { TalkActions } from "./talkActions.ts";
import { oneLine } from "./text.ts";

/** What went wrong in one sentence, and the buttons that fix it. */
export function Failure(props: { runId: string; error: RunError; actions: TalkActions }) {
	const { runId, error, actions } = props;
	return (
		<div class="failure" role="alert">
			<p dir="auto">{oneLine(error.message, 1000)}</p>
			{error.actions.length > 0 && (
				<div class="buttons">
					{error.actions.map(({ id, title }, index) => (
						<button
							type="button"
							key={id}
							class={index === 0 ? "button" : "button secondary"}
							onClick={() => actions.act(id, runId)}
						>
							{title}
						</button>
					))}
				</div>
			)}
		</div>
	);
}
