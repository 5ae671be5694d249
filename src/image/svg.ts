import type { Size } from "../shared/result.ts";
import { badImage } from "./badImage.ts";

/** Where the root element's tag stands in a decoded SVG. */
export interface SvgRoot {
	text: string;
	/** Index of the tag's "<". */
	start: number;
	/** Index just after the element's name. */
	nameEnd: number;
	/** Index of the tag's ">" or "/>". */
	end: number;
}

/** What a browser takes where neither width, height nor viewBox says more (CSS 2.1, 10.3.2). */
const defaultSize: Size = { width: 300, height: 150 };

/** CSS pixels to the unit (CSS Values 3, 5.2), with font-relative ones at the initial 16 px. */
const units: Readonly<Record<string, number>> = {
	"": 1,
	px: 1,
	pt: 96 / 72,
	pc: 16,
	in: 96,
	cm: 96 / 2.54,
	mm: 96 / 25.4,
	q: 96 / 101.6,
	em: 16,
	rem: 16,
	ex: 8,
};

/** Finds the <svg> root after byte order mark, prolog, comments and doctype; undefined without one. */
export function svgRoot(bytes: Uint8Array): SvgRoot | undefined {
	const encoding = encodingOf(bytes);
	if (!encoding) return undefined;
	const text = new TextDecoder(encoding).decode(bytes);
	const start = skipProlog(text);
	// The name must be svg, perhaps with a namespace's prefix.
	const name = /^<(?:[\w.-]+:)?svg(?=[\s/>])/.exec(text.slice(start, start + 100));
	if (!name) return undefined;
	const nameEnd = start + name[0].length;
	const end = tagEnd(text, nameEnd);
	return end === undefined ? undefined : { text, start, nameEnd, end };
}

/**
 * The picture's size in CSS pixels as a browser lays it out, except that a viewBox without width
 * and height counts as its own size. Throws `BadImage` when a side is not positive.
 */
export function svgSize(root: SvgRoot): Size {
	const attributes = attributesOf(root.text.slice(root.nameEnd, root.end));
	const box = viewBox(attributes.get("viewBox"));
	const width = length(attributes.get("width"));
	const height = length(attributes.get("height"));
	const size = {
		width: width ?? (box ? across(height, box.width, box.height) : defaultSize.width),
		height: height ?? (box ? across(width, box.height, box.width) : defaultSize.height),
	};
	if (!(size.width > 0 && size.height > 0)) throw badImage("noSize");
	return { width: wholeSide(size.width), height: wholeSide(size.height) };
}

/**
 * The same drawing in UTF-8 with its size in whole pixels: librsvg at 72 dpi would take an inch as
 * 72 pixels, and without any size it would crop to the ink.
 */
export function svgSized(root: SvgRoot, size: Size): Uint8Array {
	const { text, start, nameEnd, end } = root;
	const attributes = text.slice(nameEnd, end).replace(attribute, (whole, name: string) => {
		return name === "width" || name === "height" ? " " : whole;
	});
	// The prolog may name another encoding; doctype and its entities must stay.
	const prolog = text.slice(0, start).replace(/^\s*<\?xml[\s\S]*?\?>/, "");
	const opening = `${text.slice(start, nameEnd)} width="${size.width}" height="${size.height}"`;
	return new TextEncoder().encode(`${prolog}${opening}${attributes}${text.slice(end)}`);
}

const attribute = /\s([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g;

function attributesOf(tag: string): Map<string, string> {
	const found = [...tag.matchAll(attribute)];
	return new Map(found.map(([, name = "", value = ""]) => [name, value.slice(1, -1).trim()]));
}

/** One side from the other, keeping the viewBox's proportions; the viewBox's own without either. */
function across(known: number | undefined, own: number, other: number): number {
	return known === undefined ? own : (known * own) / other;
}

/** CSS pixels; undefined for percentages, "auto" and what is no length. */
function length(value: string | undefined): number | undefined {
	const match = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)([a-z]*)$/i.exec(value ?? "");
	const unit = units[match?.[2]?.toLowerCase() ?? "none"];
	return match && unit !== undefined ? Number(match[1]) * unit : undefined;
}

function viewBox(value: string | undefined): Size | undefined {
	const numbers = value?.split(/[\s,]+/).map(Number);
	if (numbers?.length !== 4 || numbers.some(Number.isNaN)) return undefined;
	return { width: numbers[2]!, height: numbers[3]! };
}

function wholeSide(side: number): number {
	return Math.max(1, Math.round(side));
}

/** By byte order mark, then by the XML declaration; undefined for what does not begin like XML. */
function encodingOf(bytes: Uint8Array): string | undefined {
	const [a, b, c] = bytes;
	if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
	if (a === 0xff && b === 0xfe) return "utf-16le";
	if (a === 0xfe && b === 0xff) return "utf-16be";
	const head = String.fromCharCode(...bytes.subarray(0, 200));
	if (!/^\s*</.test(head)) return undefined;
	const label = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1];
	return label && isEncoding(label) ? label : "utf-8";
}

function isEncoding(label: string): boolean {
	try {
		new TextDecoder(label);
		return true;
	} catch {
		// An encoding nobody knows: the markup itself is ASCII in all that are used.
		return false;
	}
}

/** The index of the first element's "<", or the end of what is understood. */
function skipProlog(text: string): number {
	let at = 0;
	for (;;) {
		while (/\s/.test(text.charAt(at))) at++;
		const next = afterMarkup(text, at);
		if (next === at) return at;
		at = next;
	}
}

/** Where the comment, instruction or doctype at `at` ends; `at` itself when there is none. */
function afterMarkup(text: string, at: number): number {
	if (text.startsWith("<?", at)) return after(text, "?>", at);
	if (text.startsWith("<!--", at)) return after(text, "-->", at);
	if (!/^<!doctype/i.test(text.slice(at, at + 9))) return at;
	const close = after(text, ">", at);
	const open = text.slice(at, close).indexOf("[");
	// Entities are declared between brackets and hold ">" of their own.
	return open === -1 ? close : after(text, ">", after(text, "]", at + open));
}

function after(text: string, what: string, from: number): number {
	const found = text.indexOf(what, from);
	return found === -1 ? text.length : found + what.length;
}

/** The index of the tag's ">" or "/>", past those in attribute values; undefined when it is open. */
function tagEnd(text: string, from: number): number | undefined {
	let at = from;
	while (at < text.length) {
		const char = text[at];
		if (char === ">" || (char === "/" && text[at + 1] === ">")) return at;
		const isQuote = char === '"' || char === "'";
		at = isQuote ? after(text, char, at + 1) : at + 1;
	}
	return undefined;
}
