"""Invented fixtures: small, good, and easy to spoil one line at a time."""

import hashlib
from pathlib import Path

from seeds.fixtures import Fixtures, read_fixtures

TEXT = """Bulletin of 2024-03-05

More than 2,400 people left Norway for Iceland in February, 900 of them by the north pier.

About 50 held a green card. Every day 300 to 400 families arrive, and hundreds wait.
"""

Edit = tuple[str, str, str]
"""A file of ``FILES``, what stands in it once, and what to put there."""

ARTICLE = "articles/pier-2024.toml"

FILES = {
    ARTICLE: """
[source]
id = "pier-2024"
kind = "article"
title = "The pier"
via = ["the-courier"]
published = { earliest = 2024-03-05, latest = 2024-03-05, basis = "printed" }
language = "en"
text_sha256 = "SHA256"
text_length = LENGTH

[[departures]]
id = "left-in-february"
mentions = [{ paragraph = 2, start = 24, printed = "More than 2,400" }]
bound = "more_than"
reported = 2400
claimant = "harbour-office"
speaker = "ada-berg"
stated_on = 2024-03-05
via = ["the-courier"]
origin = "NOR"
destination = "ISL"
period = "2024-02"
since_event = "pier-opened"
inferred = ["destination"]

[[departures]]
id = "left-by-the-pier"
mentions = [{ paragraph = 2, start = 84, printed = "900" }]
bound = "point"
reported = 900
part_of = "left-in-february"
origin = "NOR"
destination = "ISL"
place = "north-pier"
period = "2024-02-01/2024-02-29"

[[departures]]
id = "arriving-daily"
mentions = [{ paragraph = 3, start = 154, printed = "300 to 400" }]
bound = "between"
lower = 300
upper = 400
unit = "families"
destination = "ISL"
coverage = "rate"
per = "day"
movement = "arrival"

[[permit_holders]]
id = "green-cards"
mentions = [{ paragraph = 3, start = 116, printed = "About 50" }]
bound = "point"
approximate = true
reported = 50
category = "green-card"
jurisdiction = "ISL"
as_of = "2024-03"

[[population_estimates]]
id = "waiting-at-the-pier"
mentions = [{ paragraph = 3, start = 186, printed = "hundreds" }]
bound = "magnitude"
approximate = true
lower = 200
upper = 999
country = "NOR"
place = "north-pier"
situation = "waiting_at_border"
as_of = "2024-03-05"

[[policy_events]]
id = "pier-opened"
date = "2024-02-01"
jurisdiction = "NOR"
action = "launched"
summary = "A pier opens."
categories = ["green-card"]
claimant = "harbour-office"
speaker = "ada-berg"

[[not_figures]]
start = 12
printed = "2024-03-05"
reason = "date"
""",
    "reference/claimants.toml": """
[[claimants]]
id = "harbour-office"
name = "Harbour Office"
names = { fa = "بندر", en = "the Harbour Office" }
type = "government"
country = "NOR"

[[claimants]]
id = "the-courier"
name = "The Courier"
type = "media"
""",
    "reference/speakers.toml": """
[[speakers]]
id = "ada-berg"
name = "Ada Berg"
role = "harbour master"
""",
    "reference/places.toml": """
[[places]]
id = "norway"
name = "Norway"
type = "country"
country = "NOR"

[[places]]
id = "north-pier"
name = "North pier"
type = "border_crossing"
country = "NOR"
parent = "norway"
opposite = "south-pier"

[[places]]
id = "south-pier"
name = "South pier"
type = "border_crossing"
country = "ISL"
opposite = "north-pier"
""",
    "reference/permit_categories.toml": """
[[permit_categories]]
id = "green-card"
name = "Green card"
jurisdiction = "ISL"
kind = "residence"
issuer = "harbour-office"
""",
}


def write(folder: Path, *edits: Edit) -> Path:
    """The invented fixtures in a folder, with edits made and the text beside them in ``texts``."""
    files = dict(FILES)
    for name, old, new in edits:
        assert files[name].count(old) == 1, f"{old!r} stands {files[name].count(old)} times"
        files[name] = files[name].replace(old, new)
    for name, content in files.items():
        known = content.replace("SHA256", hashlib.sha256(TEXT.encode()).hexdigest())
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(known.replace("LENGTH", str(len(TEXT))), encoding="utf-8")
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "pier.txt").write_text(TEXT, encoding="utf-8")
    return folder


def read(folder: Path, *edits: Edit) -> Fixtures:
    """The invented fixtures with edits, written to a folder and read from it."""
    return read_fixtures(write(folder, *edits))
