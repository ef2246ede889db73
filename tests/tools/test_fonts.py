"""The fonts of images are what ``VENDORED.toml`` says, and cover what they have to."""

import tomllib

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from tools import fonts

LATIN = "Aa0123456789.,–—‘’“”×·ÄéñŞşİığāĀūẓḤ€"
URDU = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے۔،؟ۃۂئؤآ"
PASHTO = "ټځڅډړږښګڼۀېۍئي"
PERSIAN = "پچژگکیهۀ۰۱۲۳۴۵۶۷۸۹٬٫٪«»\u200c"


def test_files_match_their_recorded_hashes() -> None:
    """No font was edited, and the record is what ``make fonts`` would write."""
    assert fonts.RECORD.read_text() == fonts.record()
    recorded = tomllib.loads(fonts.RECORD.read_text())["sha256"]
    assert {name for name in recorded if name.endswith(".ttf")} == fonts.FONTS.keys()


def test_they_are_small() -> None:
    """All of them together stay well under a megabyte."""
    assert sum(path.stat().st_size for path in fonts.FOLDER.glob("*.ttf")) < 700_000


@pytest.mark.parametrize("file", fonts.FONTS)
def test_each_covers_both_scripts(file: str) -> None:
    """A line in any of the four languages needs one font alone."""
    covered = TTFont(fonts.FOLDER / file).getBestCmap()
    assert [
        letter for letter in LATIN + URDU + PASHTO + PERSIAN if ord(letter) not in covered
    ] == []


def test_licences_are_carried_along() -> None:
    """Each licence lies beside the fonts, and no font keeps a name that one reserves."""
    for package in fonts.PACKAGES:
        short = package.rpartition("/")[2]
        licence = (fonts.FOLDER / f"LICENSE-{short}.txt").read_text()
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for file in fonts.FONTS:
        names = TTFont(fonts.FOLDER / file)["name"]
        assert names.getDebugName(1).startswith("Tally ")
        assert "Source" not in names.getDebugName(4)
