"""How is an embed written as HTML: one document, with nothing to fetch, keep or follow?"""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from api.embeds.frame import Embeddable, Frame
from api.embeds.templating import render
from api.embeds.tokens import PAGE_INK, Theme, custom_properties

_TEMPLATES = Path(__file__).with_name("templates")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A document and the policy it is served with."""

    body: bytes
    policy: str


def write_page(kind: Embeddable[Any], view: Any, frame: Frame) -> Page:
    """The embed of a view; everything that came from data is escaped.

    The policy allows the one style and the one script in it, by hash, and any page to frame it.
    """
    frame = msgspec.structs.replace(frame, marked="html")
    style, script = _style(frame.options.theme, kind.style), _script()
    body = render(
        kind.template,
        content=kind.content(view, frame),
        frame=frame,
        words=frame.words,
        c=PAGE_INK,
        style=style,
        script=script,
    )
    return Page(body=body.encode(), policy=_policy(style, script))


@cache
def _style(theme: Theme, own: str | None) -> str:
    """The style sheet, its own lines only: comments are for those who read the file."""
    files = ["embed.css", own] if own else ["embed.css"]
    text = "".join((_TEMPLATES / file).read_text(encoding="utf-8") for file in files)
    lines = text.splitlines()
    kept = [line.strip() for line in lines if not line.startswith("/*")]
    return custom_properties(theme) + "\n".join(filter(None, kept))


@cache
def _script() -> str:
    return (_TEMPLATES / "embed.js").read_text(encoding="utf-8").strip()


@cache
def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors *"
    )


def _hash(text: str) -> str:
    """A source expression that allows exactly this text (CSP level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
