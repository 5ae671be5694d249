// `npm start`
import { runPinned } from "./setUp.mjs";

await runPinned("start.ts");
