"""Write what a release is made of: ``python tools/sbom.py FOLDER``, or ``make sbom``.

``sbom.cdx.json`` is a CycloneDX document of every locked dependency with its hashes, and of what is
vendored; ``licences.md`` has the licence of each. Both are the same for the same locks.
"""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
AUDIT = ROOT / ".venv" / "audit" / "bin"
VENDORED = (ROOT / "api/static/reference/VENDORED.toml", ROOT / "api/embeds/fonts/VENDORED.toml")


def vendored() -> list[dict[str, Any]]:
    """What is in the repository and was made by others, as components."""
    components = []
    for record in VENDORED:
        read = tomllib.loads(record.read_text(encoding="utf-8"))
        for package in read.get("packages", [read]):
            name, number = package["package"], package["version"]
            group, _, short = name.rpartition("/")
            components.append(
                {
                    "type": "library",
                    "bom-ref": f"vendored-{short}",
                    **({"group": group} if group else {}),
                    "name": short,
                    "version": number,
                    "purl": f"pkg:npm/{name.replace('@', '%40')}@{number}",
                    "licenses": [{"license": {"id": read["licence"]}}],
                }
            )
    return components


def locked(lock: Path) -> list[str]:
    """The names in a lock."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [line.partition("==")[0] for line in lines if not line.startswith(" ")]


def bill() -> dict[str, Any]:
    """The CycloneDX document, of the runtime lock and what is vendored."""
    command: list[str | Path] = [
        AUDIT / "cyclonedx-py",
        "requirements",
        "--output-reproducible",
        "--of",
        "JSON",
    ]
    command += ["--pyproject", ROOT / "pyproject.toml", ROOT / "locks/runtime.txt"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    document: dict[str, Any] = json.loads(done.stdout)
    document["components"] += vendored()
    document["metadata"]["component"]["version"] = version("tally")
    return document


def licences() -> str:
    """A table of names, versions and licences, of what is locked and installed, and vendored."""
    command: list[str | Path] = [
        AUDIT / "pip-licenses",
        "--python",
        ROOT / ".venv/bin/python",
        "--format=json",
    ]
    command += ["--from=mixed", "--packages", *locked(ROOT / "locks/runtime.txt")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows = [(row["Name"], row["Version"], row["License"]) for row in json.loads(done.stdout)]
    rows += [
        (one["name"], one["version"], f"{one['licenses'][0]['license']['id']} (vendored)")
        for one in vendored()
    ]
    lines = [f"| {name} | {number} | {licence} |" for name, number, licence in sorted(rows)]
    return "\n".join(["| what | version | licence |", "|---|---|---|", *lines, ""])


def main(folder: Path) -> None:
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    document = bill()
    (folder / "sbom.cdx.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    table = licences()
    (folder / "licences.md").write_text(table, encoding="utf-8")
    print(
        f"{len(document['components'])} components, {table.count(chr(10)) - 2} licences: {folder}/"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
