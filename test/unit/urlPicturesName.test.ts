import assert from "node:assert/strict";
import { fileName } from "../../src/host/pictures/fileName.ts";
import type { Format } from "../../src/image/format.ts";

describe("the file name of a picture from an address", () => {
	const names: Array<[path: string, format: Format, name: string]> = [
		["/cats/tom.png", "png", "tom.png"],
		["/cats/tom.JPEG", "jpeg", "tom.jpeg"],
		["/cats/tom.png?size=large#top", "png", "tom.png"],
		["/cats/tom.php", "webp", "tom.php.webp"],
		["/cats/tom.png", "gif", "tom.png.gif"],
		["/", "png", "example.com.png"],
		["/%E5%86%99%E7%9C%9F.png", "png", "写真.png"],
		["/%E0%A4%A.png", "png", "_E0_A4_A.png"],
		["/..%2F..%2Fetc%2Fpasswd", "png", "_.._etc_passwd.png"],
		["/a%00b%3Ac%5Cd.png", "png", "a_b_c_d.png"],
		["/%E2%80%AEgnp.exe", "png", "_gnp.exe.png"],
		["/con.png", "png", "_con.png"],
		["/.png", "png", "png.png"],
	];
	for (const [path, format, name] of names) {
		it(`${path} (${format}) → ${name}`, () => {
			assert.equal(fileName(new URL(path, "https://example.com"), format), name);
		});
	}

	it("is never longer than file systems take", () => {
		const long = `/${encodeURIComponent("🐈".repeat(400))}.png`;
		const name = fileName(new URL(long, "https://example.com"), "png");
		assert.ok(Buffer.byteLength(name) <= 255, `${Buffer.byteLength(name)} bytes`);
	});
});
