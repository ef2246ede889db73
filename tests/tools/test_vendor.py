"""The vendored API reference is what ``VENDORED.toml`` says it is."""

import re
import tomllib

from tools import vendor

RECORD = tomllib.loads(vendor.RECORD.read_text())


def test_files_match_their_recorded_hashes() -> None:
    """No vendored file was edited, and the record is what ``make vendor`` would write."""
    assert vendor.RECORD.read_text() == vendor.record(RECORD["version"])


def test_bundle_is_the_recorded_version() -> None:
    """The version that the bundle reports of itself is the recorded one."""
    bundle = (vendor.FOLDER / "scalar.js").read_text()
    assert f"`{RECORD['package']}@{RECORD['version']}`" in bundle


def test_licence_is_carried_along() -> None:
    """The licence text lies beside the bundle and is the one named in the record."""
    assert (vendor.FOLDER / "LICENSE").read_text().startswith(f"{RECORD['licence']} License")


def test_page_names_no_host_and_has_no_inline_script() -> None:
    """The page loads relative addresses only and can live with ``script-src 'self'``."""
    page = (vendor.FOLDER / "index.html").read_text()
    assert not re.search(r"(?:src|href)=[\"'](?:\w+:)?//", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
