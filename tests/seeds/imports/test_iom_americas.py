"""What a row of IOM's monthly flows becomes."""

from typing import Any

import pytest

from seeds.imports.iom_americas import IOM_AMERICAS


def read(row: str, zeros: bool = False) -> list[dict[str, Any]]:
    """The figures of a row."""
    cells = dict(zip(IOM_AMERICAS.header, row.split(","), strict=True))
    return [figure for _, figure in IOM_AMERICAS.read(2, cells, zeros)]


@pytest.mark.parametrize(
    ("measure", "status"), [("regular", "documented"), ("irregular", "undocumented")]
)
def test_entries(measure: str, status: str) -> None:
    """An entry is counted by the country in `geo`, of nationals of that in `nat`."""
    [row] = read(f"2024-02,{measure}_entries,MEX,CUB,31")
    assert (row["origin"], row["destination"], row["nationality"]) == (None, "MEX", "CUB")
    assert (row["movement"], row["legal_status"]) == ("arrival", status)
    assert row["note"] == f"Counted by the source as {measure} entries."
    assert (row["period_start"], row["period_end"]) == ("2024-02-01", "2024-02-29")
    assert (row["period_precision"], row["unit"]) == ("month", "persons")


def test_exits() -> None:
    """An exit is counted by the country in `nat`, of nationals of that in `geo`: decision 12."""
    [row] = read("2023-02,regular_exits,CUB,COL,32")
    assert (row["origin"], row["destination"], row["nationality"]) == ("COL", None, "CUB")
    assert (row["movement"], row["legal_status"]) == ("departure", "documented")
    assert row["id"] == "iom-americas-2023-02-regular-exits-col-cub"


def test_exits_the_right_way_round() -> None:
    """An edition whose exits follow their documentation is not read the wrong way."""
    with pytest.raises(ValueError, match="nat: not known to report: 'CUB'"):
        read("2023-02,regular_exits,COL,CUB,32")


def test_nationality_not_stated() -> None:
    """An empty nationality is null, and said to be no total; one outside ISO is kept as given."""
    [empty] = read("2023-02,regular_exits,,COL,35")
    assert (empty["nationality"], empty["country_as_given"]) == (None, None)
    assert empty["note"].endswith("The nationality is not stated: this is no total of all.")
    [outside] = read("2023-02,regular_entries,MEX,XKX,34")
    assert (outside["nationality"], outside["country_as_given"]) == (None, "XKX")


def test_counts() -> None:
    """An empty count is unknown; zero is a figure where zeros are asked for."""
    assert read("2023-02,irregular_entries,PAN,GUF,", zeros=True) == []
    assert read("2023-02,regular_entries,MEX,ISL,0") == []
    [zero] = read("2023-02,regular_entries,MEX,ISL,0", zeros=True)
    assert zero["reported"] == 0
    [padded] = read("2023-02,regular_entries,MEX,ISL,000000000000000012345")
    assert padded["reported"] == 12345


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2023-13,regular_entries,MEX,CUB,1", "month: no month"),
        ("2099-01,regular_entries,MEX,CUB,1", "month: 2099-01 is not over"),
        ("2023-02,entries,MEX,CUB,1", "measure: none that is known"),
        ("2023-02,regular_entries,,CUB,1", "geo: not known to report: ''"),
        ("2023-02,regular_entries,MEX,Cuba,1", "nat: no code of three capitals"),
        ("2023-02,regular_entries,MEX,CUB,many", "n: no count"),
        (f"2023-02,regular_entries,MEX,CUB,{'0' * 41}", "n: 41 digits, more than 40: '0000"),
    ],
)
def test_bad_rows(row: str, said: str) -> None:
    """What is wrong with a row is named by its column."""
    with pytest.raises(ValueError, match=said):
        read(row)
