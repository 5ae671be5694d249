/** How long a model thinks before it answers; not every model knows every level. */
export type ThinkingLevel = "minimal" | "low" | "medium" | "high";

export const thinkingLevels: readonly ThinkingLevel[] = ["minimal", "low", "medium", "high"];

/** How closely a model looks at a picture: the more tokens, the more detail. */
export type Resolution = "low" | "medium" | "high" | "ultra_high";

export const resolutions: readonly Resolution[] = ["low", "medium", "high", "ultra_high"];

/** The longest side a picture goes out with, in pixels; "original": all it has. */
export type SentSize = "original" | 768 | 1024 | 1536 | 3072;

export const sentSizes: readonly SentSize[] = ["original", 768, 1024, 1536, 3072];

/** What one question chooses for itself; what is absent is as the settings say. */
export interface RequestChoices {
	model?: string;
	/** "auto": the task's own, whatever the settings say. So for the others. */
	thinking?: ThinkingLevel | "auto";
	mediaResolution?: Resolution | "auto";
	sentSize?: SentSize | "auto";
}

/** The longest side in pixels; `usual` where nobody chose. */
export function sideOf(size: SentSize | undefined, usual: number): number {
	return size === "original" ? Number.POSITIVE_INFINITY : (size ?? usual);
}
