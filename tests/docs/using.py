"""The examples of docs/using.md, and the command that writes anew what they print.

Each block of ``sh``, ``python``, ``r`` or ``js`` is run as a reader would run it: in order, in one
folder, against a real server, with the commands of this environment. The ``text`` block below it,
if there is one, is what it prints. ``python -m tests.docs.using`` writes those blocks anew.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, ROOT, seed
from tests.docs.readme import ADDRESS, SEEDED_AT
from tests.serving import serving

PAGE = ROOT / "docs/using.md"
TYPESCRIPT = ROOT / "clients/typescript"
_EXAMPLE = re.compile(
    r"```(?P<language>sh|python|r|js)\n(?P<code>.*?)```\n(?:\n```text\n(?P<printed>.*?)```\n)?",
    re.DOTALL,
)
_RUN_BY = {
    "sh": ("sh", "-e", "-c"),
    "python": (sys.executable, "-c"),
    "r": ("Rscript", "--vanilla", "-e"),
    "js": ("node", "--input-type=module", "-e"),
}
LANGUAGES = tuple(_RUN_BY)


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One block, and what the page says it prints; ``None`` where it does not say."""

    language: str
    code: str
    printed: str | None


def examples(text: str) -> list[Example]:
    """Every example of a page, in order."""
    return [Example(**found.groupdict()) for found in _EXAMPLE.finditer(text)]


class Reader:
    """Who copies the examples: at a server, in a folder."""

    def __init__(self, address: str, folder: Path, database_url: str) -> None:
        self._address = address
        self._folder = folder
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self._environment = {
            "PATH": path,
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "TALLY_DATABASE_URL": database_url,
        }

    def run(self, example: Example) -> str:
        """What it prints; ``CalledProcessError`` when it fails."""
        code = example.code.replace(ADDRESS, self._address)
        done = subprocess.run(
            [*_RUN_BY[example.language], code],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout.replace(self._address, ADDRESS)


def can_run(language: str) -> bool:
    """Whether this machine has what examples of a language need."""
    if language == "js" and not (TYPESCRIPT / "node_modules").is_dir():
        return False
    return shutil.which(_RUN_BY[language][0]) is not None


def _install_client(modules: Path) -> None:
    """What ``npm install ./clients/typescript`` has there, of its own build."""
    (package := modules / "tally-client").mkdir(parents=True)
    shutil.copy(TYPESCRIPT / "package.json", package)
    (modules / "openapi-fetch").symlink_to(TYPESCRIPT / "node_modules/openapi-fetch")
    compiler = TYPESCRIPT / "node_modules/.bin/tsc"
    subprocess.run([compiler, "--outDir", package / "dist"], cwd=TYPESCRIPT, check=True)


@contextmanager
def reading(folder: Path) -> Iterator[Reader]:
    """A reader at a server on the five articles."""
    url = f"sqlite:///{folder}/tally.db"
    seed(url, read_fixtures(FIXTURES), now=lambda: SEEDED_AT)
    (desk := folder / "desk").mkdir()
    if can_run("js"):
        _install_client(desk / "node_modules")
    with serving(url, folder / "log") as address:
        yield Reader(address, desk, url)


def main() -> None:
    """Write anew what every example prints."""
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, reading(Path(folder)) as reader:

        def fresh(found: re.Match[str]) -> str:
            printed = reader.run(Example(**found.groupdict()))
            block = f"```{found['language']}\n{found['code']}```\n"
            return block if found["printed"] is None else f"{block}\n```text\n{printed}```\n"

        text = _EXAMPLE.sub(fresh, text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
