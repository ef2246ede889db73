"""Renew the fonts of images from npm: ``python tools/fonts.py``.

Each is a Latin and an Arabic one cut down to what is needed and joined, so that a line has one
font whatever it says. That makes them modified fonts, and a licence reserves the name "Source" for
the original, so that all are renamed. The licence of each lies beside it; a changed one stops the
renewal.
"""

import hashlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import merge, subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent.parent / "api" / "embeds" / "fonts"
RECORD = FOLDER / "VENDORED.toml"
LICENCE = "OFL-1.1"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x1E00, 0x1F00)]
SIGNS = [
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(
        0x2009,
        0x200A,
        0x2022,
        0x2026,
        0x202F,
        0x2032,
        0x2033,
        0x2039,
        0x203A,
        0x20AC,
        0x2212,
        0x2248,
    ),
]
ARABIC = [*range(0x600, 0x61D), *range(0x61E, 0x700), *range(0x750, 0x780), 0x200C, 0x200D]
LATIN_FEATURES = ["kern", "mark", "mkmk", "ccmp", "liga"]
ARABIC_FEATURES = [
    *("init", "medi", "fina", "isol", "rlig", "calt", "liga", "ccmp", "mark", "mkmk", "kern"),
]
NASKH = "noto-naskh-arabic/package/{0}/NotoNaskhArabic_{0}.ttf"

PACKAGES = {
    "@expo-google-fonts/source-serif-4": "0.4.1",
    "@expo-google-fonts/source-sans-3": "0.4.1",
    "@expo-google-fonts/noto-naskh-arabic": "0.4.5",
}
FONTS: dict[str, tuple[str, str, str, str]] = {
    "serif.ttf": (
        "Serif",
        "Regular",
        "source-serif-4/400Regular/SourceSerif4_400Regular",
        "400Regular",
    ),
    "serif-italic.ttf": (
        "Serif",
        "Italic",
        "source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic",
        "400Regular",
    ),
    "serif-bold.ttf": ("Serif", "Bold", "source-serif-4/700Bold/SourceSerif4_700Bold", "700Bold"),
    "sans.ttf": (
        "Sans",
        "Regular",
        "source-sans-3/400Regular/SourceSans3_400Regular",
        "400Regular",
    ),
    "sans-bold.ttf": (
        "Sans",
        "Bold",
        "source-sans-3/600SemiBold/SourceSans3_600SemiBold",
        "600SemiBold",
    ),
}
"""By file: the family ("Tally ...") and style it is named, its Latin and its Arabic letters."""


def cut(path: Path, letters: list[int], features: list[str]) -> TTFont:
    """The font with only these letters, shaped by only these features."""
    font = TTFont(path)
    options = subset.Options(layout_features=features, hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    for table in ("DSIG", "STAT", "vhea", "vmtx"):
        if table in font:
            del font[table]
    return font


def joined(latin: TTFont, arabic: TTFont, folder: Path) -> TTFont:
    """One font of both scripts: a renderer that takes one font a line needs no fallback."""
    paths = []
    for name, font in (("latin.ttf", latin), ("arabic.ttf", arabic)):
        font.save(folder / name)
        paths.append(str(folder / name))
    return merge.Merger().merge(paths)


def named(font: TTFont, family: str, style: str) -> bytes:
    """The font under a name of its own, the same bytes whenever it is made."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    whole = f"Tally {family}"
    for number, text in (
        (1, whole),
        (2, style),
        (3, f"{whole} {style}"),
        (4, f"{whole} {style}"),
        (6, f"Tally{family}-{style}"),
    ):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    font["OS/2"].fsSelection = {"Regular": 0x40, "Italic": 0x01, "Bold": 0x20}[style]
    font["head"].macStyle = {"Regular": 0, "Italic": 2, "Bold": 1}[style]
    font["head"].created = font["head"].modified = _EPOCH
    font.recalcTimestamp = False
    font["post"].formatType = 3
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


_EPOCH = 3_786_912_000  # 1 January 2024, in seconds since 1904


def record() -> str:
    """The text of ``VENDORED.toml`` for the files now in the folder."""
    lines = [
        "# What in this folder is not ours. Written by `make fonts`; checked by "
        "tests/tools/test_fonts.py.",
        f'licence = "{LICENCE}"',
        "",
    ]
    for package, version in PACKAGES.items():
        lines += ["[[packages]]", f'package = "{package}"', f'version = "{version}"', ""]
    lines.append("[sha256]")
    files = [path for path in FOLDER.iterdir() if path.suffix in {".ttf", ".txt"}]
    lines += [
        f'"{path.name}" = "{hashlib.sha256(path.read_bytes()).hexdigest()}"'
        for path in sorted(files)
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fetch, check the licences, write the fonts and their record."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package, version in PACKAGES.items():
            command = ["npm", "pack", "--silent", "--ignore-scripts", f"{package}@{version}"]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            short = package.rpartition("/")[2]
            with tarfile.open(folder / f"expo-google-fonts-{short}-{version}.tgz") as archive:
                archive.extractall(folder / short, filter="data")
            licence = (folder / short / "package" / "LICENSE_FONT").read_text()
            if "SIL OPEN FONT LICENSE Version 1.1" not in licence:
                raise SystemExit(f"{package}: the fonts are not under {LICENCE}")
            (FOLDER / f"LICENSE-{short}.txt").write_text(licence)
        for file, (family, style, latin, arabic) in FONTS.items():
            short, _, rest = latin.partition("/")
            font = joined(
                cut(folder / short / "package" / f"{rest}.ttf", LATIN + SIGNS, LATIN_FEATURES),
                cut(folder / NASKH.format(arabic), ARABIC, ARABIC_FEATURES),
                folder,
            )
            (FOLDER / file).write_bytes(named(font, family, style))
    RECORD.write_text(record())
    total = sum(path.stat().st_size for path in FOLDER.glob("*.ttf"))
    print(f"{len(FONTS)} fonts, {total:,} bytes")


if __name__ == "__main__":
    main()
