const pictureName = /\.(png|jpe?g|webp|gif|avif|bmp|svg|ico|heic|heif|tiff?)$/i;

/** A file that Loupe opens, by its name. */
export function isPictureName(name: string): boolean {
	return pictureName.test(name);
}
