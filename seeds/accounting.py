"""Is every number of the texts accounted for, and does every mention stand where it says?

A number (``docs/numbers.md`` says what is one) is either inside a figure's mention or listed in
its file's ``not_figures``; never both, never neither.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from seeds import fixtures as fx
from seeds.errors import FixtureError
from seeds.numbers import find_numbers
from seeds.problem import Problem, expected

Texts = dict[str, str]
"""Source texts by the SHA-256 of their bytes."""


def read_texts(folder: Path) -> Texts:
    """Every ``*.txt`` of a folder, line ends kept as they are."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise FixtureError(f"{folder}: no *.txt here")
    texts = {}
    for path in paths:
        try:
            content = path.read_bytes()
            texts[hashlib.sha256(content).hexdigest()] = content.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise FixtureError(f"{path}: cannot be read: {error}") from error
    return texts


def texts_at_hand(fixtures: fx.Fixtures, texts: Texts) -> Iterator[Problem]:
    """The text a source was read from is there, and as long as the source says."""
    for file, article in fixtures.articles.items():
        source = article.source
        if (text := texts.get(source.text_sha256)) is None:
            yield expected(file, source.id, "text_sha256", "one of the texts", source.text_sha256)
        elif len(text) != source.text_length:
            yield expected(file, source.id, "text_length", len(text), source.text_length)


def mentions_in_place(fixtures: fx.Fixtures, texts: Texts) -> Iterator[Problem]:
    """What a mention or a row of ``not_figures`` quotes stands at its offset and paragraph."""
    for file, article, text in _with_text(fixtures, texts):
        for figure in article.figures:
            for mention in figure.mentions:
                yield from _in_place(file, figure.id, text, mention.start, mention.printed)
                paragraph = _paragraph(text, mention.start)
                if mention.paragraph != paragraph:
                    yield expected(file, figure.id, "paragraph", paragraph, mention.paragraph)
        for row in article.not_figures:
            yield from _in_place(file, "not_figures", text, row.start, row.printed)


def every_number(fixtures: fx.Fixtures, texts: Texts) -> Iterator[Problem]:
    """Every number is inside a mention or a row of ``not_figures``, and every row holds one."""
    for file, article, text in _with_text(fixtures, texts):
        numbers = [(n.start, n.end) for n in find_numbers(text)]
        mentions = [
            (m.start, m.start + len(m.printed)) for f in article.figures for m in f.mentions
        ]
        rows = [(r.start, r.start + len(r.printed)) for r in article.not_figures]
        for number in numbers:
            in_mention = any(_holds(span, number) for span in mentions)
            in_row = any(_holds(span, number) for span in rows)
            where = f"{text[slice(*number)]!r} at {number[0]}"
            if not in_mention and not in_row:
                yield expected(
                    file, "not_figures", where, "a mention or a row of not_figures", "neither"
                )
            if in_mention and in_row:
                yield expected(file, "not_figures", where, "a mention or a row, not both", "both")
        for span in rows:
            if not any(_holds(span, number) for number in numbers):
                where = f"{text[slice(*span)]!r} at {span[0]}"
                yield expected(file, "not_figures", where, "a number", "none")


TEXT_CHECKS: tuple[Callable[[fx.Fixtures, Texts], Iterator[Problem]], ...] = (
    texts_at_hand,
    mentions_in_place,
    every_number,
)
"""Every check that reads the texts."""


def _with_text(fixtures: fx.Fixtures, texts: Texts) -> Iterator[tuple[str, fx.Article, str]]:
    for file, article in fixtures.articles.items():
        if (text := texts.get(article.source.text_sha256)) is not None:
            yield file, article, text


def _in_place(file: str, record: str, text: str, start: int, printed: str) -> Iterator[Problem]:
    found = text[start : start + len(printed)]
    if found != printed:
        yield expected(file, record, f"text at {start}", repr(printed), repr(found))


def _paragraph(text: str, offset: int) -> int:
    """The number of the non-blank line an offset is in, counted from 1."""
    return sum(1 for line in text[: offset + 1].split("\n") if line.strip())


def _holds(span: tuple[int, int], number: tuple[int, int]) -> bool:
    return span[0] <= number[0] and number[1] <= span[1]
