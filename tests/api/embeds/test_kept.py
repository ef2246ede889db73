"""Good answers are kept, bounded, the least recently asked for going first."""

from datetime import UTC, datetime

from api.embeds.kept import Keeping


def test_it_is_found_again() -> None:
    """What was kept is found as it was, with the day it was given last."""
    days = iter([datetime(2025, 6, 4, 23, 59, tzinfo=UTC), datetime(2025, 6, 5, tzinfo=UTC)])
    keeping = Keeping(now=lambda: next(days))
    assert keeping.find(b"a") is None
    keeping.keep(b"a", "view", None, '"tag"', b"body", "policy")
    kept = keeping.find(b"a")
    assert kept is not None
    assert (kept.view, kept.tag, kept.body, kept.policy) == ("view", '"tag"', b"body", "policy")
    assert kept.day == "2025-06-04"
    keeping.keep(b"a", "view", None, '"tag"', b"body", "policy")
    assert keeping.find(b"a").day == "2025-06-05"  # type: ignore[union-attr]


def test_it_is_bounded() -> None:
    """When there is no room, what was asked for longest ago goes; one too large is not kept."""
    keeping = Keeping(most_bytes=100_000)
    for key in (b"a", b"b", b"c"):
        keeping.keep(key, None, None, "", b"." * 20_000, "")
    assert keeping.find(b"a")
    keeping.keep(b"d", None, None, "", b"." * 20_000, "")
    assert [key for key in (b"a", b"b", b"c", b"d") if keeping.find(key)] == [b"a", b"c", b"d"]
    keeping.keep(b"a", None, None, "", b"." * 60_000, "")
    assert [key for key in (b"a", b"b", b"c", b"d") if keeping.find(key)] == [b"a", b"d"]
    keeping.keep(b"e", None, None, "", b"." * 200_000, "")
    assert not any(map(keeping.find, (b"a", b"d", b"e")))
    keeping.keep(b"f", None, None, "", b"." * 80_000, "")
    assert keeping.find(b"f")
