"""``Accept-Encoding`` is read as RFC 9110 says, and every coding can be undone."""

import gzip

import brotli
import pytest
import zstandard

from api.store.codings import CODINGS, coding_for, is_compressible

UNDO = {
    b"zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    b"br": brotli.decompress,
    b"gzip": gzip.decompress,
}

ASKED = {
    None: b"identity",
    "": b"identity",
    "identity": b"identity",
    "deflate": b"identity",
    "gzip": b"gzip",
    "x-gzip": b"gzip",
    "GZIP": b"gzip",
    "br": b"br",
    "zstd": b"zstd",
    "gzip, deflate, br, zstd": b"zstd",
    "gzip, br": b"br",
    "gzip;q=1.0, br;q=0.5": b"gzip",
    "gzip; q=0.3 , br ;q=0.300": b"br",
    "gzip;q=0": b"identity",
    "gzip;q=0.000, br;q=0": b"identity",
    "*": b"zstd",
    "*;q=0.1, br": b"br",
    "zstd;q=0, *": b"br",
    "*;q=0": b"identity",
    "identity;q=0": b"identity",
    "identity;q=0, gzip;q=0.1": b"gzip",
    "identity, gzip;q=0.5": b"identity",
    "identity;q=0.5, gzip;q=0.5": b"gzip",
    "gzip;q=2": b"identity",
    "gzip;q=often": b"identity",
    "gzip;level=9": b"identity",
    ",,gzip,,": b"gzip",
    "gzip," + "x" * 300: b"gzip",
}


@pytest.mark.parametrize(("asked", "coding"), ASKED.items())
def test_negotiation(asked: str | None, coding: bytes) -> None:
    """The coding with the greatest weight is taken, and none that is refused."""
    assert coding_for(None if asked is None else asked.encode()) == coding


@pytest.mark.parametrize("coding", CODINGS)
def test_undone(coding: bytes) -> None:
    """What is compressed is shorter, always the same, and comes back as it was."""
    body = b'{"reported": 135000}' * 100
    coded = CODINGS[coding](body)
    assert len(coded) < len(body) / 5
    assert coded == CODINGS[coding](body)
    assert UNDO[coding](coded) == body


def test_what_is_worth_it() -> None:
    """Text is compressed, images that are compressed already are not."""
    for type in ("text/html; charset=utf-8", "application/json", "application/x-ndjson"):
        assert is_compressible(type.encode())
    assert is_compressible(b"image/svg+xml")
    assert is_compressible(b"application/atom+xml")
    assert is_compressible(b"application/problem+json")
    assert not is_compressible(b"image/png")
    assert not is_compressible(b"")
