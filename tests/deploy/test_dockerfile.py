"""The Dockerfile: linted, and its steps run in a scratch directory, for want of an engine.

Each stage is a directory, and a link named ``root`` points at the one being built, so that a path
means the same in every stage, as it does in an image. The base image is stood in for by a fresh
virtual environment with some files for shells, and ``/opt``, ``/app`` and ``/bin`` in a step stand
for ``root/opt`` and so on.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SHELLS = ("sh", "dash", "bash", "rbash")
"""All that Debian slim has."""
_WITHOUT_SHELL = """
import os, subprocess, sys
for shell in {os.path.realpath(path) for path in ("/bin/sh", "/bin/bash")}:
    subprocess.run(["mount", "--bind", "/dev/null", shell], check=True)
try:
    subprocess.run(["/bin/sh", "-c", "true"])
except PermissionError:
    os.execv(sys.argv[1], sys.argv[1:])
sys.exit("there is a shell still")
"""
"""Runs a command where no shell can be started, in a mount namespace of its own."""


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its argument, comments left out and continued lines joined."""
    text = re.sub(r"^#.*\n", "", (REPOSITORY / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line]


class Image:
    """What the Dockerfile makes, in ``scratch``."""

    def __init__(self, scratch: Path) -> None:
        self.root = scratch / "root"
        self.workdir = scratch
        self.environment: dict[str, str] = {}
        self.said: dict[str, str] = {}
        stages: dict[str, Path] = {}
        for name, argument in instructions():
            match name:
                case "FROM":
                    _, _, stage = argument.partition(" AS ")
                    stages[stage] = scratch / f"stage-{len(stages)}"
                    self._begin(stages[stage])
                case "ENV":
                    for pair in shlex.split(argument):
                        key, _, value = pair.partition("=")
                        path = self.environment["PATH"]
                        self.environment[key] = self.here(value).replace("$PATH", path)
                case "WORKDIR":
                    self.workdir = Path(self.here(argument))
                    self.workdir.mkdir(parents=True)
                case "COPY":
                    *sources, target = argument.split()
                    origin = REPOSITORY
                    if sources[0].startswith("--from="):
                        origin = stages[sources.pop(0).removeprefix("--from=")]
                    for source in sources:
                        self._copy(origin / source.lstrip("/"), target)
                case "RUN":
                    done = self.run(["/bin/sh", "-ec", self.here(argument)])
                    assert done.returncode == 0, f"RUN {argument}\n{done.stdout}{done.stderr}"
                case "USER" | "EXPOSE" | "HEALTHCHECK" | "CMD":
                    self.said[name] = argument
                case _:
                    raise NotImplementedError(name)

    def _begin(self, stage: Path) -> None:
        stage.mkdir()
        self.root.unlink(missing_ok=True)
        self.root.symlink_to(stage)
        subprocess.run([sys.executable, "-m", "venv", self.root / "usr/local"], check=True)
        (self.root / "bin").mkdir()
        for shell in SHELLS:
            (self.root / "bin" / shell).touch()
        self.workdir = self.root
        kept = {k: v for k, v in os.environ.items() if not re.match("TALLY_|PYTHON|VIRTUAL", k)}
        self.environment = kept | {"PATH": f"{self.root}/usr/local/bin:/usr/bin:/bin"}

    def _copy(self, source: Path, target: str) -> None:
        place = self.workdir / self.here(target)
        if source.is_dir():
            without = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, place, symlinks=True, ignore=without)
        else:
            place.mkdir(exist_ok=True)
            shutil.copy(source, place)

    def here(self, text: str) -> str:
        """The text with the image's paths turned into those of the scratch directory."""
        return re.sub(r"(?<![\w.])/(opt|app|bin)\b", rf"{self.root}/\1", text)

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, as the image would."""
        return subprocess.run(
            command, cwd=self.workdir, env=self.environment, capture_output=True, text=True
        )


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The image, built once; skipped where no package can be installed, but never in CI."""
    scratch = tmp_path_factory.mktemp("image")
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-cache-dir"]
    probe = subprocess.run([*pip, "-qq", "--retries=0", "--timeout=15", "-d", scratch, "h11"])
    if probe.returncode and "CI" not in os.environ:
        pytest.skip("pip reaches no package index: connect to one to run the Dockerfile's steps")
    return Image(scratch)


def test_linter_finds_nothing() -> None:
    """Hadolint has no remark on the Dockerfile."""
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, "Dockerfile"], cwd=REPOSITORY, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_build_context_has_every_copied_file() -> None:
    """What is copied is let through by ``.dockerignore``."""
    let_through = (REPOSITORY / ".dockerignore").read_text().splitlines()
    for name, argument in instructions():
        if name == "COPY" and not argument.startswith("--from="):
            for source in argument.split()[:-1]:
                assert f"!{source}" in let_through


@pytest.mark.install
def test_last_stage_has_the_seeded_data_and_no_build_tool(image: Image) -> None:
    """The database is there; pip and setuptools are in neither Python."""
    assert (image.root / "app/data/tally.db").stat().st_size > 0
    for python in (image.root / "opt/tally/bin/python", image.root / "usr/local/bin/python"):
        for tool in ("pip", "setuptools", "wheel"):
            assert image.run([str(python), "-c", f"import {tool}"]).returncode != 0


@pytest.mark.install
def test_pages_are_in_the_package(image: Image) -> None:
    """What ``docs/`` says is installed with the code, and does not lead out of it."""
    program = "from api.embeds import docs; print(docs._FOLDER.resolve(), list(docs.DOCS))"
    done = image.run([str(image.root / "opt/tally/bin/python"), "-P", "-c", program])
    assert done.returncode == 0, done.stderr
    folder, _, names = done.stdout.partition(" ")
    assert "site-packages" in folder
    for name in json.loads(names.replace("'", '"')):
        page = Path(folder) / f"{name}.md"
        assert not page.is_symlink()
        assert page.read_bytes() == (REPOSITORY / f"docs/{name}.md").read_bytes()


@pytest.mark.install
def test_last_stage_has_no_shell(image: Image) -> None:
    """A shell is there when the last stage begins, and none when it ends."""
    assert [*(image.root / "bin").iterdir()] == []


@pytest.mark.install
@pytest.mark.parametrize("without_shell", [False, True])
def test_server_is_healthy_and_not_root(image: Image, without_shell: bool) -> None:
    """CMD as an unprivileged user serves the data, and HEALTHCHECK says so; before, it does not.

    A shell is not needed for either.
    """
    wrap: list[str] = []
    if without_shell:
        wrap = ["unshare", "--mount", sys.executable, "-c", _WITHOUT_SHELL]
        able = image.run([*wrap, sys.executable, "-c", ""])
        if able.returncode and "CI" not in os.environ:
            pytest.skip(f"to take the shells away takes root: {able.stderr.strip()}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    _, _, health = image.said["HEALTHCHECK"].partition("CMD ")
    check = json.loads(health.replace(image.said["EXPOSE"], port))
    check[0] = shutil.which(check[0], path=image.environment["PATH"])
    command = json.loads(image.said["CMD"].replace(image.said["EXPOSE"], port))
    command[command.index("0.0.0.0")] = "127.0.0.1"
    assert int(image.said["USER"].partition(":")[0]) > 0
    assert image.run([*wrap, *check]).returncode != 0
    program = shutil.which(command[0], path=image.environment["PATH"])
    assert program == f"{image.root}/opt/tally/bin/tally"
    command = [*wrap, program, *command[1:]]
    with subprocess.Popen(command, cwd=image.workdir, env=image.environment) as it:
        try:
            deadline = time.monotonic() + 20
            while image.run([*wrap, *check]).returncode and time.monotonic() < deadline:
                time.sleep(0.2)
            assert image.run([*wrap, *check]).returncode == 0
        finally:
            it.terminate()
