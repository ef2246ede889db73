"""The calls and the embed in README.md, and the command that writes what they answer anew.

``python -m tests.docs.readme`` runs each call on a database of its own and writes what it prints
into the block below it; so it does with the code of an embed, and with its picture.
"""

import logging
import os
import re
import shlex
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, ROOT, Client, client_of, seed

README = ROOT / "README.md"
ADDRESS = "http://127.0.0.1:8000"
SEEDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""When the release of the answers was made, so that they are the same on every run."""
SHOWN = f"{ADDRESS}/embed/figures/left-pakistan-april-2025"
"""The embed that is shown."""
PICTURE = ROOT / "docs" / "images" / "embed.svg"
_CODE = re.compile(r"!\[([^]]*)\]\((docs/images/[^)]*)\)\n(.*?)```html\n(.*?)```\n", re.DOTALL)
_CALL = re.compile(r"```sh\n(curl .*?)\n```\n\n```text\n(.*?)```\n", re.DOTALL)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call as a reader copies it, and what the README says it prints."""

    command: str
    printed: str


def calls(text: str) -> list[Call]:
    """Every call in the README's text, in order."""
    return [Call(command=found[1], printed=found[2]) for found in _CALL.finditer(text)]


class Embedded(msgspec.Struct, frozen=True, kw_only=True):
    """The embed of the README: the words beside its picture, and the code to paste."""

    title: str
    code: str


def embedded(client: Client) -> Embedded:
    """What oEmbed gives for the embed, its code on as many lines as it takes."""
    said = client.json(f"/oembed?url={SHOWN}")
    code = re.sub(" (?=title=|loading=|alt=)", "\n  ", said["html"])
    return Embedded(title=said["title"], code=code.replace("<noscript>", "\n<noscript>"))


def picture(client: Client) -> bytes:
    """The picture of the embed, an image that Tally draws."""
    answer = client.get(f"{SHOWN.removeprefix(ADDRESS)}.svg")
    assert answer.status_code == 200, answer.text
    return answer.content


def written(text: str) -> Embedded:
    """What the README has of it."""
    (found,) = _CODE.findall(text)
    assert ROOT / found[1] == PICTURE
    return Embedded(title=found[0], code=found[3].removesuffix("\n"))


def run(command: str, client: Client) -> str:
    """What a call prints: ``curl`` is answered by the application, the rest of the line is run."""
    curl, _, selection = command.partition("|")
    address = shlex.split(curl)[-1]
    assert address.startswith(ADDRESS), address
    answer = client.get(address.removeprefix(ADDRESS))
    assert answer.status_code == 200, answer.text
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["sh", "-c", selection or "cat"]
    done = subprocess.run(
        shell, input=answer.content, capture_output=True, check=True, env={"PATH": path}
    )
    return done.stdout.decode()


def client_at(folder: Path) -> Client:
    """A client of the application on a database made in a folder."""
    url = f"sqlite:///{folder}/tally.db"
    seed(url, read_fixtures(FIXTURES), now=lambda: SEEDED_AT)
    return client_of(url, public_url=ADDRESS)


def main() -> None:
    """Write every answer anew."""
    logging.disable()
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        client = client_at(Path(folder))
        fresh = _CALL.sub(
            lambda found: f"```sh\n{found[1]}\n```\n\n```text\n{run(found[1], client)}```\n", text
        )
        shown = embedded(client)
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_bytes(picture(client))
    path = PICTURE.relative_to(ROOT)
    fresh = _CODE.sub(
        lambda found: f"![{shown.title}]({path})\n{found[3]}```html\n{shown.code}\n```\n", fresh
    )
    README.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
