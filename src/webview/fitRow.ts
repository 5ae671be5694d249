import { fittingButtons } from "./fittingButtons.ts";

/** Fewer buttons with words than this, and icons alone serve better. */
const leastWorded = 4;

/** Lays the task buttons out anew: with words or without, and hides those that do not fit. */
export function fitRow(row: HTMLElement): void {
	const buttons = taskButtons(row);
	const more = row.querySelector<HTMLElement>(".more-tasks");
	if (!more) return;
	row.classList.remove("icons-only");
	for (const button of [...buttons, more]) button.hidden = false;
	let fits = measure(row, buttons, more);
	if (fits.filter(Boolean).length < leastWorded) {
		row.classList.add("icons-only");
		fits = measure(row, buttons, more);
	}
	const focused = document.activeElement;
	for (const [index, button] of buttons.entries()) button.hidden = !fits[index];
	more.hidden = fits.every(Boolean);
	if (buttons.some((button) => button === focused && button.hidden)) more.focus();
}

/** The tasks whose buttons do not fit. */
export function leftOut(row: HTMLElement): string[] {
	return taskButtons(row)
		.filter(({ hidden }) => hidden)
		.flatMap(({ dataset: { task } }) => task ?? []);
}

function measure(row: HTMLElement, buttons: HTMLElement[], more: HTMLElement): boolean[] {
	const width = (element: HTMLElement): number => element.getBoundingClientRect().width;
	return fittingButtons({
		widths: buttons.map(width),
		gap: Number.parseFloat(getComputedStyle(row).columnGap) || 0,
		room: width(row),
		more: width(more),
		kept: buttons.flatMap((button, index) => (button.classList.contains("stop") ? [index] : [])),
	});
}

function taskButtons(row: HTMLElement): HTMLElement[] {
	return [...row.querySelectorAll<HTMLElement>("[data-task]")];
}
