#!/usr/bin/env python3
"""Makes Inter-*.otf and JetBrainsMono-Regular.ttf: Latin, Greek, Cyrillic and symbols.

Needs fonttools, and the fonts as Debian's fonts-inter and fonts-jetbrains-mono install them.
egui has no switch for OpenType features, so Inter's tabular figures (`tnum`) become the default
digits here; else days and dates dance in columns.
"""
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent
FONTS = pathlib.Path("/usr/share/fonts")
CHARACTERS = (
    "U+0020-024F,U+0259,U+02B0-02FF,U+0300-0323,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+2000-206F,"
    "U+2070-209F,U+20A0-20BF,U+2100-214F,U+2190-21FF,U+2200-22FF,U+25A0-25FF,U+2713,U+2715"
)


def freeze(font, tag):
    """Points the character map at the glyphs that the feature `tag` would put in."""
    gsub = font["GSUB"].table
    swaps = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag != tag:
            continue
        for index in record.Feature.LookupListIndex:
            for table in gsub.LookupList.Lookup[index].SubTable:
                swaps.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({c: swaps[g] for c, g in table.cmap.items() if g in swaps})


for weight in ["Regular", "Medium", "SemiBold"]:
    font = TTFont(FONTS / f"opentype/inter/Inter-{weight}.otf")
    freeze(font, "tnum")
    tabular = HERE / "tabular.otf"
    font.save(tabular)
    subset.main([str(tabular), f"--unicodes={CHARACTERS}", "--layout-features=kern,mark,mkmk,ccmp,locl,calt",
                 f"--output-file={HERE / f'Inter-{weight}.otf'}"])
    tabular.unlink()
subset.main([str(FONTS / "truetype/jetbrains-mono/JetBrainsMono-Regular.ttf"), f"--unicodes={CHARACTERS}",
             "--layout-features=kern,mark,mkmk,ccmp,locl", f"--output-file={HERE / 'JetBrainsMono-Regular.ttf'}"])
