"""Every format says the same, and the one that was asked for is answered."""

import csv
import io
import json
from typing import Any

import pytest

from tests.api.lists import DETAILS, LISTS, Record
from tests.api.made_up import FORMULA, SCRIPT
from tests.conftest import Client

TYPES = {
    ".json": "application/json",
    ".csv": "text/csv; header=present; charset=utf-8",
    ".ndjson": "application/x-ndjson",
}
PLAIN_TYPES = {"json": "application/json", "csv": "text/csv", "ndjson": "application/x-ndjson"}

DEPARTURE_COLUMNS = [
    "kind",
    "id",
    "version",
    "recorded_at",
    "superseded_at",
    "withdrawn_reason",
    "value_reported",
    "value_bound",
    "value_approximate",
    "value_lower",
    "value_upper",
    "value_unit",
    "value_as_printed",
    "value_rounding",
    "value_plausible_lower",
    "value_plausible_upper",
    "nationality",
    "legal_status",
    "inferred",
    "part_of",
    "attribution_voice",
    "attribution_claimant_id",
    "attribution_claimant_name",
    "attribution_claimant_type",
    "attribution_speaker_name",
    "attribution_speaker_role",
    "attribution_stated_on",
    "attribution_via",
    "attribution_confirmed_by",
    "source_id",
    "source_kind",
    "source_title",
    "source_publisher",
    "source_published_earliest",
    "source_published_latest",
    "source_published_basis",
    "source_url",
    "mentions",
    "note",
    "citation",
    "links_self",
    "links_source",
    "links_comparison",
    "links_page",
    "links_embed",
    "origin",
    "destination",
    "place_id",
    "place_name",
    "period_start",
    "period_end",
    "period_precision",
    "coverage",
    "per",
    "since_event",
    "movement",
    "outlook",
    "data_licence",
    "country_as_given",
]


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    """The rows of a list as CSV, each by column."""
    text = client.get(f"{path}.csv?limit=1000").content.decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def type_of(client: Client, path: str, accept: str | None) -> str | None:
    """The format answered for an ``Accept``; ``None`` for 406."""
    headers = {"accept": accept} if accept is not None else {"accept": ""}
    response = client.get(path, headers=headers)
    if response.status_code == 406:
        return None
    assert response.status_code == 200, response.text
    plain = response.headers["content-type"].partition(";")[0]
    return {value: name for name, value in PLAIN_TYPES.items()}[plain]


@pytest.mark.parametrize("path", LISTS)
def test_suffixes(rich: Client, path: str) -> None:
    """A suffix says the format whatever the default; no suffix is JSON; others are 406."""
    for suffix, content_type in TYPES.items():
        response = rich.get(f"{path}{suffix}?limit=3")
        assert response.status_code == 200
        assert response.headers["content-type"] == content_type
        # a short answer has one form only, and nothing that it depends on
        assert response.headers.get("vary") in (None, "Accept-Encoding")
    plain = rich.get(f"{path}?limit=3")
    assert plain.headers["content-type"] == "application/json"
    assert plain.headers["vary"] in ("Accept", "Accept, Accept-Encoding")
    for suffix in (".xml", ".CSV", ".html"):
        refused = rich.get(path + suffix)
        assert refused.status_code == 406, suffix
        assert refused.headers["content-type"] == "application/problem+json"
        for format in LISTS[path].formats:
            assert f".{format}" in refused.json()["detail"]
        assert suffix not in refused.text.replace(path + suffix, "")
    for format in LISTS[path].formats:  # which there is, but no such release
        assert rich.get(f"{path}.{format}?as_of_release=99").status_code == 404
    for suffix in (".csv.json", ".", ".x-y", ".csv/"):
        assert rich.get(path + suffix).status_code == 404, suffix


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        (None, "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/*", "csv"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv; header=present", "csv"),
        ("application/x-ndjson", "ndjson"),
        ("application/json", "json"),
        ("application/json;q=0.5, text/csv", "csv"),
        ("application/json;q=0.5,text/csv;q=0.6,application/x-ndjson;q=0.7", "ndjson"),
        ("text/csv;q=0.2, */*;q=0.1", "csv"),
        ("text/csv, */*", "csv"),
        ("*/*, application/json;q=0", "csv"),
        ("application/*, application/json;q=0", "ndjson"),
        ("*/*;q=0.1, application/*;q=0, text/csv", "csv"),
        ("text/html, */*;q=0.8", "json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"),
        ("text/csv ; Q=0.9 , application/json ; q=0.1", "csv"),
        ("text/csv;q=1.000, application/json;q=0.999", "csv"),
        ("text/csv, application/json", "csv"),
        ("text/html", None),
        ("image/*", None),
        ("*/*;q=0", None),
        ("application/json;q=0", None),
        ("application/json;q=0.0, text/csv;q=0, application/x-ndjson;q=0.000", None),
        ("json", None),
    ],
)
def test_accept(rich: Client, accept: str | None, format: str | None) -> None:
    """``Accept`` chooses the format of an address without a suffix, by weight; none is 406."""
    assert type_of(rich, "/v1/claimants?limit=1", accept) == format


def test_accept_with_suffix(rich: Client) -> None:
    """A suffix stays what it is: an ``Accept`` that allows it changes nothing, another is 406."""
    for name, media_type in PLAIN_TYPES.items():
        address = f"/v1/claimants.{name}?limit=1"
        for accept in (None, "*/*", media_type, f"text/html, {media_type};q=0.1"):
            assert type_of(rich, address, accept) == name
        for accept in ("text/html", f"*/*, {media_type};q=0"):
            assert type_of(rich, address, accept) is None


def test_accept_of_details(rich: Client) -> None:
    """A single record is JSON, and 406 for whoever cannot take that."""
    for path, operation in DETAILS.items():
        address = path.partition("{")[0] + (operation.example or "") + path.partition("}")[2]
        assert rich.get(address, headers={"accept": "text/csv, */*;q=0.1"}).status_code == 200
        refused = rich.get(address, headers={"accept": "text/csv"})
        assert refused.status_code == 406, address
        assert refused.json()["type"].endswith("#not-acceptable")
        assert refused.headers["content-type"] == "application/problem+json"


def test_not_acceptable_says_what_is(rich: Client) -> None:
    """406 names the media types there are."""
    detail = rich.get("/v1/places", headers={"accept": "text/html"}).json()["detail"]
    for media_type in PLAIN_TYPES.values():
        assert media_type in detail


def test_departure_columns(rich: Client) -> None:
    """The columns of departures are these, in this order: one may only be added at the end."""
    header = rich.get("/v1/departures.csv?limit=1").text.partition("\r\n")[0]
    assert header.split(",") == DEPARTURE_COLUMNS
    empty = rich.get("/v1/departures.csv?source=no-such-source").text
    assert empty == header + "\r\n"


def _cell(record: Record, path: list[str]) -> Any:
    """The value of a column: the field its name leads to, words joined by underscores."""
    for end in range(len(path), 0, -1):
        name = "_".join(path[:end])
        if name in record:
            value, rest = record[name], path[end:]
            if not rest:
                return value
            return None if value is None else _cell(value, rest)
    return None


def _printed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "; ".join(value)
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else value
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


@pytest.mark.parametrize("path", LISTS)
def test_rows(rich: Client, world: dict[str, list[Record]], path: str) -> None:
    """There is one row a record, in order, and every cell is the value of the JSON."""
    rows = rows_of(rich, path)
    assert len(rows) == len(world[path]) > 0
    for row, record in zip(rows, world[path], strict=True):
        for column, cell in row.items():
            if column == "data_licence":
                assert cell == "CC-BY-4.0"
            else:
                assert cell == _printed(_cell(record, column.split("_"))), (column, record)


@pytest.mark.parametrize("path", LISTS)
def test_no_field_is_lost(rich: Client, world: dict[str, list[Record]], path: str) -> None:
    """Every field of every record has a column, its own or one for each of its parts."""
    columns = set(rows_of(rich, path)[0])

    def check(value: dict[str, Any], prefix: str) -> None:
        for name, inner in value.items():
            column = f"{prefix}{name}"
            if isinstance(inner, dict) and column not in columns:
                check(inner, f"{column}_")
            elif inner is not None:
                assert column in columns

    for record in world[path]:
        check(record, "")


def test_line_ends(rich: Client) -> None:
    """CSV is as RFC 4180 has it: CRLF after every row, quotes doubled, UTF-8 without a mark."""
    raw = rich.get("/v1/sources.csv?limit=1000").content
    assert raw.endswith(b"\r\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert "گزارش" in raw.decode("utf-8")
    assert '"\'=HYPERLINK(""http://example.org"")"' in rich.get("/v1/claimants.csv").text


def test_byte_order_mark(rich: Client) -> None:
    """Before the header row of CSV where it is asked for, on every page; nowhere else."""
    plain, marked = rich.get("/v1/sources.csv"), rich.get("/v1/sources.csv?bom=true")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked.headers["etag"] != plain.headers["etag"]
    assert rich.get("/v1/sources.csv?bom=false").headers["etag"] == plain.headers["etag"]
    first = rich.get("/v1/sources.csv?bom=true&limit=2")
    assert "bom=true" in first.headers["link"]
    assert json.loads(rich.get("/v1/sources?bom=true").content)["data"]
    refused = rich.get("/v1/sources.csv?bom=yes")
    assert refused.json()["detail"] == "bom: must be true or false"


def test_a_live_link(rich: Client) -> None:
    """A chart tool reads a list as CSV from a page of another site, keyless and without detour."""
    asked = {"origin": "https://example.org", "accept": "text/csv,*/*;q=0.1"}
    answer = rich.get("/v1/departures.csv?origin=PAK&limit=1000", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"].startswith("text/csv")
    assert "set-cookie" not in answer.headers
    [row, *_] = csv.DictReader(io.StringIO(answer.text, newline=""))
    for column in ("source_id", "source_published_basis", "citation", "data_licence", "links_self"):
        assert row[column]
    assert {"attribution_claimant_name", "attribution_stated_on"} <= row.keys()


def test_nothing_runs_in_a_spreadsheet(rich: Client) -> None:
    """Text that begins like a formula gets an apostrophe before it; other text is left alone."""
    claimants = {row["id"]: row for row in rows_of(rich, "/v1/claimants")}
    assert claimants["formula-bureau"]["name"] == f"'{FORMULA}"
    assert claimants["script-agency"]["name"] == SCRIPT
    source = {row["id"]: row for row in rows_of(rich, "/v1/sources")}["undated-report"]
    assert source["title"] == "'@SUM(1) – گزارش"
    assert source["publisher"] == "'+Press & Co"
    tie = {row["id"]: row for row in rows_of(rich, "/v1/departures")}["made-up-tie-a"]
    assert tie["note"] == "'-1 is how this note begins."
    for path in LISTS:
        for row in rows_of(rich, path):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "@", "\t", "\r"))
                assert not cell.startswith("-") or cell[1:].isdecimal()


def test_json_is_as_written(rich: Client) -> None:
    """Only CSV is defused: JSON and its lines hold the very text."""
    for text in (
        rich.get("/v1/claimants/formula-bureau").text,
        rich.get("/v1/claimants.ndjson?type=analyst").text,
    ):
        assert json.dumps(FORMULA) in text


def test_numbers_are_numbers(rich: Client) -> None:
    """A number in CSV is its plain digits, whatever its size; zero is not empty."""
    rows = {row["id"]: row for row in rows_of(rich, "/v1/departures")}
    assert rows["made-up-five-billion"]["value_reported"] == "5000000000"
    assert rows["made-up-none-at-all"]["value_reported"] == "0"
    assert rows["left-pakistan-april-2025"]["value_upper"] == ""
    numbers = [column for column in DEPARTURE_COLUMNS if column.startswith("value_")]
    numbers = [n for n in numbers if n.rpartition("_")[2] in ("reported", "lower", "upper")]
    for row in rows.values():
        for column in numbers:
            assert row[column] == "" or row[column].isdecimal()


@pytest.mark.parametrize("path", LISTS)
def test_lines(rich: Client, path: str) -> None:
    """Each line of NDJSON is one record as JSON has it, and nothing else is there."""
    text = rich.get(f"{path}.ndjson?limit=1000").text
    assert text.endswith("\n")
    lines = text.removesuffix("\n").split("\n")
    body = rich.get(f"{path}?limit=1000").text
    assert [json.loads(line) for line in lines] == json.loads(body)["data"]
    assert body.startswith('{"data":[' + ",".join(lines) + "]")


def test_empty_page(rich: Client) -> None:
    """A page of nothing is an empty list, no line, and a header row alone."""
    nothing = "limit=5&source=no-such-source"
    assert rich.data(f"/v1/figures?{nothing}") == []
    assert rich.get(f"/v1/figures.ndjson?{nothing}").content == b""
    assert rich.get(f"/v1/figures.csv?{nothing}").content.count(b"\r\n") == 1
