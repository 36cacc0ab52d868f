#!/usr/bin/env python3
"""Makes lucide.ttf from the icons listed in src/ui/kit/icon.rs.

Needs fonttools and the `font` folder of the npm package lucide-static:
    npm pack lucide-static && tar xzf lucide-static-*.tgz
    python3 subset_lucide.py package/font
It fails if the list names an icon that the font does not have, or has at another code point.
"""
import json
import pathlib
import re
import sys

from fontTools import subset

here = pathlib.Path(__file__).resolve().parent
font = pathlib.Path(sys.argv[1])
points = json.loads((font / "codepoints.json").read_text())
source = (here / "../../src/ui/kit/icon.rs").read_text()
icons = re.findall(r'"([a-z0-9-]+)" \'\\u\{([0-9a-f]+)\}\'', source)
for name, point in icons:
    if points.get(name) != int(point, 16):
        sys.exit(f"{name}: expected \\u{{{points.get(name, 0):x}}}, the list says \\u{{{point}}}")
subset.main([
    str(font / "lucide.ttf"),
    "--unicodes=" + ",".join(point for _, point in icons),
    "--layout-features=",
    "--name-IDs=1,2",
    f"--output-file={here / 'lucide.ttf'}",
])
print(len(icons), "icons,", (here / "lucide.ttf").stat().st_size, "bytes")
