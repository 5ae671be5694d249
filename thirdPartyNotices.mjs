import { readdir, readFile } from "node:fs/promises";

/** Files in which packages have their licence, and what it asks to be passed on. */
const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/**
 * The licences of the packages that bundled files come from, in the words that came with them. Throws
 * for a package that names no licence: it must not ship.
 * @param {readonly string[]} inputs esbuild's, by their paths
 * @returns {Promise<string>}
 */
export async function thirdPartyNotices(inputs) {
	const folders = new Set(inputs.flatMap((input) => packageOf(input) ?? []));
	const notices = await Promise.all([...folders].sort().map(noticeOf));
	return [
		"Loupe is built with these packages, which come under their own licences.",
		"pdf.js and libheif lie in folders of their own (dist/pdfjs, dist/host/libheif), sharp in",
		"node_modules, each with its licence.",
		...notices,
	].join("\n\n");
}

/** @param {string} input @returns {string | undefined} */
function packageOf(input) {
	return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** @param {string} folder @returns {Promise<string>} */
async function noticeOf(folder) {
	const { name, version, license, author, repository } = JSON.parse(
		await readFile(`${folder}/package.json`, "utf8"),
	);
	const files = (await readdir(folder)).filter((file) => licenceFile.test(file)).sort();
	if (!license && files.length === 0) throw new Error(`${folder} names no licence`);
	const texts = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, "utf8")));
	const by = typeof author === "string" ? author : author?.name;
	const place = typeof repository === "string" ? repository : repository?.url;
	const head = [`${name} ${version}`, license, by, place].filter(Boolean).join("\n");
	return ["=".repeat(72), head, ...texts.map((text) => text.trim())].join("\n\n");
}
