"""The examples of docs/using.md do what the page says."""

import os
import shutil

import pytest

from tests.docs.using import LANGUAGES, PAGE, can_run, examples, reading

NEEDED = ("curl", "sha256sum", "od", "cmp")


def test_every_block_is_an_example() -> None:
    """None is missed for being written another way, and each says what it prints."""
    text = PAGE.read_text(encoding="utf-8")
    found = examples(text)
    assert len(found) == sum(text.count(f"```{language}\n") for language in LANGUAGES) >= 15
    assert {example.language for example in found} == set(LANGUAGES)
    assert all(example.printed for example in found)


@pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)), reason=f"a reader has {', '.join(NEEDED)}; this machine not"
)
def test_examples_print_what_is_written_below_them(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Stale? ``.venv/bin/python -m tests.docs.using`` writes anew what they print."""
    missing = [language for language in LANGUAGES if not can_run(language)]
    assert not (missing and os.environ.get("CI")), missing
    with reading(tmp_path_factory.mktemp("using")) as reader:
        for example in examples(PAGE.read_text(encoding="utf-8")):
            if example.language not in missing:
                assert reader.run(example) == example.printed, example.code
    if missing:
        pytest.skip(f"all but those in {', '.join(missing)}: see .ci/run for what they need")
