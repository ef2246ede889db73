"""JSON-LD in a page: it reads back as it was, and nothing in it can end its element."""

import json

import pytest

from api.embeds.linked import written_in_script


@pytest.mark.parametrize(
    "text",
    ["</script><script>alert(1)</script>", "<!--", "]]>", "&amp;", "\u2028\u202e\u200b", "\u0627"],
)
def test_it_stays_within(text: str) -> None:
    """All but plain ASCII is escaped, and the text reads back unchanged."""
    written = written_in_script({"name": text, text: [text]})
    assert written.isascii()
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"name": text, text: [text]}


def test_what_is_not_known_is_left_out() -> None:
    """No null and no empty list: JSON-LD has no word for "not stated"."""
    document = {"a": None, "b": [], "c": {"d": None, "e": 0}, "f": [{"g": None, "h": ""}]}
    assert json.loads(written_in_script(document)) == {"c": {"e": 0}, "f": [{"h": ""}]}
