// `npm run package`
import { relative } from "node:path";
import { megabytes, packageVsix } from "./packageVsix.ts";
import { root } from "./paths.ts";

const { file, bytes } = await packageVsix();
console.log(`${relative(root, file)}: ${megabytes(bytes)}`);
