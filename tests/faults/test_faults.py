"""Every fault in short: what is demanded is found, but for what a clock on the wall says."""

import os
from collections.abc import Iterator

import pytest

from tests.faults import FAULTS
from tests.faults.findings import unmet
from tests.faults.forking import Unable
from tests.faults.scale import SHORT
from tests.faults.site import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Where all of them happen."""
    with Site.at(tmp_path_factory.mktemp("faults")) as site:
        yield site


@pytest.mark.parametrize("name", FAULTS)
def test_fault(site: Site, name: str) -> None:
    """Nothing is lost, nothing wrong is served, and what fails says so."""
    try:
        findings = list(FAULTS[name](site, SHORT))
    except Unable as unable:
        if "CI" in os.environ:
            raise
        pytest.skip(str(unable))
    assert findings
    assert unmet(findings) == []
