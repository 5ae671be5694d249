/** How the numbers of a picture mean colours: by a curve over light, of red, green and blue lights. */
export interface ColorMeaning {
	/** Light is the number raised to it, or as in sRGB. */
	curve: number | "srgb";
	/** CIE x and y of white, red, green and blue. */
	primaries: readonly number[];
	isGrey: boolean;
}

export const srgbPrimaries: readonly number[] = [0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06];

/** By their number (ITU-T H.273): BT.709 as in sRGB, BT.2020, Display P3. */
export const namedPrimaries: Readonly<Record<number, readonly number[]>> = {
	1: srgbPrimaries,
	9: [0.3127, 0.329, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
	12: [0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
};

type Vector = [number, number, number];
type Matrix = [Vector, Vector, Vector];

/** The white of profiles (ICC.1, 7.2.16). */
const d50: Vector = [0.9642, 1, 0.8249];

/** From XYZ to the cones' answers (Lam's "Bradford" matrix, as in ICC.1, annex E). */
const bradford: Matrix = [
	[0.8951, 0.2664, -0.1614],
	[-0.7502, 1.7135, 0.0367],
	[0.0389, -0.0685, 1.0296],
];

/** A power, and near black a line (IEC 61966-2-1; ICC.1, "parametricCurveType"). */
const srgbCurve = parametricCurve([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);

/** An ICC profile that says the same (ICC.1); undefined for impossible lights. */
export function matrixProfile(meaning: ColorMeaning): Uint8Array | undefined {
	const curve = meaning.curve === "srgb" ? srgbCurve : powerCurve(meaning.curve);
	if (!curve) return undefined;
	const text = Buffer.from("text\0\0\0\0-\0", "latin1");
	const name = Buffer.alloc(90 + 2);
	name.write("desc\0\0\0\0\0\0\0\x02-", "latin1");
	const tags: Array<[name: string, content: Buffer]> = [
		["desc", name],
		["cprt", text],
		["wtpt", xyz(d50)],
	];
	if (meaning.isGrey) tags.push(["kTRC", curve]);
	else {
		const columns = adapted(meaning.primaries);
		if (!columns) return undefined;
		for (const [index, light] of ["r", "g", "b"].entries()) {
			tags.push([`${light}XYZ`, xyz(columns[index]!)], [`${light}TRC`, curve]);
		}
	}
	return profileOf(tags, meaning.isGrey ? "GRAY" : "RGB ");
}

/** Exponents are counted in 256ths (u8Fixed8); undefined for those beyond. */
function powerCurve(exponent: number): Buffer | undefined {
	const parts = Math.round(exponent * 256);
	if (!(parts > 0 && parts < 65_536)) return undefined;
	const curve = Buffer.alloc(14);
	curve.write("curv", "latin1");
	curve.writeUInt32BE(1, 8);
	curve.writeUInt16BE(parts, 12);
	return curve;
}

function parametricCurve(parameters: readonly number[]): Buffer {
	const curve = Buffer.alloc(12 + parameters.length * 4);
	curve.write("para\0\0\0\0\0\x03", "latin1");
	for (const [at, value] of parameters.entries()) curve.writeInt32BE(fixed(value), 12 + at * 4);
	return curve;
}

function profileOf(tags: ReadonlyArray<[string, Buffer]>, space: string): Uint8Array {
	const table = Buffer.alloc(128 + 4 + tags.length * 12);
	table.writeUInt32BE(0x02400000, 8);
	table.write(`mntr${space}XYZ `, 12, "latin1");
	table.write("acsp", 36, "latin1");
	for (const [index, value] of d50.entries()) table.writeInt32BE(fixed(value), 68 + index * 4);
	table.writeUInt32BE(tags.length, 128);
	const contents: Buffer[] = [];
	let at = table.length;
	for (const [index, [name, content]] of tags.entries()) {
		const entry = 132 + index * 12;
		table.write(name, entry, "latin1");
		table.writeUInt32BE(at, entry + 4);
		table.writeUInt32BE(content.length, entry + 8);
		const padded = Buffer.concat([content, Buffer.alloc(-content.length & 3)]);
		contents.push(padded);
		at += padded.length;
	}
	table.writeUInt32BE(at, 0);
	return new Uint8Array(Buffer.concat([table, ...contents]));
}

function xyz(values: Vector): Buffer {
	const content = Buffer.alloc(20);
	content.write("XYZ ", "latin1");
	for (const [index, value] of values.entries()) content.writeInt32BE(fixed(value), 8 + index * 4);
	return content;
}

/** s15Fixed16 */
function fixed(value: number): number {
	return Math.round(value * 65_536);
}

/** XYZ of full red, green and blue beside a white that is D50; undefined where they make no white. */
function adapted(primaries: readonly number[]): [Vector, Vector, Vector] | undefined {
	const [white, ...lights] = [0, 2, 4, 6].map((at): Vector => {
		const [x = 0, y = 0] = primaries.slice(at, at + 2);
		return [x / y, 1, (1 - x - y) / y];
	});
	const asColumns = transposed(lights as Matrix);
	const inverse = inverted(asColumns);
	const toCones = inverted(bradford);
	if (!white || !inverse || !toCones) return undefined;
	const amounts = times(inverse, white);
	const [from, to] = [times(bradford, white), times(bradford, d50)];
	const columns = lights.map((light, index): Vector => {
		const cones = times(bradford, light.map((value) => value * amounts[index]!) as Vector);
		return times(toCones, cones.map((value, cone) => (value * to[cone]!) / from[cone]!) as Vector);
	});
	const isPossible = columns.flat().every((value) => Math.abs(value) < 100);
	return isPossible ? (columns as [Vector, Vector, Vector]) : undefined;
}

function times(matrix: Matrix, [x, y, z]: Vector): Vector {
	return matrix.map(([a, b, c]) => a * x + b * y + c * z) as Vector;
}

function transposed(matrix: Matrix): Matrix {
	return [0, 1, 2].map((column) => matrix.map((row) => row[column])) as Matrix;
}

/** By cofactors; undefined for a matrix without an inverse. */
function inverted(matrix: Matrix): Matrix | undefined {
	const at = (row: number, column: number) => matrix[row % 3]![column % 3]!;
	const cofactor = (row: number, column: number) =>
		at(row + 1, column + 1) * at(row + 2, column + 2) -
		at(row + 1, column + 2) * at(row + 2, column + 1);
	const determinant = [0, 1, 2].reduce(
		(sum, column) => sum + at(0, column) * cofactor(0, column),
		0,
	);
	if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-9) return undefined;
	const rows = [0, 1, 2].map((row) =>
		[0, 1, 2].map((column) => cofactor(column, row) / determinant),
	);
	return rows as Matrix;
}
