import assert from "node:assert/strict";
import { draftedPictures, requestOf, wordsBytes } from "../../src/host/askDraft.ts";
import {
	base64Length,
	type KnownBytes,
	mostInlineBytes,
	type SendWay,
	sendWays,
	worthUploading,
} from "../../src/host/sendWays.ts";

const part = (hash: string, bytes: number) => ({ hash, bytes });
const none = new Map<string, KnownBytes>();
/** The most bytes whose base64 is the whole limit. */
const full = (mostInlineBytes / 4) * 3;

describe("how pictures go out", () => {
	const cases: Array<[string, ReturnType<typeof sendWays>, SendWay[]]> = [
		["a small picture goes inside", sendWays([part("a", 1)], "auto", none), ["inline"]],
		[
			"one whose base64 has exactly 20 MB goes inside",
			sendWays([part("a", full)], "auto", none),
			["inline"],
		],
		["one byte more is uploaded", sendWays([part("a", full + 1)], "auto", none), ["upload"]],
		["the words count, too", sendWays([part("a", full)], "auto", none, 1), ["upload"]],
		[
			"of several the largest are uploaded until the rest fits",
			sendWays([part("a", 6e6), part("b", 9e6), part("c", 7e6), part("d", 10)], "auto", none),
			["inline", "upload", "inline", "inline"],
		],
		[
			"the same picture twice goes out the same way",
			sendWays([part("a", 8e6), part("a", 8e6)], "auto", none),
			["upload", "upload"],
		],
		[
			"what is asked about again is uploaded",
			sendWays([part("a", worthUploading + 1)], "auto", new Map([["a", "asked"]])),
			["upload"],
		],
		[
			"unless it is small",
			sendWays([part("a", worthUploading)], "auto", new Map([["a", "asked"]])),
			["inline"],
		],
		[
			"what lies on the server is used from there, and leaves room for others",
			sendWays([part("a", 14e6), part("b", 14e6)], "auto", new Map([["a", "uploaded"]])),
			["upload", "inline"],
		],
		[
			"the setting can forbid uploads",
			sendWays([part("a", 30e6)], "inline", new Map([["a", "uploaded"]])),
			["inline"],
		],
		["and ask for them", sendWays([part("a", 1)], "files", none), ["upload"]],
		["nothing goes no way", sendWays([], "auto", none), []],
	];
	for (const [what, ways, expected] of cases) {
		it(what, () => assert.deepEqual(ways, expected));
	}

	it("no choice leaves more than 20 MB inside, whatever the pictures", () => {
		let state = 7;
		const next = (most: number) => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return (state / 2 ** 32) * most;
		};
		for (let round = 0; round < 300; round++) {
			const parts = Array.from({ length: Math.ceil(next(12)) }, () =>
				part(`${Math.floor(next(8))}`, 0),
			).map(({ hash }) => part(hash, (Number(hash) + 1) * 1_234_567));
			const ways = sendWays(parts, "auto", none, 1000);
			const inside = parts.filter((_, index) => ways[index] === "inline");
			const bytes = inside.reduce((sum, one) => sum + base64Length(one.bytes), 1000);
			assert(bytes <= mostInlineBytes);
			// And nothing was uploaded in vain: with the smallest of them it would not have fitted.
			const out = parts.filter((_, index) => ways[index] === "upload");
			if (out.length === 0) continue;
			const least = out.reduce((a, b) => (a.bytes < b.bytes ? a : b));
			const same = out.filter(({ hash }) => hash === least.hash);
			const more = same.reduce((sum, one) => sum + base64Length(one.bytes), 0);
			assert(bytes + more > mostInlineBytes);
		}
	});
});

describe("a request before it is said how its pictures go out", () => {
	const words = { task: "ask", model: "m", maxObjects: 5, prompt: "Why?" } as const;
	const draft = {
		words,
		pictures: ["whole"],
		turns: [
			{ task: "ask", answer: "One." } as const,
			{ task: "ask", answer: "Two.", crop: "part" } as const,
		],
		crop: "corner",
	};

	it("names its pictures in their order, and puts each where it belongs", () => {
		assert.deepEqual(draftedPictures(draft), ["whole", "part", "corner"]);
		const request = requestOf(draft, (name) => ({ mimeType: "image/png", uri: name }));
		assert.deepEqual(request, {
			...words,
			pictures: [{ mimeType: "image/png", uri: "whole" }],
			earlier: [
				{ task: "ask", answer: "One." },
				{ task: "ask", answer: "Two.", crop: { mimeType: "image/png", uri: "part" } },
			],
			crop: { mimeType: "image/png", uri: "corner" },
		});
	});

	it("weighs what the person and the answers said", () => {
		const long = { ...draft, turns: [{ task: "ask", answer: "é".repeat(50_000) } as const] };
		const more = wordsBytes(long) - wordsBytes({ ...draft, turns: [] });
		assert(more >= 100_000 && more < 100_100);
	});
});
