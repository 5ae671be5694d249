/**
 * The Orientation tag of a HEIF file's EXIF, 1–8; 1 where nothing is said or what is said makes no
 * sense. The block's first four bytes say how far behind them the TIFF header stands.
 */
export function exifOrientation(block: Uint8Array): number {
	const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
	const has = (at: number, length: number) => at + length <= block.length;
	if (!has(0, 4)) return 1;
	const header = 4 + view.getUint32(0);
	if (!has(header, 8)) return 1;
	const isLittle = view.getUint16(header) === 0x4949;
	const directory = header + view.getUint32(header + 4, isLittle);
	if (!has(directory, 2)) return 1;
	const count = view.getUint16(directory, isLittle);
	for (let index = 0; index < count; index++) {
		const at = directory + 2 + index * 12;
		if (!has(at, 12)) return 1;
		if (view.getUint16(at, isLittle) !== 0x0112) continue;
		const value = view.getUint16(at + 8, isLittle);
		return value >= 1 && value <= 8 ? value : 1;
	}
	return 1;
}
