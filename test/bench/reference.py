"""Reads masks out of a reply the way Google's example describes it, with Pillow and plain loops.

Usage: reference.py PICTURE REPLY FOLDER. Writes a mask and an overlay per object into FOLDER, unless
it is "-", and prints the seconds that took, the interpreter's start left out.
"""
import base64
import io
import json
import os
import sys
import time

from PIL import Image

picture, reply, folder = sys.argv[1:4]
begin = time.perf_counter()
image = Image.open(picture).convert("RGBA")
image.thumbnail((1024, 1024), Image.Resampling.LANCZOS)
with open(reply, encoding="utf-8") as file:
    text = file.read()
if "```json" in text:
    text = text.split("```json")[1].split("```")[0]
for index, item in enumerate(json.loads(text)):
    top, left, bottom, right = (
        int(value / 1000 * side)
        for value, side in zip(item["box_2d"], (image.height, image.width) * 2)
    )
    prefix = "data:image/png;base64,"
    if top >= bottom or left >= right or not item["mask"].startswith(prefix):
        continue
    drawn = Image.open(io.BytesIO(base64.b64decode(item["mask"][len(prefix):])))
    mask = drawn.convert("L").resize((right - left, bottom - top), Image.Resampling.BILINEAR)
    overlay = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pixels, paint = mask.load(), overlay.load()
    for y in range(top, bottom):
        for x in range(left, right):
            if pixels[x - left, y - top] > 127:
                paint[x, y] = (255, 80, 80, 200)
    if folder != "-":
        name = f"{item['label']}_{index}"
        mask.save(os.path.join(folder, f"{name}_mask.png"))
        Image.alpha_composite(image, overlay).save(os.path.join(folder, f"{name}_overlay.png"))
print(time.perf_counter() - begin)
