"""The README says what is so: its calls, its folders, its links."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Client
from tests.docs.readme import (
    PICTURE,
    README,
    Call,
    calls,
    client_at,
    embedded,
    picture,
    run,
    written,
)

CALLS = calls(README.read_text(encoding="utf-8"))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A client of what a reader has after ``make serve``."""
    return client_at(tmp_path_factory.mktemp("readme"))


def test_there_are_five_calls() -> None:
    """None is missed for being written another way."""
    assert len(CALLS) == README.read_text(encoding="utf-8").count("curl -s") == 5


@pytest.mark.parametrize("call", CALLS, ids=range(len(CALLS)))
def test_call_prints_what_is_written_below_it(client: Client, call: Call) -> None:
    """Stale? ``.venv/bin/python -m tests.docs.readme`` writes the answers anew."""
    printed = run(call.command, client)
    assert printed
    assert printed == call.printed


def test_the_embed_is_as_written(client: Client) -> None:
    """Its code is what oEmbed gives, word for word; the same command writes it anew."""
    assert written(README.read_text(encoding="utf-8")) == embedded(client)


def test_the_picture_is_as_drawn(client: Client) -> None:
    """The picture beside it is the image that Tally draws; the same command draws it anew."""
    assert PICTURE.read_bytes() == picture(client)


def test_every_folder_of_the_layout_is_there() -> None:
    """The table names no folder that is gone."""
    layout = README.read_text(encoding="utf-8").partition("## Layout")[2]
    folders = re.findall(r"`([a-z]+)/`", layout.partition("[CHANGELOG")[0])
    assert len(folders) >= 8
    assert all((ROOT / folder).is_dir() for folder in folders)


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Every relative link of a page: the file it leads to, and the heading in it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            path, _, heading = target.partition("#")
            yield (page.parent / path if path else page), heading


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link leads to a file, and its fragment to a heading there."""
    for path, heading in links(page):
        assert path.exists(), path
        if heading:
            lines = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}
            assert heading in slugs


def test_every_page_is_in_the_index() -> None:
    """``docs/README.md`` leads to every page under ``docs/``."""
    index = ROOT / "docs/README.md"
    known = {path.resolve() for path, _ in links(index)} | {index}
    assert set(ROOT.glob("docs/**/*.md")) - known == set()


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/decisions/*.md")), ids=lambda p: p.stem)
def test_decisions_name_a_check_that_exists(page: Path) -> None:
    """A decision's *Kept by* names at least one file or command of the project."""
    _, found, kept = page.read_text(encoding="utf-8").partition("**Kept by**")
    assert found
    named = re.findall(r"`((?:tests|api|models|seeds)/[\w/.]+|pyproject\.toml|make \w+)", kept)
    assert named
    assert all(name.startswith("make ") or (ROOT / name).exists() for name in named)
