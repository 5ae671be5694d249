import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The folder of pictures to try Loupe on. */
export const samples = join(root, "samples");

/** What tests and packaging leave behind; git ignores it. */
export const out = join(root, "out");
