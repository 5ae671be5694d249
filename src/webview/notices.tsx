import closeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "./icon.tsx";

interface NoticesProps {
	/** A call to the host that failed, in the host's words. */
	problem: string | undefined;
	isDemo: boolean;
	/** What the demo engine does on this page; absent: it looks at pictures. */
	demoWords?: string;
	dismiss(): void;
	useGemini(): void;
}

/** What stands above all else in a page's panel: what failed, and that the demo engine answers. */
export function Notices({ problem, isDemo, demoWords, dismiss, useGemini }: NoticesProps) {
	return (
		<>
			{problem !== undefined && (
				<div class="problem" role="alert">
					<span class="problem-text">{problem}</span>
					<button type="button" class="tool" aria-label={l10n.t("Dismiss")} onClick={dismiss}>
						<Icon svg={closeIcon} />
					</button>
				</div>
			)}
			{isDemo && (
				<div class="demo-notice">
					<span>{demoWords ?? l10n.t("Demo engine: colours and shapes only, not Gemini")}</span>
					<button type="button" class="link" onClick={useGemini}>
						{l10n.t("Use Gemini")}
					</button>
				</div>
			)}
		</>
	);
}
