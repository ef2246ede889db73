"""Which release do answers come from just now?

Each kind of database is looked at again when what is known of it is older than it may be: a SQLite
file after a twentieth of a second, since a new one is renamed over it and to notice that takes no
more than a look at the folder; PostgreSQL, which has to be asked, after as long as a setting says.
Whatever else looks up the newest release (``api/queries/snapshot.py``) tells when it finds another.
"""

import asyncio
import logging
import time
from collections.abc import Callable

import msgspec

from api.db import Database
from api.errors import TallyError
from api.queries.snapshot import Identity, Snapshots

_log = logging.getLogger("tally")


_FILE_SECONDS = 0.05
"""Of what a known answer costs, looking at the file each time would be half."""


class Known(msgspec.Struct, frozen=True):
    """The newest release, and how many turns the newest had taken when it was looked up."""

    release: Identity
    turn: int


class Watch:
    """One for a serving process."""

    def __init__(
        self,
        database: Database,
        snapshots: Snapshots,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._snapshots = snapshots
        self._seconds = seconds
        self._unseen = min(seconds, _FILE_SECONDS) if database.mark() is not None else seconds
        self._clock = clock
        self._known: Known | None = None
        self._mark: object = None
        self._looked = 0.0
        self._failed: float | None = None
        self._looking: asyncio.Future[None] | None = None

    @property
    def turn(self) -> int:
        """How many turns the newest release has taken, whoever found it."""
        return self._snapshots.turn

    def known(self) -> Known | None:
        """The newest release, where that is known without asking; ``None`` where it is not."""
        known = self._known
        if known is None or known.turn != self._snapshots.turn:
            return None
        if (now := self._clock()) - self._looked < self._unseen:
            return known
        mark = self._database.mark()
        if mark is None or mark != self._mark:
            return None
        self._looked = now
        return known

    async def look(self) -> Known | None:
        """The newest release by the database; ``None`` while it cannot be reached.

        Who comes while another looks waits, and looks again where that one began too long ago.
        """
        while (looking := self._looking) is not None:
            await asyncio.shield(looking)
            if self._known is None or (known := self.known()) is not None:
                return self._known
        if self._failed is not None and self._clock() - self._failed < self._seconds:
            return None
        self._looking = looking = asyncio.get_running_loop().create_future()
        # before the question: what happens during it is noticed next time
        mark, began = self._database.mark(), self._clock()
        known = None
        try:
            known = Known(*await self._database.read(self._snapshots.newest))
        except Exception as error:
            # whatever it is, the application meets it too, and answers as it does
            if not isinstance(error, TallyError):
                _log.error("fault while looking for a new release", exc_info=error)
            self._failed = self._clock()
        else:
            self._failed = None
        finally:
            self._known, self._mark, self._looked = known, mark, began
            self._looking = None
            looking.set_result(None)
        return known
