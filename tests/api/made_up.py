"""Made-up articles beside the real ones: what no text of August 2025 happens to hold.

Sources without a date or with half of one, ties, every bound and unit, zero, a number past 32
bits, open and missing periods, and names that a spreadsheet or a browser would run.
"""

import tomllib

import msgspec

from seeds import fixtures as fx

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://example.org")'

_SHA = "0" * 64

_UNDATED = """
[source]
id = "undated-report"
kind = "report"
title = "@SUM(1) – گزارش"
publisher = "+Press & Co"
via = ["formula-bureau", "afp"]
published = { basis = "unknown" }
language = "fa"
url = "https://example.org/report?a=1&b=2"
licence = "CC BY 4.0"
text_sha256 = "SHA"
text_length = 1000

[[departures]]
id = "made-up-tie-a"
mentions = [{ paragraph = 1, start = 0, printed = "5,000" }]
bound = "point"
reported = 5000
claimant = "formula-bureau"
stated_on = 2024-02-01
origin = "IRN"
period = "2024-01"
note = "-1 is how this note begins."

[[departures]]
id = "made-up-tie-b"
mentions = [{ paragraph = 1, start = 10, printed = "5,000" }]
bound = "point"
reported = 5000
stated_on = 2024-02-01
origin = "IRN"
period = "2024-01"

[[departures]]
id = "made-up-tie-c"
mentions = [{ paragraph = 1, start = 20, printed = "5,000" }]
bound = "point"
reported = 5000
stated_on = 2024-02-01
origin = "IRN"
period = "2024-01"
part_of = "made-up-tie-b"

[[departures]]
id = "made-up-five-billion"
mentions = [{ paragraph = 1, start = 30, printed = "5,000,000,000" }]
bound = "point"
reported = 5000000000
claimant = "script-agency"
destination = "IRN"
nationality = "PAK"
period = "198X"
movement = "return"
outlook = "planned"
legal_status = "stateless"

[[departures]]
id = "made-up-none-at-all"
mentions = [{ paragraph = 1, start = 50, printed = "0" }]
bound = "point"
reported = 0
period = "../2024-03"

[[departures]]
id = "made-up-at-least"
mentions = [{ paragraph = 2, start = 60, printed = "at least 50" }]
bound = "at_least"
reported = 50
unit = "crossings"
place = "torkham-crossing"
period = "2024-02-10/2024-02-20"
coverage = "rate"
per = "week"

[[departures]]
id = "made-up-fewer-than"
mentions = [{ paragraph = 2, start = 80, printed = "fewer than 80" }]
bound = "less_than"
reported = 80
unit = "households"
period = "2024/.."
coverage = "cumulative"

[[departures]]
id = "made-up-up-to"
mentions = [{ paragraph = 2, start = 100, printed = "up to 1,000" }]
bound = "at_most"
reported = 1000
unit = "families"

[[permit_holders]]
id = "made-up-families-with-cards"
mentions = [{ paragraph = 3, start = 120, printed = "between 200 and 300" }]
bound = "between"
lower = 200
upper = 300
unit = "families"
claimant = "script-agency"
category = "pakistan-unhcr-refugee-card"
jurisdiction = "PAK"
as_of = "2024/.."
state = "in_force"

[[population_estimates]]
id = "made-up-foreigners-in-iran"
mentions = [{ paragraph = 3, start = 150, printed = "nearly 80" }]
bound = "less_than"
approximate = true
reported = 80
country = "IRN"
place = "quetta"
origin = "AFG"
population_scope = "all_foreigners"
""".replace("SHA", _SHA)

_HALF_DATED = """
[source]
id = "half-dated-report"
kind = "dataset"
published = { latest = 2024-05-31, basis = "inferred" }
language = "en"
text_sha256 = "SHA"
text_length = 10

[[departures]]
id = "made-up-half-dated"
mentions = [{ paragraph = 1, start = 0, printed = "7" }]
bound = "point"
reported = 7
""".replace("SHA", _SHA.replace("0", "1"))

_OPEN_DATED = """
[source]
id = "open-dated-report"
kind = "report"
published = { earliest = 2024-06-01, basis = "inferred" }
language = "en"
text_sha256 = "SHA"
text_length = 10

[[population_estimates]]
id = "made-up-open-dated"
mentions = [{ paragraph = 1, start = 0, printed = "9" }]
bound = "point"
reported = 9
country = "AFG"
as_of = "2024-06-30"
""".replace("SHA", _SHA.replace("0", "2"))

_CLAIMANTS = [
    fx.Claimant(id="formula-bureau", name=FORMULA, type="analyst"),
    fx.Claimant(id="script-agency", name=SCRIPT, names={"fa": "سازمان‌های ایران"}, type="ngo"),
]


def with_made_up(fixtures: fx.Fixtures) -> fx.Fixtures:
    """Fixtures with the made-up articles and claimants added."""
    articles = {
        f"{article.source.id}.toml": article
        for text in (_UNDATED, _HALF_DATED, _OPEN_DATED)
        for article in [msgspec.convert(tomllib.loads(text), fx.Article)]
    }
    return msgspec.structs.replace(
        fixtures,
        articles=fixtures.articles | articles,
        claimants=[*fixtures.claimants, *_CLAIMANTS],
    )
