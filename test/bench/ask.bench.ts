// What Loupe adds to a question: from Enter to the first byte at the server, and from the server's
// first byte to the first word on the page, beside a bare SDK call that prepares the same picture. And
// whether a long history keeps a picture from being shown. Ratios, because these machines are noisy.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GoogleGenAI } from "@google/genai/web";
import type { Locator } from "playwright-core";
import { contentHash, History } from "../../src/history/history.ts";
import { prepare, readingMaxSide } from "../../src/image/prepare.ts";
import type { Run } from "../../src/shared/protocol.ts";
import { root, samples } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { LoupePage } from "../ui/loupePage.ts";
import { Workbench } from "../ui/workbench.ts";

const rounds = 5;
const model = "gemini-3.8-flash";
/** 15 megapixels: it is decoded, shrunk and encoded on the way. */
const photo = "balloons.jpg";
/** One for each round: what was prepared once is not prepared again. */
const copies = Array.from({ length: 2 * (rounds + 1) }, (_, index) => `copy-${index}.jpg`);
/** Milliseconds from letter to letter of a person who types fast. */
const typing = 80;

/** When something happened, in milliseconds since 1970 with their fractions. */
const now = () => performance.timeOrigin + performance.now();

interface Times {
	/** From the question to the first byte at the server. */
	out: number;
	/** From the server's first byte to the first word. */
	back: number;
}

const server = createServer((request, response) => {
	const reached = now();
	request.resume().on("end", () => {
		response.setHeader("content-type", "text/event-stream");
		answers.shift()?.(response, reached);
	});
});
const answers: Array<(response: ServerResponse, reached: number) => void> = [];
server.listen(0, "127.0.0.1");
await once(server, "listening");
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const dataDir = await mkdtemp(join(tmpdir(), "loupe-bench-data-"));
const folder = await mkdtemp(join(tmpdir(), "loupe-bench-pictures-"));
const quiet = join(folder, "quiet.png");
const remembered = join(folder, "remembered.png");
try {
	await copyFile(join(samples, photo), join(folder, photo));
	// Others to Loupe by what follows the picture's end; to a decoder the same.
	const bytes = await readFile(join(samples, photo));
	for (const [index, name] of copies.entries()) {
		await writeFile(join(folder, name), Buffer.concat([bytes, Buffer.from([index])]));
	}
	// The same but for a byte behind its end: the one has been asked about 500 times, the other never.
	const shown = await readFile(join(samples, "screenshot.png"));
	await writeFile(remembered, shown);
	await writeFile(quiet, Buffer.concat([shown, Buffer.from([0])]));
	await fillHistory(remembered, 500);
	await measure();
} finally {
	server.closeAllConnections();
	server.close();
	await rm(dataDir, { recursive: true, force: true });
	await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
	const vscode = await Workbench.start({
		extension: root,
		dataDir,
		env: testEnv({ GEMINI_API_KEY: "a-key-for-the-bench" }),
		// As the bare call sends it; uploads have their own measure.
		settings: {
			"loupe.engine": "gemini",
			"loupe.baseUrl": baseUrl,
			"loupe.upload": "inline",
		},
	});
	try {
		await vscode.open(folder);
		const loupe = await throughLoupe(vscode);
		const bare = await bareCalls();
		say("Enter → first byte at the server, bare SDK", ms(bare.out));
		const beside = ({ out }: Times) => `${ms(out)}, ratio ${(out / bare.out).toFixed(2)}`;
		say("  Loupe, a picture's first question, pasted (target 1.2)", beside(loupe.pasted));
		say("  Loupe, a picture's first question, typed", beside(loupe.typed));
		say("  Loupe, the next question about it", beside(loupe.next));
		say("server's first byte → first word on the page, Loupe", ms(loupe.pasted.back));
		say("  of the next question", ms(loupe.next.back));
		say("  bare SDK, first chunk", ms(bare.back));
		const [whole, bareWhole] = [loupe.pasted.out + loupe.pasted.back, bare.out + bare.back];
		say("Enter → first word, pasted, ratio (target 1.2)", (whole / bareWhole).toFixed(2));
		const [without, withMany] = await openings(vscode);
		say("opening a picture without history → painted", ms(without));
		say("  with 500 answers", `${ms(withMany)}, ratio ${(withMany / without).toFixed(2)}`);
	} finally {
		await vscode.close();
	}
}

/** Questions in the page's own box, as a person asks them; the first of each kind warms up. */
async function throughLoupe(
	vscode: Workbench,
): Promise<{ pasted: Times; typed: Times; next: Times }> {
	const all: Array<{ pasted: Times; typed: Times; next: Times }> = [];
	for (let round = 0; round <= rounds; round++) {
		const [first, second] = copies.slice(2 * round, 2 * round + 2);
		const pasted = await askLoupe(vscode, first!, (box, words) => box.fill(words));
		const next = await askLoupe(vscode, first!, (box, words) => box.fill(words));
		const typed = await askLoupe(vscode, second!, (box, words) =>
			box.pressSequentially(words, { delay: typing }),
		);
		if (round > 0) all.push({ pasted, typed, next });
	}
	return {
		pasted: least(all.map(({ pasted }) => pasted)),
		typed: least(all.map(({ typed }) => typed)),
		next: least(all.map(({ next }) => next)),
	};
}

/** One question about a picture, which is opened where it is not. */
async function askLoupe(
	vscode: Workbench,
	name: string,
	write: (box: Locator, words: string) => Promise<void>,
): Promise<Times> {
	await vscode.chooseFromMenu(vscode.explorerRow(name), ["Loupe", "Open in Loupe"]);
	const page = new LoupePage(vscode);
	// On the screen, as it is for whoever asks about it.
	await page.picture(name).evaluate((image) => (image as HTMLImageElement).decode());
	const box = page.frame.getByRole("textbox", { name: "Ask about this image", exact: true });
	// Nothing of the page's own reads so.
	const word = `word-${randomUUID()}`;
	const answered = nextAnswer(word);
	await write(box, "What is in this picture?");
	const times = await box.evaluateHandle(watch, word);
	await box.press("Enter");
	const { reached, began } = await answered;
	const { pressed, seen } = await times.evaluate((both) =>
		Promise.all([both.pressed, both.seen]).then(([first, second]) => ({
			pressed: first,
			seen: second,
		})),
	);
	await page.settled();
	// Each question for itself: earlier turns would make the later ones longer.
	await page.frame.getByRole("button", { name: "New Conversation", exact: true }).click();
	return { out: reached - pressed, back: seen - began };
}

/** Runs in the page: when a key is pressed in the box, and when a word stands on the page. */
function watch(box: Element, word: string): { pressed: Promise<number>; seen: Promise<number> } {
	const { body } = box.ownerDocument;
	const time = () => performance.timeOrigin + performance.now();
	const pressed = new Promise<number>((resolve) => {
		box.addEventListener("keydown", () => resolve(time()), { once: true, capture: true });
	});
	const seen = new Promise<number>((resolve) => {
		const observer = new MutationObserver(() => {
			if (!body.textContent?.includes(word)) return;
			observer.disconnect();
			resolve(time());
		});
		// All of the page: the log is not there before the first question.
		observer.observe(body, { childList: true, subtree: true, characterData: true });
	});
	return { pressed, seen };
}

async function bareCalls(): Promise<Times> {
	const sdk = new GoogleGenAI({
		apiKey: "a-key-for-the-bench",
		vertexai: false,
		apiVersion: "v1beta",
		httpOptions: { baseUrl },
	});
	const all: Times[] = [];
	for (let round = 0; round <= rounds; round++) {
		const answered = nextAnswer("word");
		const asked = now();
		const bytes = await readFile(join(folder, photo));
		const prepared = await prepare(bytes, { maxSide: readingMaxSide });
		const data = Buffer.from(prepared.bytes).toString("base64");
		const parts = [{ inlineData: { mimeType: prepared.mimeType, data } }, { text: "question" }];
		const stream = await sdk.models.generateContentStream({
			model,
			contents: [{ role: "user", parts }],
		});
		let first: number | undefined;
		for await (const chunk of stream) if (chunk.text) first ??= now();
		const { reached, began } = await answered;
		if (first === undefined) throw new Error("The bare call got no text");
		all.push({ out: reached - asked, back: first - began });
	}
	return least(all.slice(1));
}

/** What becomes of the next request: when its first byte came, and when the answer's first byte left. */
function nextAnswer(word: string): Promise<{ reached: number; began: number }> {
	return new Promise((resolve) => {
		answers.push((response, reached) => {
			const content = { role: "model", parts: [{ text: word }] };
			const candidates = [{ content, finishReason: "STOP", index: 0 }];
			const began = now();
			response.end(`data: ${JSON.stringify({ candidates, modelVersion: model })}\n\n`);
			resolve({ reached, began });
		});
	});
}

/** Milliseconds from the command to the painted picture, without and with a history, the best of several. */
async function openings(vscode: Workbench): Promise<[without: number, withMany: number]> {
	let [without, withMany] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	for (let round = 0; round <= rounds; round++) {
		const first = await opening(vscode, "quiet.png");
		const second = await opening(vscode, "remembered.png");
		if (round === 0) continue;
		without = Math.min(without, first);
		withMany = Math.min(withMany, second);
	}
	return [without, withMany];
}

async function opening(vscode: Workbench, name: string): Promise<number> {
	await vscode.runCommand("View: Close All Editors");
	await vscode.explorerRow(name).click({ button: "right" });
	const submenu = vscode.page.getByRole("menuitem", { name: "Loupe", exact: true }).last();
	await submenu.hover();
	const item = vscode.page.getByRole("menuitem", { name: "Open in Loupe", exact: true }).last();
	await item.hover();
	await vscode.page.locator(".action-item.focused").last().waitFor();
	const start = now();
	await vscode.page.keyboard.press("Enter");
	const picture = new LoupePage(vscode).picture(name);
	const painted = await picture.evaluate(async (image) => {
		if (!(image instanceof HTMLImageElement)) throw new Error("The picture is no <img>");
		await image.decode();
		return performance.timeOrigin + performance.now();
	});
	return painted - start;
}

/** Detections of twenty boxes each, as a person who works on one picture for months leaves them. */
async function fillHistory(file: string, count: number): Promise<void> {
	const place = join(dataDir, "data", "User", "globalStorage", "loupe.image-loupe", "history");
	const history = new History(place, (entry, error) => {
		throw new Error(`${entry} is damaged`, { cause: error });
	});
	const hash = contentHash(await readFile(file));
	const objects = Array.from({ length: 20 }, (_, index) => ({
		label: `thing ${index}`,
		box: { x: index * 20, y: index * 10, width: 60, height: 40 },
	}));
	for (let index = 0; index < count; index++) {
		const run: Run = {
			id: `run-${index}`,
			task: "detect",
			status: "done",
			startedAt: 1_700_000_000_000 + index * 60_000,
			took: 1000,
			engine: "gemini",
			model: { asked: model, answered: model },
			text: JSON.stringify(objects),
			objects,
			image: { width: 1280, height: 800 },
			complete: true,
			warnings: [],
		};
		await history.add(hash, run);
	}
}

function least(all: readonly Times[]): Times {
	return {
		out: Math.min(...all.map(({ out }) => out)),
		back: Math.min(...all.map(({ back }) => back)),
	};
}

function ms(time: number): string {
	return `${time.toFixed(1)} ms`;
}

function say(what: string, figure: string): void {
	console.log(`${what.padEnd(56)} ${figure}`);
}
