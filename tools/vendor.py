"""Renew the vendored API reference from npm: ``python tools/vendor.py [VERSION]``.

Without a version, the one in ``VENDORED.toml`` is fetched again. ``npm pack`` checks the
package against the registry's integrity hash and runs none of its scripts. The package carries
no licence file, so ``LICENSE`` is kept by hand, and a changed licence stops the renewal.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "api" / "static" / "reference"
RECORD = FOLDER / "VENDORED.toml"
PACKAGE = "@scalar/api-reference"
LICENCE = "MIT"
BUNDLE = "dist/browser/standalone.js"


def fetch(version: str) -> tuple[bytes, dict[str, str]]:
    """The bundle and the ``package.json`` of one exact version."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--ignore-scripts", f"{PACKAGE}@{version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            bundle, manifest = (_member(package, name) for name in (BUNDLE, "package.json"))
        return bundle, json.loads(manifest)


def _member(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(f"package/{name}")
    if file is None:
        raise SystemExit(f"{PACKAGE} has no file {name}")
    return file.read()


def sha256(path: Path) -> str:
    """The hash of a file, as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def record(version: str) -> str:
    """The text of ``VENDORED.toml`` for the files now in the folder."""
    return f"""\
# What in this folder is not ours. Written by `make vendor`; checked by tests/tools/test_vendor.py.
package = "{PACKAGE}"
version = "{version}"
licence = "{LICENCE}"

[sha256]
"LICENSE" = "{sha256(FOLDER / "LICENSE")}"
"scalar.js" = "{sha256(FOLDER / "scalar.js")}"
"""


def main() -> None:
    """Fetch, check the licence, write the bundle and its record."""
    version = sys.argv[1] if sys.argv[1:] else tomllib.loads(RECORD.read_text())["version"]
    bundle, manifest = fetch(version)
    if manifest["license"] != LICENCE:
        raise SystemExit(f"licence: expected {LICENCE}, found {manifest['license']}")
    (FOLDER / "scalar.js").write_bytes(bundle)
    RECORD.write_text(record(manifest["version"]))
    print(f"{PACKAGE} {manifest['version']}: {len(bundle):,} bytes")


if __name__ == "__main__":
    main()
