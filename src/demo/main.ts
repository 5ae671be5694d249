import { parseArgs } from "node:util";
import { startDemoEngine } from "./server.ts";

const { values } = parseArgs({ options: { port: { type: "string" } } });
const engine = await startDemoEngine({
	port: Number(values.port ?? 0),
	onRequest: ({ method, path, status, milliseconds, isAnswered }) => {
		const end = isAnswered ? "" : ", client left";
		console.log(`${method} ${path} ${status} ${milliseconds.toFixed(0)} ms${end}`);
	},
});
console.log(`Loupe's demo engine answers as the Gemini API at ${engine.url}`);
console.log("Any API key opens it. Ctrl+C ends it.");
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => engine.close());
