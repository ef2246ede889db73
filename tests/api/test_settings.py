"""What can be set from outside is read once, strictly, and is all described."""

import pytest

from api.errors import SettingError
from api.settings import PREFIX, Settings, read_settings, settings_table

NAMES = Settings.__struct_fields__


def test_defaults() -> None:
    """Nothing has to be set."""
    assert read_settings({}) == Settings()


def test_every_setting_is_read() -> None:
    """Each field is the environment variable of its name, read as its type."""
    given = read_settings(
        {
            "TALLY_DATABASE_URL": "sqlite:///x.db",
            "TALLY_REPLICA_URL": "sqlite:///y.db",
            "TALLY_PUBLIC_URL": "https://example.org/tally/",
            "TALLY_QUERY_SECONDS": "2.5",
            "TALLY_STORE_MEGABYTES": "8",
            "TALLY_RELEASE_SECONDS": "0.25",
            "TALLY_HOSTS": "tally.example.org, *.example.net",
            "TALLY_METRICS": "true",
            "TALLY_LOG": "1",
            "TALLY_REPORT_ERRORS_TO": "mailto:figures@example.org",
            "TALLY_SECURITY_CONTACT": "https://example.org/security",
        }
    )
    assert given == Settings(
        database_url="sqlite:///x.db",
        replica_url="sqlite:///y.db",
        public_url="https://example.org/tally/",
        query_seconds=2.5,
        store_megabytes=8,
        release_seconds=0.25,
        hosts="tally.example.org, *.example.net",
        metrics=True,
        log=True,
        report_errors_to="mailto:figures@example.org",
        security_contact="https://example.org/security",
    )
    assert all(getattr(given, name) != getattr(Settings(), name) for name in NAMES)


def test_empty_is_unset() -> None:
    """A variable that is set to nothing is as good as none."""
    assert read_settings({PREFIX + name.upper(): "" for name in NAMES}) == Settings()


def test_given_ones_win() -> None:
    """What a command hands over goes before the environment."""
    environment = {"TALLY_PUBLIC_URL": "http://one.example"}
    assert read_settings(environment, public_url="http://two.example").public_url == (
        "http://two.example"
    )


def test_other_variables_are_left_alone() -> None:
    """Variables of others, of this prefix too, are none of the settings."""
    assert read_settings({"PUBLIC_URL": "x", "TALLY_TEST_DATABASE_URL": "x"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "example.org"),
        ("PUBLIC_URL", "ftp://example.org"),
        ("PUBLIC_URL", "http://example.org/?a=1"),
        ("PUBLIC_URL", "http://example.org/#a"),
        ("PUBLIC_URL", "http://exa mple.org"),
        ("PUBLIC_URL", "http://example.org/\n"),
        ("PUBLIC_URL", "http://例え.example"),
        ("PUBLIC_URL", 'http://example.org/"><i>'),
        ("HOSTS", "example.org\n"),
        ("SECURITY_CONTACT", "https://example.org\n"),
        ("QUERY_SECONDS", "0"),
        ("QUERY_SECONDS", "0.0004"),
        ("QUERY_SECONDS", "-1"),
        ("QUERY_SECONDS", "61"),
        ("QUERY_SECONDS", "nan"),
        ("QUERY_SECONDS", "soon"),
        ("METRICS", "perhaps"),
        ("REPORT_ERRORS_TO", "figures@example.org"),
        ("REPORT_ERRORS_TO", "javascript:alert(1)"),
        ("REPORT_ERRORS_TO", "http://example.org/report"),
        ("REPORT_ERRORS_TO", "https://example.org/report\n"),
        ("REPORT_ERRORS_TO", "mailto:figures@example.org?bcc=a@example.org"),
    ],
)
def test_wrong_one_is_named(name: str, value: str) -> None:
    """A value that cannot be is refused with the name of its variable."""
    with pytest.raises(SettingError, match=f"^TALLY_{name}: "):
        read_settings({PREFIX + name: value})


@pytest.mark.parametrize("public_url", ["https://example.org/tally", "https://example.org/tally/"])
def test_base_url(public_url: str) -> None:
    """A path can be put behind the base, however the address was spelled."""
    assert Settings(public_url=public_url).base_url == "https://example.org/tally"


def test_table() -> None:
    """The table has a row for every setting, with its default and a description."""
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")]
        for row in settings_table().splitlines()
    ]
    assert [row[0] for row in rows[2:]] == [f"`{PREFIX}{name.upper()}`" for name in NAMES]
    assert all(default and description for _, default, description in rows[2:])
