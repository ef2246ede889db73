"""What is raised where Tally does not answer what was asked."""

import msgspec

from tally_client.models import Problem


class TallyError(Exception):
    """An answer that is an error.

    ``status`` is that of HTTP: 400 for a parameter, 404 and 410 for a record that never was and
    one that was withdrawn, 503 where Tally was still in trouble after all tries. ``problem`` is
    what it said (RFC 9457), ``None`` where something in between answered. ``retry_after`` is the
    seconds it asks to be left alone for, if it said so.
    """

    def __init__(self, status: int, body: bytes, retry_after: float | None) -> None:
        self.status = status
        self.problem = _problem(body)
        self.retry_after = retry_after
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        if self.problem is None:
            return f"{self.status}"
        named = "".join(f"; {item.name}: {item.message}" for item in self.problem.errors)
        return f"{self.status} {self.problem.title}: {self.problem.detail}{named}"


def _problem(body: bytes) -> Problem | None:
    try:
        return msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError:
        return None
