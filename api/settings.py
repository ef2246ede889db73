"""What can be set from outside, each with its help; read once, when a command starts."""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from api.errors import SettingError

PREFIX = "TALLY_"
_PLAIN = "[!$-;=@-~]"  # of an address: visible ASCII but for quotes, brackets, "?" and "#"
_CONTACT = r"^(|mailto:[!$->A-~]+@[!$->A-~]+|https://[!-~]+)\Z"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is configurable; each field is the environment variable ``TALLY_<NAME>``."""

    database_url: Annotated[
        str,
        Meta(
            description="Where the data is: `sqlite:///PATH` or "
            "`postgresql+psycopg://USER:PASSWORD@HOST/NAME`."
        ),
    ] = "sqlite:///data/tally.db"
    replica_url: Annotated[
        str,
        Meta(
            description="Where `tally serve` reads, if not there: a replica of it, or the same as "
            "a role that may only read. What writes goes to `TALLY_DATABASE_URL`."
        ),
    ] = ""
    public_url: Annotated[
        str,
        Meta(
            pattern=rf"^https?://{_PLAIN}+\Z",
            description="The address the service is reached at, with any path prefix. Every link "
            "in an answer begins with it; `tally serve` puts its own address here when unset.",
        ),
    ] = "http://127.0.0.1:8000"
    query_seconds: Annotated[
        float,
        Meta(ge=0.01, le=60, description="How long one query may take before it is refused."),
    ] = 1.0
    store_megabytes: Annotated[
        int,
        Meta(
            ge=0,
            le=4096,
            description="How much memory a worker keeps answers in that it gave; 0 keeps none.",
        ),
    ] = 64
    release_seconds: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="How long PostgreSQL is not asked again which release is the newest, so "
            "how late a new one may be seen. A SQLite file is looked at every 50 ms.",
        ),
    ] = 0.5
    hosts: Annotated[
        str,
        Meta(
            pattern=r"^(|(\*\.)?[A-Za-z0-9.:\[\]-]+( *, *(\*\.)?[A-Za-z0-9.:\[\]-]+)*)\Z",
            description="Names it answers under, with commas between: `tally.example.org, "
            "*.example.net`. Another `Host` is 400. Under any name when unset, for no answer "
            "depends on it.",
        ),
    ] = ""
    metrics: Annotated[
        bool,
        Meta(
            description="Whether `/metrics` answers (Prometheus text format), on the same port: "
            "a proxy in front must not pass it on, and `deploy/nginx` does not."
        ),
    ] = False
    log: Annotated[
        bool,
        Meta(
            description="Whether each request is a line of JSON on standard error, and all else "
            "that is logged too, with an `X-Request-ID` that the answer repeats; of queries and "
            "clients nothing is written."
        ),
    ] = False
    report_errors_to: Annotated[
        str,
        Meta(
            pattern=_CONTACT,
            description="Where readers report an error in a figure: `mailto:ADDRESS` or an "
            "`https://` address, which every page then links to.",
        ),
    ] = ""

    security_contact: Annotated[
        str,
        Meta(
            pattern=_CONTACT,
            description="Whom to tell of a weakness: `mailto:ADDRESS` or an `https://` address, "
            "which `/.well-known/security.txt` then names.",
        ),
    ] = ""

    @property
    def read_url(self) -> str:
        """Where answers are read from."""
        return self.replica_url or self.database_url

    @property
    def figure_bytes(self) -> int:
        """How much of ``store_megabytes`` figures have, of which answers are made."""
        return self.store_megabytes * 1024 * 1024 // 4

    @property
    def answer_bytes(self) -> int:
        """How much of it answers have."""
        return self.store_megabytes * 1024 * 1024 - self.figure_bytes

    @property
    def base_url(self) -> str:
        """``public_url`` without a slash at its end, ready to have a path put behind it."""
        return self.public_url.rstrip("/")


def read_settings(environment: Mapping[str, str], **given: str) -> Settings:
    """Settings from the environment, ``given`` ones first; ``SettingError`` names a wrong one."""
    known = {PREFIX + name.upper(): name for name in Settings.__struct_fields__}
    values: dict[str, str] = {
        known[name]: value for name, value in environment.items() if name in known and value
    }
    values.update(given)
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        name = where.strip("`").removeprefix("$.").upper()
        raise SettingError(f"{PREFIX}{name}: {what}") from error


def settings_table() -> str:
    """The configuration table of the README: name, default, what it does."""
    described = msgspec.json.schema(Settings)["$defs"]["Settings"]["properties"]
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field['default'])} | {field['description']} |"
        for name, field in described.items()
    ]
    return "\n".join(["| variable | default | what it does |", "|---|---|---|", *rows])


def _default(value: object) -> str:
    return "unset" if value == "" else f"`{value!s}`"
