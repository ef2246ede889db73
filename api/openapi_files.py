"""How the reference describes an answer that is a file, and whether it may be had in parts."""

from typing import Any

from api.operation import Operation

FILE_HEADERS: dict[str, Any] = {
    "AcceptRanges": {
        "description": "It can be asked for in parts.",
        "schema": {"type": "string", "enum": ["bytes"]},
        "example": "bytes",
    },
    "ContentDigest": {
        "description": "SHA-256 of what is sent (RFC 9530).",
        "schema": {"type": "string"},
        "example": "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
    },
    "ContentRange": {
        "description": "Which bytes are sent, and how many there are.",
        "schema": {"type": "string"},
        "example": "bytes 0-1023/45412",
    },
    "ReprDigest": {
        "description": "SHA-256 of the whole file, also of an answer that is a part of it.",
        "schema": {"type": "string"},
        "example": "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
    },
}

RANGE_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "Range",
        "in": "header",
        "required": False,
        "description": "The part wanted (RFC 9110): `bytes=FIRST-LAST`, `bytes=FIRST-` or "
        "`bytes=-LENGTH`. Several ranges, or another unit, get the whole file.",
        "schema": {"type": "string"},
        "example": "bytes=0-1023",
    },
    {
        "name": "If-Range",
        "in": "header",
        "required": False,
        "description": "The `ETag` of what the part is to be added to: if the file has another by "
        "now, all of it is answered.",
        "schema": {"type": "string"},
        "example": '"0123456789abcdef01234567"',
    },
]

_COMMON = {
    "Access-Control-Allow-Origin": "AnyOrigin",
    "ETag": "ETag",
    "Cache-Control": "CacheControl",
}
_OF_PARTS = _COMMON | {"Accept-Ranges": "AcceptRanges", "Repr-Digest": "ReprDigest"}


def file_found(operation: Operation) -> dict[str, Any]:
    """The answer that is the whole file."""
    headers = _OF_PARTS | {"Content-Digest": "ContentDigest"} if operation.in_parts else _COMMON
    return _described(operation, operation.summary + ".", headers)


def part_found(operation: Operation) -> dict[str, Any]:
    """The answer that is a part of it."""
    headers = _OF_PARTS | {"Content-Range": "ContentRange"}
    return _described(operation, "The part that `Range` asks for.", headers)


def _described(operation: Operation, description: str, headers: dict[str, str]) -> dict[str, Any]:
    return {
        "description": description,
        "headers": {name: {"$ref": f"#/components/headers/{key}"} for name, key in headers.items()},
        "content": {
            operation.media_type: {"schema": {"type": "string", "format": "binary"}},
        },
    }
