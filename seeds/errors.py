"""What can go wrong on the way in: each error is one line that a person can act on."""


class SeedError(Exception):
    """Base of everything ``seeds`` raises on purpose."""


class FixtureError(SeedError):
    """A fixture file that cannot be read or does not have the right shape."""


class DatabaseError(SeedError):
    """A database that is missing, busy, foreign, or of another schema."""
