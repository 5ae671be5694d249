// The package has types for its other half only.
declare module "pdfjs-dist/legacy/build/pdf.worker.mjs";
