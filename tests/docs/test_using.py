"""The examples of docs/using.md do what the page says."""

import shutil

import pytest

from tests.docs.using import PAGE, examples, reading

NEEDED = ("curl", "sha256sum", "od", "cmp")


def test_every_block_is_an_example() -> None:
    """None is missed for being written another way, and each says what it prints."""
    text = PAGE.read_text(encoding="utf-8")
    found = examples(text)
    assert len(found) == text.count("```sh\n") + text.count("```python\n") >= 10
    assert all(example.printed for example in found)


@pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)), reason=f"a reader has {', '.join(NEEDED)}; this machine not"
)
def test_examples_print_what_is_written_below_them(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Stale? ``.venv/bin/python -m tests.docs.using`` writes anew what they print."""
    with reading(tmp_path_factory.mktemp("using")) as reader:
        for example in examples(PAGE.read_text(encoding="utf-8")):
            assert reader.run(example) == example.printed, example.code
