import assert from "node:assert/strict";
import type { FoundObject } from "../../src/gemini/reply.ts";
import { ReplyReader } from "../../src/gemini/reply.ts";

/** What must come out: objects, warnings as `kind: count`, and whether the reply was whole. */
interface Expected {
	objects: FoundObject[];
	warnings?: Record<string, number>;
	complete?: boolean;
}

/** 1×1, 8-bit grey. */
const png =
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTjWWQAAAABJRU5ErkJggg==";

const cat: FoundObject = { label: "cat", box: box(100, 200, 300, 400) };
const dog: FoundObject = { label: "dog", box: box(500, 600, 700, 800) };
const catText = '{"box_2d": [100, 200, 300, 400], "label": "cat"}';
const dogText = '{"box_2d": [500, 600, 700, 800], "label": "dog"}';
const both: Expected = { objects: [cat, dog] };
const onlyCat: Expected = { objects: [cat] };
const catWithoutMask: Expected = { objects: [cat], warnings: { noMask: 1 } };
const outer = "[[100, 200], [100, 400], [300, 300]]";
const inner = "[[150, 280], [150, 320], [200, 300]]";
const triangle = polygons([
	[100, 200],
	[300, 200],
	[300, 400],
]);

const table: Record<string, [string, Expected]> = {
	// Around the JSON
	"a bare array": [`[${catText}, ${dogText}]`, both],
	"a fence": [`\`\`\`json\n[${catText}, ${dogText}]\n\`\`\``, both],
	"a fence without a language, after blank lines": [
		`\n\n\`\`\`\n[${catText}, ${dogText}]\n\`\`\`\n`,
		both,
	],
	"several fences": [
		`First:\n\`\`\`json\n[${catText}]\n\`\`\`\nThen:\n\`\`\`json\n[${dogText}]\n\`\`\``,
		both,
	],
	"prose with brackets, braces and quotes before and after": [
		`See [1], {this} and don't "[ask" (a [b] c):\n[${catText}, ${dogText}]\nSource: [2, 3) or {x}`,
		both,
	],
	"prose with closed brackets": [
		`As in [1] and {curly} [y, x]: [${catText}, ${dogText}] [3] and {} it's done.`,
		both,
	],
	"a brace in prose that is never closed": [`Use { like so: [${catText}, ${dogText}]`, both],
	"an open bracket in prose before a fence": [
		`Found [12, 14 things\n\`\`\`json\n[${catText}, ${dogText}]\n\`\`\``,
		both,
	],
	"a single object": [catText, onlyCat],
	"objects on lines, without an array": [`${catText}\n${dogText}\n`, both],
	"a wrapper with items": [`{"items": [${catText}, ${dogText}]}`, both],
	"a wrapper with counts around objects": [
		`{"count": 2, "objects": [${catText}, ${dogText}], "note": "none"}`,
		both,
	],
	"wrappers in wrappers": [
		`{"result": {"data": {"detections": [${catText}, ${dogText}]}}, "ok": true}`,
		both,
	],
	"a wrapper with a description": [
		`{"description": "two pets", "results": [${catText}, ${dogText}]}`,
		both,
	],
	"boxes as the wrapper's key": [`{"boxes": [${catText}, ${dogText}]}`, both],
	"an object inside each element": [`[{"object": ${catText}}, {"object": ${dogText}}]`, both],
	"arrays in arrays": [`[[${catText}], [${dogText}]]`, both],
	"parts inside an object": [
		`{"label": "dog", "parts": [${catText}], "box_2d": [500, 600, 700, 800]}`,
		both,
	],
	"details inside an object": [
		'{"attributes": {"colour": {"fur": "red"}}, "label": "cat", "box_2d": [100, 200, 300, 400]}',
		onlyCat,
	],
	"an empty array": ["[]", { objects: [] }],
	"an empty array in a fence, and prose": ["```json\n[ ]\n```\nThere are none.", { objects: [] }],
	"a wrapper around nothing": ['{"items": []}', { objects: [] }],
	"an empty object": ["{}", { objects: [] }],
	"no JSON at all": [
		"I can't see any [1] cats.",
		{ objects: [], complete: false, warnings: { unreadable: 1 } },
	],
	"nothing at all": ["", { objects: [], complete: false, warnings: { unreadable: 1 } }],
	"other JSON": ['{"error": "no picture"}', { objects: [], warnings: { noPlace: 1 } }],

	// Keys and numbers
	"box and name": ['[{"box": [100, 200, 300, 400], "name": "cat"}]', onlyCat],
	"bbox and class": ['[{"bbox": [100, 200, 300, 400], "class": "cat"}]', onlyCat],
	"bounding_box and category": [
		'[{"bounding_box": [100, 200, 300, 400], "category": "cat"}]',
		onlyCat,
	],
	"boundingBox and text": ['[{"boundingBox": [100, 200, 300, 400], "text": "cat"}]', onlyCat],
	"Box2D and Label": ['[{"Box2D": [100, 200, 300, 400], "Label": "cat"}]', onlyCat],
	"the label before the description": [
		'[{"description": "furry", "label": "cat", "box_2d": [100, 200, 300, 400]}]',
		onlyCat,
	],
	"no label": ['[{"box_2d": [100, 200, 300, 400]}]', { objects: [{ ...cat, label: "" }] }],
	"a label that is a number": [
		'[{"box_2d": [100, 200, 300, 400], "label": 7}]',
		{ objects: [{ ...cat, label: "7" }] },
	],
	"numbers as strings": ['[{"box_2d": ["100", " 200", "300.0", "4e2"], "label": "cat"}]', onlyCat],
	"floats and leading zeros": [
		'[{"box_2d": [100.5, 0200, 300.25, +400], "label": "cat"}]',
		{ objects: [{ label: "cat", box: box(100.5, 200, 300.25, 400) }] },
	],
	"a box as text": ['[{"box_2d": "[100, 200, 300, 400]", "label": "cat"}]', onlyCat],
	"a box as two pairs": ['[{"box_2d": [[100, 200], [300, 400]], "label": "cat"}]', onlyCat],
	"a box in a list": ['[{"box_2d": [[100, 200, 300, 400]], "label": "cat"}]', onlyCat],
	"two boxes of one label": [
		'[{"boxes": [[100, 200, 300, 400], [1, 2, 3, 4]], "label": "cat"}]',
		{ objects: [cat, { label: "cat", box: box(1, 2, 3, 4) }] },
	],
	"a box with named edges": [
		'[{"box_2d": {"xmin": 200, "ymin": 100, "xmax": 400, "ymax": 300}, "label": "cat"}]',
		onlyCat,
	],
	"the robotics form": ['[{"label": "cat", "y": 100, "x": 200, "y2": 300, "x2": 400}]', onlyCat],
	"corners beside the label": [
		'[{"label": "cat", "x1": 200, "y1": 100, "x2": 400, "y2": 300}]',
		onlyCat,
	],
	"sides beside the label": [
		'[{"label": "cat", "x": 200, "y": 100, "width": 200, "height": 200}]',
		onlyCat,
	],
	"swapped edges": ['[{"box_2d": [300, 400, 100, 200], "label": "cat"}]', onlyCat],
	"a box outside the image": [
		'[{"box_2d": [-20, 200, 300, 1040], "label": "cat"}]',
		{ objects: [{ label: "cat", box: box(0, 200, 300, 1000) }], warnings: { clamped: 1 } },
	],
	"a box without area": [
		`[{"box_2d": [100, 200, 100, 400], "label": "line"}, ${dogText}]`,
		{ objects: [dog], warnings: { emptyBox: 1 } },
	],
	"a box wholly outside": [
		`[{"box_2d": [1100, 200, 1200, 400], "label": "far"}, ${dogText}]`,
		{ objects: [dog], warnings: { emptyBox: 1 } },
	],
	"boxes that are none": [
		`[{"box_2d": [1, 2, 3], "label": "a"}, {"box_2d": "here", "label": "b"}, {"label": "c"}, {"box_2d": null, "label": "d"}, {"box_2d": [1, 2, null, 4], "label": "e"}, {}, ${catText}]`,
		{ objects: [cat], warnings: { noPlace: 6 } },
	],
	"the format instead of an answer": [
		`{"box_2d": [ymin, xmin, ymax, xmax], "label": "name"}\n[${catText}]`,
		{ objects: [cat], warnings: { noPlace: 1 } },
	],
	"one object over and over": [
		`[${Array(40).fill(catText).join(", ")}, ${dogText}]`,
		{ ...both, warnings: { duplicate: 39 } },
	],
	"one object over and over, its numbers written otherwise": [
		`[${catText}, {"label": " cat ", "bbox": ["300", 400.0, 100, 200]}]`,
		{ objects: [cat], warnings: { duplicate: 1 } },
	],
	"neighbours that look the same": [
		'[{"box_2d": [10, 10, 20, 20], "label": "window"}, {"box_2d": [10, 11, 20, 21], "label": "window"}]',
		{
			objects: [
				{ label: "window", box: box(10, 10, 20, 20) },
				{ label: "window", box: box(10, 11, 20, 21) },
			],
		},
	],
	"things that cross in one box": [
		'[{"box_2d": [0, 0, 9, 9], "label": "stick", "mask": [[0, 0], [9, 8], [9, 9]]}, {"box_2d": [0, 0, 9, 9], "label": "stick", "mask": [[9, 0], [0, 8], [0, 9]]}]',
		{
			objects: [
				{
					label: "stick",
					box: box(0, 0, 9, 9),
					mask: polygons([
						[0, 0],
						[9, 8],
						[9, 9],
					]),
				},
				{
					label: "stick",
					box: box(0, 0, 9, 9),
					mask: polygons([
						[9, 0],
						[0, 8],
						[0, 9],
					]),
				},
			],
		},
	],

	// Points
	"a point": [
		'[{"point": [100, 200], "label": "nose"}]',
		{ objects: [{ label: "nose", point: { y: 100, x: 200 } }] },
	],
	"a point as text, one with names, one in a list, one beside the label": [
		'[{"point": "100, 200", "label": "a"}, {"point": {"x": 2, "y": 1}, "label": "b"}, {"points": [[3, 4]], "label": "c"}, {"x": 6, "y": 5, "label": "d"}]',
		{
			objects: [
				{ label: "a", point: { y: 100, x: 200 } },
				{ label: "b", point: { y: 1, x: 2 } },
				{ label: "c", point: { y: 3, x: 4 } },
				{ label: "d", point: { y: 5, x: 6 } },
			],
		},
	],
	"several points of one label, and a list called points": [
		'[{"label": "a", "points": [[1, 2], {"x": 4, "y": 3}]}, {"points": [{"point": [5, 6], "label": "b"}]}]',
		{
			objects: [
				{ label: "a", point: { y: 1, x: 2 } },
				{ label: "a", point: { y: 3, x: 4 } },
				{ label: "b", point: { y: 5, x: 6 } },
			],
		},
	],
	"a point outside": [
		'[{"point": [-5, 1001], "label": "nose"}]',
		{ objects: [{ label: "nose", point: { y: 0, x: 1000 } }], warnings: { clamped: 1 } },
	],
	"a point with a box without area": [
		'[{"point": [5, 6], "box_2d": [5, 6, 5, 6], "label": "nose"}]',
		{ objects: [{ label: "nose", point: { y: 5, x: 6 } }], warnings: { emptyBox: 1 } },
	],
	"points that are none": [
		'[{"point": [1], "label": "a"}, {"point": ["x", "y"], "label": "b"}]',
		{ objects: [], warnings: { noPlace: 2 } },
	],

	// Broken JSON
	"newlines in strings": [
		'[{"box_2d": [100, 200, 300, 400], "label": "black\n  cat"}]',
		{ objects: [{ ...cat, label: "black cat" }] },
	],
	"trailing commas": [`[{"box_2d": [100, 200, 300, 400,], "label": "cat",}, ${dogText},]`, both],
	"doubled braces": [`[{${catText}}, {${dogText}}]`, both],
	"a doubled opening brace only": [`[{${catText}, ${dogText}]`, { ...both }],
	"a doubled closing brace only": [`[${catText}}, ${dogText}]`, both],
	"one doubled pair around all": [`{{"items": [${catText}, ${dogText}]}}`, both],
	"a Python dictionary": [
		"[{'box_2d': [100, 200, 300, 400], 'label': 'cat', 'mask': None}]",
		catWithoutMask,
	],
	"an apostrophe between single quotes": [
		"[{'box_2d': [100, 200, 300, 400], 'label': 'Anna's cat'}]",
		{ objects: [{ ...cat, label: "Anna's cat" }] },
	],
	"keys without quotes": ["[{box_2d: [100, 200, 300, 400], label: cat}]", onlyCat],
	comments: [
		`[ // all of them\n{"box_2d": /* yx */ [100, 200, 300, 400], "label": "cat"}, // it's one\n${dogText}]`,
		both,
	],
	"missing commas": [
		`[{"box_2d": [100 200 300 400] "label": "cat"} {"box_2d": [500, 600, 700, 800]\n"label": "dog"}]`,
		both,
	],
	"a missing brace between objects": [
		`[{"box_2d": [100, 200, 300, 400], "label": "cat", ${dogText}]`,
		both,
	],
	"a missing brace at the end": [
		`[${catText}, {"box_2d": [500, 600, 700, 800], "label": "dog"]`,
		both,
	],
	"a missing brace before a fence": [
		`\`\`\`\n[${catText}, {"box_2d": [500, 600, 700, 800], "label": "dog"]\n\`\`\`\nDone.`,
		both,
	],
	"a missing bracket of a box": [`[{"box_2d": [100, 200, 300, 400, "label": "cat"}]`, onlyCat],
	"a bracket too many": [`[{"box_2d": [100, 200, 300, 400]], "label": "cat"}, ${dogText}]`, both],
	"a missing bracket of the list": [`\`\`\`json\n[${catText}, ${dogText}\n\`\`\``, both],
	"a missing bracket inside the wrapper": [`{"items": [${catText}, ${dogText}}`, both],
	"forgotten braces between two objects": [
		'[{"box_2d": [100, 200, 300, 400], "label": "cat", "box_2d": [500, 600, 700, 800], "label": "dog"}]',
		both,
	],
	"quotes inside a label": [
		`[{"box_2d": [100, 200, 300, 400], "label": "the "big" 5" cat"}, ${dogText}]`,
		{ objects: [{ ...cat, label: 'the "big" 5" cat' }, dog] },
	],
	"a label without its closing quote": [
		`[{"label": "cat, "box_2d": [100, 200, 300, 400]}, ${dogText}]`,
		both,
	],
	"a quote forgotten at the end of an object": [
		`[{"box_2d": [100, 200, 300, 400], "label": "cat}, ${dogText}]`,
		both,
	],
	escapes: [
		'[{"box_2d": [100, 200, 300, 400], "label": "\\u0063\\"a\\"\\/t\\n\\\\"}]',
		{ objects: [{ ...cat, label: 'c"a"/t \\' }] },
	],
	"escapes that JSON does not have": [
		'[{"box_2d": [100, 200, 300, 400], "label": "Anna\\\'s c\\at"}]',
		{ objects: [{ ...cat, label: "Anna's cat" }] },
	],
	"a key that JavaScript gives a meaning": [
		'[{"__proto__": {"label": "x"}, "constructor": 1, "box_2d": [100, 200, 300, 400], "label": "cat"}]',
		onlyCat,
	],

	// Cut
	"cut in a box": [
		`[${catText}, {"box_2d": [500, 60`,
		{ objects: [cat], complete: false, warnings: { cut: 1 } },
	],
	"cut in a string": [
		`\`\`\`json\n[${catText}, {"box_2d": [500, 600, 700, 800], "label": "do`,
		{ objects: [cat], complete: false, warnings: { cut: 1 } },
	],
	"cut in a mask behind a whole box": [
		`[${catText}, {"box_2d": [500, 600, 700, 800], "label": "dog", "mask": "data:image/png;base64,iVBOR`,
		{ objects: [cat], complete: false, warnings: { cut: 1 } },
	],
	"cut between objects": [`{"items": [${catText}, `, { objects: [cat], complete: false }],
	"cut before the first object": ["[", { objects: [], complete: false }],
	"cut by a fence": [
		`\`\`\`\n[${catText}, {"box_2d": [500, 600\n\`\`\``,
		{ objects: [cat], warnings: { unreadable: 1 } },
	],

	// Masks as pictures
	"a data URI": [masked(`"data:image/png;base64,${png}"`), catWith({ kind: "png", base64: png })],
	"bare base64": [masked(`"${png}"`), catWith({ kind: "png", base64: png })],
	"newlines and blanks in base64": [
		masked(`"data:image/png;base64,${png.slice(0, 4)}\n ${png.slice(4, 60)}\\n${png.slice(60)} "`),
		catWith({ kind: "png", base64: png }),
	],
	"escaped slashes": [
		masked(`"data:image\\/png;base64,${png.replaceAll("/", "\\/")}"`),
		catWith({ kind: "png", base64: png }),
	],
	"tokens before a data URI": [
		masked(`"<start_of_mask><seg_7>data:image/png;base64,${png}"`),
		catWith({ kind: "png", base64: png }),
	],
	"tokens outside the string before a data URI": [
		masked(`<start_of_mask><seg_7>"data:image/png;base64,${png}"`),
		catWith({ kind: "png", base64: png }),
	],
	"tokens in a string of their own before a data URI": [
		masked(`"<start_of_mask><seg_7>"data:image/png;base64,${png}"`),
		catWith({ kind: "png", base64: png }),
	],
	"a data URI in an object": [
		masked(`{"format": "png", "data": "data:image/png;base64,${png}"}`),
		catWith({ kind: "png", base64: png }),
	],
	"tokens only": [masked('"<start_of_mask><seg_115><seg_7>"'), catWithoutMask],
	"tokens that spill out of the string": [
		masked('"<start_of_mask><seg_115>"<seg_7><seg_7>'),
		catWithoutMask,
	],
	"tokens in a string without end": [
		'[{"box_2d": [100, 200, 300, 400], "mask": "<start_of_mask><seg_115>, "label": "cat"}]',
		catWithoutMask,
	],
	"a placeholder": [masked('"gimme_mask_for_this"'), catWithoutMask],
	null: [masked("null"), catWithoutMask],
	"an empty mask": [masked("[]"), catWithoutMask],
	"another picture format": [
		masked('"data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ=="'),
		catWithoutMask,
	],
	"a PNG with an impossible header": [
		masked(`"${png.slice(0, 22)}gAAAAAAAAABCAAAAAA6fptV${png.slice(44)}"`),
		catWithoutMask,
	],
	"a PNG too short for a header": [masked(`"${png.slice(0, 30)}"`), catWithoutMask],
	"a run-length mask": [masked('{"size": [8, 8], "counts": "6Q40k"}'), catWithoutMask],
	"a picture without a box": [
		`[{"label": "cat", "mask": "${png}"}]`,
		{ objects: [], warnings: { noPlace: 1 } },
	],

	// Masks as polygons
	"pairs [y, x]": [masked("[[100, 200], [300, 200], [300, 400]]"), catWith(triangle)],
	"pairs [x, y]": [masked("[[200, 100], [200, 300], [400, 300]]"), catWith(triangle)],
	"a flat list": [masked("[100, 200, 300, 200, 300, 400]"), catWith(triangle)],
	chunks: [masked("[[100, 200, 300, 200], [300, 400]]"), catWith(triangle)],
	text: [masked('"100,200,300,200,300,400"'), catWith(triangle)],
	"text with brackets": [masked('"[[100, 200], [300, 200], [300, 400]]"'), catWith(triangle)],
	"pairs as text": [masked('["100,200", "300,200", "300,400"]'), catWith(triangle)],
	"numbers as text": [
		masked('[["100", "200"], ["300", "200"], ["300", "400"]]'),
		catWith(triangle),
	],
	"named axes": [
		masked('[{"x": 200, "y": 100}, {"x": 200, "y": 300}, {"x": 400, "y": 300}]'),
		catWith(triangle),
	],
	"a polygon in an object": [
		masked('{"type": "polygon", "points": [[100, 200], [300, 200], [300, 400]]}'),
		catWith(triangle),
	],
	"a polygon beside a placeholder": [
		masked('"gimme_mask_for_this", "polygon": [[100, 200], [300, 200], [300, 400]]'),
		catWith(triangle),
	],
	"several points of a boxed object": [
		'[{"box_2d": [100, 200, 300, 400], "label": "cat", "points": [[100, 200], [300, 200], [300, 400]]}]',
		catWith(triangle),
	],
	"a hole in the same list": [masked(`[${outer}, ${inner}]`), catWith(ring())],
	"a hole as flat lists": [
		masked("[[100, 200, 100, 400, 300, 300], [150, 280, 150, 320, 200, 300]]"),
		catWith(ring()),
	],
	"holes under their own key": [masked(`${outer}, "holes": [${inner}]`), catWith(ring())],
	"no holes under their own key": [
		masked('[[100, 200], [300, 200], [300, 400]], "holes": []'),
		catWith(triangle),
	],
	"a polygon without a box, in the order that prompts name": [
		'[{"label": "cat", "mask": [[100, 200], [300, 200], [300, 400]]}]',
		catWith(triangle),
	],
	"a polygon without a box, after one that showed the order": [
		`[{"box_2d": [0, 500, 100, 900], "label": "bar", "mask": [[500, 0], [900, 0], [900, 100]]}, {"label": "cat", "mask": [[200, 100], [200, 300], [400, 300]]}]`,
		{
			objects: [
				{
					label: "bar",
					box: box(0, 500, 100, 900),
					mask: polygons([
						[0, 500],
						[0, 900],
						[100, 900],
					]),
				},
				{ ...cat, mask: triangle },
			],
		},
	],
	"a polygon that fits its box either way": [
		'[{"box_2d": [100, 100, 300, 300], "label": "cat", "mask": [[100, 100], [100, 300], [300, 200]]}]',
		{
			objects: [
				{
					label: "cat",
					box: box(100, 100, 300, 300),
					mask: polygons([
						[100, 100],
						[100, 300],
						[300, 200],
					]),
				},
			],
		},
	],
	"a polygon that lies in its box either way and fits it better one way": [
		'[{"box_2d": [100, 120, 300, 330], "label": "cat", "mask": [[120, 100], [330, 100], [330, 300]]}]',
		{
			objects: [
				{
					label: "cat",
					box: box(100, 120, 300, 330),
					mask: polygons([
						[100, 120],
						[100, 330],
						[300, 330],
					]),
				},
			],
		},
	],
	"a polygon outside the image": [
		masked("[[100, 200], [300, 200], [300, 1010]]"),
		{
			objects: [
				{
					...cat,
					mask: polygons([
						[100, 200],
						[300, 200],
						[300, 1000],
					]),
				},
			],
			warnings: { clamped: 1 },
		},
	],
	"a polygon with a box without area": [
		'[{"box_2d": [100, 200, 100, 200], "label": "cat", "mask": [[100, 200], [300, 200], [300, 400]]}]',
		{ objects: [{ ...cat, mask: triangle }], warnings: { emptyBox: 1 } },
	],
	"two points": [masked("[[100, 200], [300, 400]]"), catWithoutMask],
	"a polygon without area": [masked("[[100, 200], [100, 300], [100, 400]]"), catWithoutMask],
	"an odd number": [masked("[100, 200, 300, 200, 300, 400, 1]"), catWithoutMask],
	"words among the numbers": [masked('[[100, 200], [300, "?"], [300, 400]]'), catWithoutMask],
};

describe("A reply that is not quite right", () => {
	for (const [name, [reply, expected]] of Object.entries(table)) {
		it(`is read with ${name}`, () => {
			assert.deepEqual(readWhole([reply]), fill(expected));
			assert.deepEqual(readWhole(reply.split("")), fill(expected));
		});
	}

	it("gives as many objects as are wanted and counts the others", () => {
		const reader = new ReplyReader({ maxObjects: 1 });
		assert.deepEqual(reader.push(`[${catText}, ${catText}, ${dogText}]`), [cat]);
		assert.deepEqual(reader.end().warnings, [
			{ kind: "duplicate", count: 1 },
			{ kind: "overLimit", count: 1 },
		]);
	});
});

function readWhole(pieces: string[]) {
	const reader = new ReplyReader();
	const objects = pieces.flatMap((piece) => reader.push(piece));
	const { objects: last, complete, warnings } = reader.end();
	const counts = Object.fromEntries(warnings.map(({ kind, count }) => [kind, count]));
	return { objects: [...objects, ...last], complete, warnings: counts };
}

function fill({ objects, warnings = {}, complete = true }: Expected) {
	return { objects, complete, warnings };
}

function box(top: number, left: number, bottom: number, right: number) {
	return { top, left, bottom, right };
}

/** Pairs are [y, x]. */
function polygons(...rings: [number, number][][]): NonNullable<FoundObject["mask"]> {
	return { kind: "polygons", polygons: rings.map((ring) => ring.map(([y, x]) => ({ x, y }))) };
}

function masked(mask: string): string {
	return `[{"box_2d": [100, 200, 300, 400], "mask": ${mask}, "label": "cat"}]`;
}

function catWith(mask: NonNullable<FoundObject["mask"]>): Expected {
	return { objects: [{ ...cat, mask }] };
}

function ring() {
	return polygons(
		[
			[100, 200],
			[100, 400],
			[300, 300],
		],
		[
			[150, 280],
			[150, 320],
			[200, 300],
		],
	);
}
