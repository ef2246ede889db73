"""When is an answer the one the caller has, and how long may it be kept?

The tag of an answer is made from what decides it (release, query, representation, build), not
from its body, so that it is known before anything is looked up.
"""

import hashlib
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path

_PACKAGES = ("api", "models")
_DECIDING = {".py", ".html", ".css", ".js", ".md", ".svg", ".toml", ".ttf"}
"""Suffixes of the files that decide what an answer says or looks like."""

LIVE = "public, max-age=60, stale-while-revalidate=86400"
"""For an address that follows the newest release."""
PINNED = "public, max-age=31536000, immutable"
"""For an address that names its release: what it answers never changes."""
REVALIDATED = "public, max-age=3600, stale-while-revalidate=604800"
"""For a script that the pages of others load by one address for good: seldom another, soon here."""
UNKEPT = "no-store"
"""For errors."""


@cache
def build() -> str:
    """A digest of this very code: another build may write the same data differently."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in _DECIDING:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def entity_tag(*parts: str | bytes) -> str:
    """A strong entity tag (RFC 9110) over what decides an answer."""
    digest = hashlib.blake2b(digest_size=12, key=build().encode())
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return f'"{digest.hexdigest()}"'


def is_current(if_none_match: str | None, tag: str) -> bool:
    """Whether ``If-None-Match`` names the tag (compared weakly, RFC 9110 section 13.1.2)."""
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    return any(one.strip().removeprefix("W/") == tag for one in if_none_match.split(","))


def http_date(instant: str) -> str:
    """An instant in UTC (``2025-08-02T12:00:00Z``) as headers have it (RFC 9110 section 5.6.7)."""
    return format_datetime(datetime.fromisoformat(instant), usegmt=True)


def is_unmodified(if_modified_since: str | None, modified: str | None) -> bool:
    """Whether ``If-Modified-Since`` is the very date that the answer is of.

    RFC 9110 section 13.1.3 has an earlier answer count as unmodified too. Where data was set back
    that would be wrong, and who asks repeats the date that was sent.
    """
    return modified is not None and if_modified_since == modified
