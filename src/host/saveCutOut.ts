import { commands, l10n, Uri, window, workspace } from "vscode";
import { safeName, splitName } from "../export/fileNames.ts";
import { wholePixels } from "../shared/geometry.ts";
import type { Run } from "../shared/protocol.ts";
import type { DetectedObject, Mask, Size } from "../shared/result.ts";
import type { ShownFrames } from "./editor/shownFrames.ts";
import { nameInMessage } from "./history/oneLine.ts";
import { pictureName, readPicture } from "./picture.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";

/** Cuts one object out of its picture and saves it as a see-through PNG where the person says. */
export async function saveCutOut(
	uri: Uri,
	{ objects, image, frame }: Run,
	index: number,
	{ pixels, frames }: { pixels: PixelThread; frames: ShownFrames },
): Promise<void> {
	const object = objects?.[index];
	const mask = object && image && maskOf(object, image);
	if (!mask) return;
	const { stem } = splitName(pictureName(uri));
	const name = `${safeName(`${stem} ${object.label}`)}.png`;
	const target = await window.showSaveDialog({
		title: l10n.t("Cut Out as PNG"),
		defaultUri: Uri.joinPath(uri, "..", name),
		filters: { PNG: ["png"] },
	});
	if (!target) return;
	const framed = await frames.framed(uri, await readPicture(uri), frame);
	await workspace.fs.writeFile(target, await pixels.api.cutOut(framed, mask));
	const open = l10n.t("Open in Loupe");
	const answer = await window.showInformationMessage(
		l10n.t("{0} was saved.", nameInMessage(pictureName(target))),
		open,
	);
	if (answer === open) await commands.executeCommand("loupe.inspect", target);
}

/** An object without a mask is cut out along its box. */
function maskOf({ mask, box }: DetectedObject, picture: Size): Mask | undefined {
	if (mask || !box) return mask;
	const place = wholePixels(box, picture);
	return { ...place, data: new Uint8Array(place.width * place.height).fill(255) };
}
