"""Fonts for paper, made once at set-up: WeasyPrint takes four times as long over variable ones.

python -m hms.lib.fonts [DIRECTORY]     (settings.FONTS_DIR, var/fonts, when not given)
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path

# Written as characters and ranges: what paper may print beside Devanagari. Absent ones are left out quietly.
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), *range(0x2030, 0x203B)]
LATIN += [ord(sign) for sign in "₀₁₂₃₄₅₆₇₈₉⁰⁴⁵⁶⁷⁸⁹₹℞№™−×÷±≤≥≠≈µΩαβγδ→←↑↓✓✗\u200b\u200c\u200d"]
DEVANAGARI = [
    *range(0x20, 0x7F),
    *range(0x900, 0x980),
    *range(0x1CD0, 0x1D00),
    *range(0xA8E0, 0xA900),
    *(0xA0, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x200C, 0x200D, 0x20B9, 0x25CC),
]
SOURCES = {
    "NotoSans": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", LATIN),
    "NotoSansDevanagari": ("fontpkg_noto_sans_devanagari", "NotoSansDevanagari[wdth,wght].ttf", DEVANAGARI),
}
WEIGHTS = {"Regular": 400, "Bold": 700}
NAMES = [f"{family}-{style}.ttf" for family in SOURCES for style in WEIGHTS]


def missing(directory: Path) -> list[str]:
    """Names of the fonts paper needs and `directory` lacks."""
    return [name for name in NAMES if not (directory / name).is_file()]


def make(directory: Path) -> bool:
    """Make what is missing or out of date; False when there was nothing to do. Some seconds, on one core."""
    stamp = directory / ".made-from"
    if not missing(directory) and stamp.is_file() and stamp.read_text() == _recipe():
        return False
    directory.mkdir(parents=True, exist_ok=True)
    for family, (package, filename, characters) in SOURCES.items():
        for style, weight in WEIGHTS.items():
            _make_one(_source(package, filename), characters, weight, directory / f"{family}-{style}.ttf")
    stamp.write_text(_recipe())
    return True


def _make_one(source: Path, characters: list[int], weight: int, target: Path) -> None:
    """Subset first, then fix the axes: the other way round takes 26 seconds instead of two."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, updateFontNames=True)
    half = target.with_suffix(".half")
    font.save(half)
    half.replace(target)


def _source(package: str, filename: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The package {package} is missing: install requirements.lock first.")
    return Path(spec.origin).parent / "files" / filename


def _recipe() -> str:
    """Changes when a font, fontTools or this file does."""
    packages = ["fontpkg-noto-sans", "fontpkg-noto-sans-devanagari", "fonttools"]
    versions = [f"{name} {importlib.metadata.version(name)}" for name in packages]
    return "\n".join([*versions, hashlib.sha256(Path(__file__).read_bytes()).hexdigest(), ""])


if __name__ == "__main__":
    home = Path(os.environ.get("HMS_VAR_DIR") or Path(__file__).resolve().parents[2] / "var")
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("HMS_FONTS_DIR")
    make(Path(given) if given else home / "fonts")
