import type { Page } from "playwright-core";

/** Where in a window a text stands: the frames that show it, and what the browser keeps of VS Code's state. */
export async function tellingPlaces(page: Page, text: string): Promise<string[]> {
	const found: string[] = [];
	for (const frame of page.frames()) {
		if ((await frame.content()).includes(text)) found.push(`frame ${frame.url()}`);
	}
	const kept = await page.evaluate(readKept);
	for (const [place, words] of kept) if (words.includes(text)) found.push(place);
	return found;
}

/** How much there is to be searched in what the browser keeps: the names of its stores. */
export async function keptPlaces(page: Page): Promise<string[]> {
	return (await page.evaluate(readKept)).map(([place]) => place);
}

/** Runs in the page: what the web storages and databases of VS Code hold, as text. */
async function readKept(): Promise<Array<[place: string, words: string]>> {
	const kept: Array<[string, string]> = [
		["localStorage", JSON.stringify({ ...localStorage })],
		["sessionStorage", JSON.stringify({ ...sessionStorage })],
	];
	const wait = <Result>(request: IDBRequest<Result>) =>
		new Promise<Result>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	const decoder = new TextDecoder();
	const plain = (_: string, value: unknown) =>
		value instanceof Uint8Array ? decoder.decode(value) : value;
	for (const { name } of await indexedDB.databases()) {
		if (!name) continue;
		const database = await wait(indexedDB.open(name));
		for (const store of database.objectStoreNames) {
			const objects = database.transaction(store).objectStore(store);
			const values = [await wait(objects.getAllKeys()), await wait(objects.getAll())];
			kept.push([`${name}/${store}`, JSON.stringify(values, plain)]);
		}
		database.close();
	}
	return kept;
}
