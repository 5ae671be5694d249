import { Uri } from "vscode";

/** The folders a page may load from: `fixed`, those it has, and the pictures' where they are not inside. */
export function resourceRoots(
	fixed: readonly Uri[],
	known: readonly Uri[],
	pictures: readonly Uri[],
): Uri[] {
	const roots = [...known];
	const folders = [...fixed, ...pictures.map((uri) => Uri.joinPath(uri, ".."))];
	for (const folder of folders) {
		const isCovered = roots.some(
			(root) => root.toString() === folder.toString() || isInside(folder, root),
		);
		if (!isCovered) roots.push(folder);
	}
	return roots;
}

export function isInside(uri: Uri, folder: Uri): boolean {
	const path = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
	return (
		uri.scheme === folder.scheme && uri.authority === folder.authority && uri.path.startsWith(path)
	);
}
