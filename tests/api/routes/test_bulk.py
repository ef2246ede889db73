"""A release in one archive: what is in it, and how it is answered whole and in parts."""

import csv
import hashlib
import io
import json
import urllib.request
import warnings
import zipfile
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import csvw
import frictionless
import msgspec
import pytest

from models import RECORD_TABLES
from seeds.fixtures import Fixtures
from tests.api.made_up import with_made_up
from tests.conftest import Client, client_of, seed
from tests.serving import serving

FIRST, SECOND = "/v1/releases/1/tally.zip", "/v1/releases/2/tally.zip"


def packed(client: Client, path: str = SECOND) -> bytes:
    """The archive at an address."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.content


def unpacked(content: bytes, folder: Path) -> Path:
    """The folder, with the files of an archive in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def digest_of(content: bytes) -> str:
    """As RFC 9530 writes it."""
    return f"sha-256=:{b64encode(hashlib.sha256(content).digest()).decode()}:"


@pytest.fixture(scope="module", params=[FIRST, SECOND])
def folder(
    rich: Client, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The files of a release."""
    return unpacked(packed(rich, request.param), tmp_path_factory.mktemp("package"))


def test_frictionless_accepts_it(folder: Path) -> None:
    """Schemas, keys, foreign keys, sizes, hashes and row counts are as the descriptor says."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []
    assert len(report.tasks) == 10


def test_frictionless_would_notice(folder: Path, tmp_path: Path) -> None:
    """A row that is gone, or leads nowhere, is found: the descriptor is no empty promise."""
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lines = (tmp_path / "sources.csv").read_bytes().split(b"\r\n")
    (tmp_path / "sources.csv").write_bytes(b"\r\n".join(lines[:1] + lines[2:]))
    found = frictionless.validate(str(tmp_path / "datapackage.json")).flatten(["type"])
    assert {"hash-count", "row-count", "foreign-key"} <= {type for [type] in found}


def test_frictionless_reads_the_archive_itself(rich: Client, tmp_path: Path) -> None:
    """Nothing has to be unpacked first."""
    (tmp_path / "tally.zip").write_bytes(packed(rich))
    assert frictionless.validate(str(tmp_path / "tally.zip")).valid


def test_csvw_accepts_it(folder: Path) -> None:
    """Each table by the metadata beside it, and all of them as one group."""
    described = sorted(folder.glob("*-metadata.json"))
    assert len(described) == 11
    for path in described:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of what the reader itself uses
            read = csvw.CSVW(str(path), validate=True)
            assert read.is_valid, (path.name, [str(one.message) for one in read.warnings])


def test_every_record_type_is_there(folder: Path) -> None:
    """A file for each, and for releases and changes."""
    tables = {path.stem for path in folder.glob("*.csv")}
    assert tables == {*RECORD_TABLES, "releases", "changes"}


@pytest.mark.parametrize("number", [1, 2])
def test_it_says_what_the_lists_say(rich: Client, tmp_path: Path, number: int) -> None:
    """A row is that of the list pinned to the release, without the columns that are addresses."""
    folder = unpacked(packed(rich, f"/v1/releases/{number}/tally.zip"), tmp_path)
    for name in (*RECORD_TABLES, "releases", "changes"):
        listed = f"/v1/{name.replace('_', '-')}.csv?limit=1000&as_of_release={number}"
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        expected = list(csv.DictReader(io.StringIO(rich.get(listed).text, newline=""), strict=True))
        for row in expected:
            for column in [column for column in row if column.startswith("links_")]:
                del row[column]
        assert list(rows[0]) == list(expected[0])
        assert sorted(map(str, rows)) == sorted(map(str, expected))


def test_it_carries_licence_and_sources(rich: Client, folder: Path) -> None:
    """In the descriptor, in what describes each table, on the page, and in every row."""
    described = json.loads((folder / "datapackage.json").read_text())
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert described["created"] == f"2025-09-0{described['version']}T12:00:00Z"
    pinned = rich.data(f"/v1/sources?as_of_release={described['version']}&sort=id")
    assert [one["title"] for one in described["sources"]] == [
        one["title"] or one["id"] for one in pinned
    ]
    for path in folder.glob("*-metadata.json"):
        licence = json.loads(path.read_text())["dc:license"]["@id"]
        assert licence == described["licenses"][0]["path"]
    assert "CC-BY-4.0" in (folder / "README.md").read_text()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert {row["data_licence"] for row in csv.DictReader(file)} == {"CC-BY-4.0"}


def test_columns_are_described(folder: Path) -> None:
    """The page has every column of every table with what it says."""
    page = (folder / "README.md").read_text()
    for resource in json.loads((folder / "datapackage.json").read_text())["resources"]:
        for field in resource["schema"]["fields"]:
            assert f"| `{field['name']}` |" in page
            assert field["description"] in page


def test_checksums(folder: Path) -> None:
    """Every file but the list of sums itself is in it."""
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {path: sum for sum, path in (line.split("  ") for line in lines)}
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }


def test_a_withdrawn_record_is_gone(
    empty_database: Callable[[], str], fixtures: Fixtures, tmp_path: Path
) -> None:
    """It is in the release that held it, and in the next one only as a change with its reason."""
    url = empty_database()
    seed(url, fixtures)
    first = client_of(url)
    before = packed(first, FIRST)
    article = fixtures.articles["pakistan-2025-06-04.toml"]
    figure = article.departures[-1]
    gone = msgspec.structs.replace(figure, withdrawn_reason="=counted twice")
    changed = msgspec.structs.replace(article, departures=[*article.departures[:-1], gone])
    seed(
        url,
        msgspec.structs.replace(
            fixtures, articles=fixtures.articles | {"pakistan-2025-06-04.toml": changed}
        ),
    )
    client = client_of(url)
    assert packed(client, FIRST) == before
    folder = unpacked(packed(client), tmp_path)
    assert figure.id not in {
        line.split(",")[1] for line in (folder / "departures.csv").read_text().splitlines()
    }
    assert f"{figure.id},withdrawn,1,'=counted twice,CC-BY-4.0" in (
        (folder / "changes.csv").read_text()
    )


def test_the_same_bytes_everywhere(
    new_on_postgresql: Callable[[], str], fixtures: Fixtures, tmp_path: Path
) -> None:
    """Made twice, on either database, at whatever address, and after a later release."""
    made = set()
    for url in (f"sqlite:///{tmp_path}/tally.db", new_on_postgresql()):
        seed(url, fixtures, now=lambda: datetime(2025, 9, 1, 12, tzinfo=UTC))
        made |= {packed(client_of(url), FIRST), packed(client_of(url), FIRST)}
        seed(url, with_made_up(fixtures), now=lambda: datetime(2025, 9, 2, 12, tzinfo=UTC))
        made.add(packed(client_of(url, public_url="https://tally.example/here"), FIRST))
    assert len(made) == 1


def test_whole(rich: Client) -> None:
    """Its length, digest, tag and name; it may be kept for good and read from any site."""
    answer = rich.get(SECOND, headers={"origin": "https://example.org"})
    headers = answer.headers
    assert headers["content-type"] == "application/zip"
    assert headers["content-length"] == str(len(answer.content))
    assert headers["content-digest"] == headers["repr-digest"] == digest_of(answer.content)
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-disposition"] == 'attachment; filename="tally-release-2.zip"'
    assert headers["access-control-allow-origin"] == "*"
    exposed = headers["access-control-expose-headers"].lower().split(", ")
    assert {"content-digest", "repr-digest", "content-range", "accept-ranges"} <= set(exposed)
    assert headers["etag"] != rich.get(FIRST).headers["etag"]


def test_head(rich: Client) -> None:
    """The same without a body, and so without the digest of one, and never a part."""
    got, headed = rich.get(SECOND), rich.request("HEAD", SECOND)
    assert headed.content == b""
    assert dict(headed.headers) == {
        name: value for name, value in got.headers.items() if name != "content-digest"
    }
    part = rich.request("HEAD", SECOND, headers={"range": "bytes=0-1"})
    assert (part.status_code, dict(part.headers)) == (200, dict(headed.headers))


def test_not_modified(rich: Client) -> None:
    """Who has it is told so."""
    tag = rich.get(SECOND).headers["etag"]
    answer = rich.get(SECOND, headers={"if-none-match": tag, "range": "bytes=0-1"})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, -1),
        ("bytes=100-199", 100, 199),
        ("BYTES=100-199", 100, 199),
        ("bytes=100-99999999", 100, -1),
        ("bytes=-1", -1, -1),
        ("bytes=-500", -500, -1),
        ("bytes=-99999999", 0, -1),
    ],
)
def test_a_range(rich: Client, asked: str, first: int, last: int) -> None:
    """206 with that part, and the digest of the whole."""
    whole = rich.get(SECOND)
    size = len(whole.content)
    first, last = first % size, last % size
    part = rich.get(SECOND, headers={"range": asked})
    assert part.status_code == 206
    assert part.content == whole.content[first : last + 1]
    assert part.headers["content-range"] == f"bytes {first}-{last}/{size}"
    assert part.headers["content-length"] == str(len(part.content))
    assert part.headers["repr-digest"] == whole.headers["repr-digest"]
    assert part.headers["etag"] == whole.headers["etag"]
    assert "content-digest" not in part.headers


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes={size}-{size}", "bytes=-0"])
def test_a_range_outside_the_file(rich: Client, asked: str) -> None:
    """416 with the length that there is, as a problem."""
    size = len(packed(rich))
    answer = rich.get(SECOND, headers={"range": asked.format(size=size)})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["type"].endswith("#range-not-satisfiable")


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "bytes=5-1", "bytes=-", "bytes=a-b", "items=0-1", "bytes=\u0661-\u0662", ""],
)
def test_what_is_no_range(rich: Client, asked: str) -> None:
    """Several ranges and what cannot be read as one get all of it."""
    answer = rich.get(SECOND, headers={"range": asked.encode()})
    assert (answer.status_code, answer.content) == (200, packed(rich))


def test_if_range(rich: Client) -> None:
    """A part only of the file that the caller has a part of; all of it otherwise."""
    tag = rich.get(SECOND).headers["etag"]
    for condition, status in {
        tag: 206,
        rich.get(FIRST).headers["etag"]: 200,
        f"W/{tag}": 200,
        "Wed, 03 Sep 2025 12:00:00 GMT": 200,
    }.items():
        answer = rich.get(SECOND, headers={"range": "bytes=5-9", "if-range": condition})
        assert answer.status_code == status, condition


def test_a_download_that_broke_off_goes_on(rich: Client) -> None:
    """Parts put together are the whole, whose digest every one of them names."""
    digest, got = rich.request("HEAD", SECOND).headers["repr-digest"], b""
    while digest_of(got) != digest:
        part = rich.get(SECOND, headers={"range": f"bytes={len(got)}-{len(got) + 9_999}"})
        assert (part.status_code, part.headers["repr-digest"]) == (206, digest)
        got += part.content


@pytest.mark.parametrize("number", ["3", "0", "01", "-1", "1.0", "x", "9" * 30])
def test_unknown_release(rich: Client, number: str) -> None:
    """404 with where releases are listed."""
    answer = rich.get(f"/v1/releases/{number}/tally.zip")
    assert answer.status_code == 404
    assert "/v1/releases" in answer.json()["detail"]


def test_refused(rich: Client) -> None:
    """It takes no parameter, and is nothing but a zip."""
    answer = rich.get(f"{SECOND}?as_of_release=1")
    assert answer.status_code == 400
    assert "takes none" in answer.json()["detail"]
    refused = rich.get(SECOND, headers={"accept": "text/csv"})
    assert refused.status_code == 406
    assert "application/zip" in refused.json()["detail"]


def test_it_is_streamed(tmp_path: Path, fixtures: Fixtures) -> None:
    """A real server sends it as it is made, and a part of it."""
    url = f"sqlite:///{tmp_path}/tally.db"
    seed(url, fixtures)
    expected = packed(client_of(url), FIRST)
    with serving(url, tmp_path / "log") as address:
        with urllib.request.urlopen(address + FIRST) as answer:
            assert answer.headers["content-length"] == str(len(expected))
            assert answer.read() == expected
        asked = urllib.request.Request(address + FIRST, headers={"range": "bytes=40000-"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 206
            assert answer.read() == expected[40000:]
        asked = urllib.request.Request(address + FIRST, method="HEAD")
        with urllib.request.urlopen(asked) as answer:
            assert answer.headers["content-length"] == str(len(expected))
    assert "Traceback" not in (tmp_path / "log").read_text()
