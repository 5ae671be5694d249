import assert from "node:assert/strict";
import fc from "fast-check";
import { classIds } from "../../src/export/classes.ts";
import { safeName, splitName, uniqueStems } from "../../src/export/fileNames.ts";
import { labelName } from "../../src/export/labelName.ts";
import { writeFiles } from "../../src/export/writeFiles.ts";

describe("file names", () => {
	const names: Array<[text: string, safe: string]> = [
		["wooden bowl", "wooden bowl"],
		["../../x", "_.._x"],
		["a/b\\c:d", "a_b_c_d"],
		["CON", "_CON"],
		["con.txt", "_con.txt"],
		["console", "console"],
		["COM¹", "_COM¹"],
		["", "object"],
		[" . . ", "object"],
		["end. .", "end"],
		["gpj.\u202egnp", "gpj. gnp"],
		["two\nlines", "two lines"],
		["cafe\u0301", "café"],
		["🐈", "🐈"],
		["x".repeat(300), "x".repeat(80)],
		["👩‍👩‍👧‍👦".repeat(40), "👩‍👩‍👧‍👦".repeat(3)],
	];
	for (const [text, safe] of names) {
		it(`${JSON.stringify(text.slice(0, 20))} becomes ${JSON.stringify(safe.slice(0, 20))}`, () => {
			assert.equal(safeName(text), safe);
		});
	}

	it("are safe for any text", () => {
		const text = fc
			.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 200 })
			.map((codes) => String.fromCodePoint(...codes));
		fc.assert(
			fc.property(text, (label) => {
				const name = safeName(label);
				assert.doesNotMatch(name, /[<>:"/\\|?*\p{Cc}]|^[. ]|[. ]$|^$/u);
				assert.ok(Buffer.byteLength(name) <= 81);
			}),
		);
	});

	it("are split at the extension", () => {
		assert.deepEqual(splitName("a.tar.PNG"), { stem: "a.tar", extension: ".PNG" });
		assert.deepEqual(splitName(".png"), { stem: "png", extension: "" });
		assert.deepEqual(splitName("v1.0 final"), { stem: "v1.0 final", extension: "" });
		const long = splitName(`${"ä".repeat(120)}.jpeg`);
		assert.deepEqual(long, { stem: "ä".repeat(100), extension: ".jpeg" });
	});

	it("are each used once, whatever their case", () => {
		const names = ["a.png", "A.jpg", "a_2.png", "a.gif"];
		assert.deepEqual(uniqueStems(names), ["a", "A_2", "a_2_2", "a_3"]);
	});
});

describe("class names", () => {
	it("stand on one line and steer nothing", () => {
		assert.equal(labelName("  red\n\tcup \u202e\u200b "), "red cup");
		assert.equal(labelName("\u0000"), "object");
		// Persian is written with a joiner inside words.
		assert.equal(labelName("نمی‌خواهم"), "نمی‌خواهم");
	});

	it("have ids that depend on neither order nor number", () => {
		const labels = fc.array(fc.constantFrom("a", "b", "c", "d ", "d", "É"), { minLength: 1 });
		fc.assert(
			fc.property(labels, labels, (first, second) => {
				const ids = classIds(first, new Map(), 1);
				assert.deepEqual(classIds([...first].reverse(), new Map(), 1), ids);
				const later = classIds(second, ids, 1);
				for (const [name, id] of ids) assert.equal(later.get(name), id);
				assert.equal(new Set(later.values()).size, later.size);
				assert.deepEqual(classIds([...first, ...second], later, 1), later);
			}),
		);
	});
});

describe("writing files", () => {
	const files = Array.from({ length: 20 }, (_, index) => ({
		path: `${index}`,
		bytes: async () => Uint8Array.of(index),
	}));

	it("writes each once, a few at a time", async () => {
		const written: string[] = [];
		let open = 0;
		let most = 0;
		await writeFiles(files, async (path, [first]) => {
			most = Math.max(most, ++open);
			await Promise.resolve();
			assert.equal(path, `${first}`);
			written.push(path);
			open--;
		});
		assert.deepEqual(
			written.sort((a, b) => Number(a) - Number(b)),
			files.map(({ path }) => path),
		);
		assert.ok(most > 1 && most < 10, `${most} at once`);
	});

	it("ends with the first failure, and writes nothing after it has said so", async () => {
		let writes = 0;
		const failing = writeFiles(files, async () => {
			if (++writes === 3) throw new Error("disk full");
		});
		await assert.rejects(failing, /disk full/);
		const then = writes;
		await new Promise((done) => setImmediate(done));
		assert.equal(writes, then);
		assert.ok(writes < files.length);
	});

	it("stops when told to", async () => {
		const abort = new AbortController();
		const written: string[] = [];
		const writing = writeFiles(
			files,
			async (path) => {
				written.push(path);
				if (written.length === 5) abort.abort();
			},
			abort.signal,
		);
		await assert.rejects(writing, { name: "Cancelled" });
		assert.ok(written.length < files.length);
	});
});
