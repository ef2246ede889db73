"""Which changes of the contract would break a client of a released one?

Each file in openapi/released/ is a contract that was released, less its prose. What Tally was asked
for then has to be taken still, and what it answers has to be what was promised: see ``compare``.

    python -m tools.openapi_diff            one line for each break; if there is any, exit code 1
    python -m tools.openapi_diff --release  write the contract into openapi/released/
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.contract import CONTRACT, ROOT
from tools.openapi_schemas import Schemas

RELEASED = ROOT / "openapi/released"
_PROSE = frozenset({"description", "summary", "example", "examples", "title", "externalDocs"})


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """One line for each break of ``old`` in ``new``: where it is, and what it is.

    An operation, parameter, status, media type, header or field that is gone; a parameter that is
    required now, takes less, is written another way or means another thing when it is left out; an
    answer that can be what it could not be. Additions of a field, a parameter that can be left out
    or a word of a vocabulary are none: a client ignores what it does not know.
    """
    schemas = Schemas(old, new)
    breaks: list[str] = []
    for path, item in old["paths"].items():
        for method, operation in item.items():
            where = f"{method.upper()} {path}"
            if (now := new["paths"].get(path, {}).get(method)) is None:
                breaks.append(f"{where}: is gone")
                continue
            breaks += [
                f"{where}: {one}"
                for one in (
                    *_parameters(operation, now, schemas),
                    *_responses(operation, now, schemas),
                )
            ]
    return breaks


def _parameters(old: dict[str, Any], new: dict[str, Any], schemas: Schemas) -> Iterator[str]:
    before = {(one["in"], one["name"]): one for one in old["parameters"]}
    after = {(one["in"], one["name"]): one for one in new["parameters"]}
    for key, was in before.items():
        where = f"parameter {key[1]}"
        if (now := after.get(key)) is None:
            yield f"{where}: is gone"
            continue
        for how in ("style", "explode"):
            if was.get(how) != now.get(how):
                yield f"{where}: is written another way ({how})"
        if was["schema"].get("default") != now["schema"].get("default"):
            yield f"{where}: means another thing when it is left out"
        for one in schemas.taken(was["schema"], now["schema"]):
            yield f"{where}{one}"
    for key, now in after.items():
        was_required = before.get(key, {}).get("required", False)
        if now.get("required", False) and not was_required:
            yield f"parameter {key[1]}: is required now"


def _responses(old: dict[str, Any], new: dict[str, Any], schemas: Schemas) -> Iterator[str]:
    in_format = any(one["name"] == "format" for one in old["parameters"])
    compared = schemas.given_in_format if in_format else schemas.given
    for status, reference in old["responses"].items():
        if status not in new["responses"]:
            yield f"{status}: is gone"
            continue
        was = schemas.old.resolved(reference)
        now = schemas.new.resolved(new["responses"][status])
        for header in sorted(was.get("headers", {}).keys() - now.get("headers", {}).keys()):
            yield f"{status}: header {header}: is gone"
        for media_type, content in was.get("content", {}).items():
            if media_type not in now.get("content", {}):
                yield f"{status} {media_type}: is gone"
                continue
            for one in compared(content["schema"], now["content"][media_type]["schema"]):
                yield f"{status} {media_type}{one}"


def without_prose(node: Any, *, named: bool = False) -> Any:
    """A part of the contract without what says nothing to a program.

    ``named`` where its keys are names, which may be those of prose: a field can be a ``title``.
    """
    if isinstance(node, list):
        return [without_prose(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: without_prose(value, named=key in ("properties", "schemas") and not named)
        for key, value in node.items()
        if named or key not in _PROSE
    }


def released(contract: dict[str, Any]) -> str:
    """What is kept of a contract that is released."""
    kept = without_prose({key: contract[key] for key in ("openapi", "info", "paths")})
    components = contract["components"]
    kept["components"] = {
        key: without_prose(components[key], named=True) for key in ("schemas", "responses")
    }
    return json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """See above."""
    contract = json.loads(CONTRACT.read_bytes())
    if sys.argv[1:] == ["--release"]:
        path = RELEASED / f"{contract['info']['version']}.json"
        if path.exists():
            raise SystemExit(f"{path.relative_to(ROOT)} was released, and is not to be changed")
        path.write_text(released(contract), encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
        return
    found = [f"{path.stem}: {one}" for path in versions() for one in broken(path, contract)]
    print(*found, sep="\n", end="\n" if found else "")
    raise SystemExit(f"{len(found)} breaks of what was released" if found else 0)


def versions() -> list[Path]:
    """The contracts that were released."""
    return sorted(RELEASED.glob("*.json"))


def broken(path: Path, contract: dict[str, Any]) -> list[str]:
    """The breaks of a contract that was released."""
    return compare(json.loads(path.read_bytes()), contract)


if __name__ == "__main__":
    main()
