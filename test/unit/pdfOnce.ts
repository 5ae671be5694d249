// Run by pdf.test.ts: opens a PDF, takes a page out of it, closes it, and is done.
import { openPdf } from "../../src/pdf/openPdf.ts";
import { drawPdf, numberedPages } from "../fixtures/pdf.ts";

const pdf = await openPdf(drawPdf(numberedPages(2)));
await pdf.extract([2]);
pdf.close();
