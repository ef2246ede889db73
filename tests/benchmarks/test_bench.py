"""``make bench`` at small size: every work is measured and written down, the machine unnamed."""

import platform
import re
from pathlib import Path

from click.testing import CliRunner

from benchmarks.__main__ import RESULTS, main
from benchmarks.works import WORKS


def test_every_work_is_measured(tmp_path: Path) -> None:
    """One run on few figures prints and writes a line for each, with its ratio and its size."""
    written = tmp_path / "results.md"
    arguments = ["--figures=400", "--rounds=1", "--seconds=0.01", f"--results={written}"]
    done = CliRunner().invoke(main, arguments)
    said = done.output if done.exit_code else ""
    assert done.exit_code == 0 or "more than it may cost" in said, said
    text = written.read_text(encoding="utf-8")
    for work in WORKS:
        line = next(line for line in text.splitlines() if line.startswith(f"| {work.name} |"))
        assert line in done.output
        ratio, *_, kilobytes = re.findall(r"[\d.]+", line.removeprefix(f"| {work.name} |"))
        assert float(ratio) > 0
        assert float(kilobytes) > 0.5


def test_results_are_those_of_the_works_there_are() -> None:
    """What is committed has a line for each work, and names neither a host nor a path."""
    text = RESULTS.read_text(encoding="utf-8")
    assert re.findall(r"^\| ([^|]*) \| [\d.]+ \| [\d ]*\|", text, re.MULTILINE)[: len(WORKS)] == [
        work.name for work in WORKS
    ]
    assert platform.node() not in text
    assert not re.search(r"(^|\s)/\w+/", text)
