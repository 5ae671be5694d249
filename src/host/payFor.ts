import { l10n } from "vscode";
import { LoupeError } from "../shared/errors.ts";
import type { Spending } from "./spending.ts";

/**
 * Throws `Cancelled` when the person keeps to their limit, `Quota` where they cannot be asked
 * (`isSilent`). `cost` is an estimate in US dollars, undefined where none is known.
 */
export async function payFor(
	cost: number | undefined,
	isSilent: boolean,
	spending: Spending,
): Promise<void> {
	if (isSilent) {
		if (!spending.goesOver(cost)) return;
		const detail = l10n.t("This would go over the spending limit of this month.");
		throw new LoupeError("Quota", "The spending limit of this month would be exceeded", { detail });
	}
	if (await spending.maySpend(cost)) return;
	throw new LoupeError("Cancelled", "The spending limit of this month would be exceeded");
}
