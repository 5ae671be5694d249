// `npm test`
import { runPinned } from "./setUp.mjs";

await runPinned("test.ts");
