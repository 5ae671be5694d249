/** This process's environment without the person's keys: tests talk to no one, and alike everywhere. */
export function testEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const { GEMINI_API_KEY: _gemini, GOOGLE_API_KEY: _google, ...env } = process.env;
	return { ...env, ...more };
}
