/** The fields of a KeyboardEvent that decide what it means. */
export interface KeyPress {
	key: string;
	code: string;
	ctrlKey: boolean;
	altKey: boolean;
	metaKey: boolean;
	isComposing: boolean;
}

export type KeyCommand =
	| "fit"
	| "actualSize"
	| "zoomIn"
	| "zoomOut"
	| "togglePanel"
	| "toggleOverlays"
	| "toggleLabels"
	| "toggleMasks"
	| "zoomToObjects"
	| "focusComposer"
	| "cycleBackground"
	| "showHelp"
	| "showRequest"
	| "startRegion"
	| "showFacts"
	| "copyColor"
	| "toggleLens"
	| "clearSelection";

const commands: Readonly<Record<string, KeyCommand>> = {
	f: "fit",
	"0": "actualSize",
	"+": "zoomIn",
	"=": "zoomIn",
	"-": "zoomOut",
	_: "zoomOut",
	p: "togglePanel",
	h: "toggleOverlays",
	l: "toggleLabels",
	m: "toggleMasks",
	z: "zoomToObjects",
	b: "cycleBackground",
	q: "focusComposer",
	"/": "focusComposer",
	s: "showRequest",
	r: "startRegion",
	i: "showFacts",
	c: "copyColor",
	g: "toggleLens",
	"?": "showHelp",
	Escape: "clearSelection",
};

/** What a key does anywhere on the page; chords with Ctrl, Alt or Cmd belong to VS Code. */
export function commandOf(press: KeyPress): KeyCommand | undefined {
	if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing) return undefined;
	const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
	const command = Object.hasOwn(commands, key) ? commands[key] : undefined;
	if (command) return command;
	// Keyboards of other scripts: the key where the Latin letter is.
	const letter = /^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase();
	const latin = /^[a-z]$/.test(key);
	return letter && !latin && key.length === 1 ? commands[letter] : undefined;
}

/** How far an arrow key moves the picture, in CSS pixels. */
const arrowStep = 48;

/** What an arrow key moves the picture by, as a drag would. */
export function arrowPan(key: string): { x: number; y: number } | undefined {
	switch (key) {
		case "ArrowLeft":
			return { x: arrowStep, y: 0 };
		case "ArrowRight":
			return { x: -arrowStep, y: 0 };
		case "ArrowUp":
			return { x: 0, y: arrowStep };
		case "ArrowDown":
			return { x: 0, y: -arrowStep };
		default:
			return undefined;
	}
}
