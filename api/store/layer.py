"""The answer store: what was answered before is answered again, before anything is routed.

It stands in front of the whole application. An answer is kept under its question
(``api/store/keys.py``) and the newest release (``api/store/watch.py``), and all are dropped when
that is another. See ``docs/decisions/0013-answers-are-kept-in-front-of-the-router.md``.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.bounded import Bounded
from api.edge import LARGEST_HEADERS
from api.store.answers import Answer, Form
from api.store.codings import PLAIN, coding_for
from api.store.keys import PREFIXES, Asked, Questions
from api.store.watch import Known, Watch

_MOST_ANSWERS = 20_000
_MOST_SPELLINGS = 20_000
_LARGE = 64 * 1024  # a body that takes milliseconds to compress
_EMBED_SECONDS = 60.0
_READ = ("GET", "HEAD")

Whole = tuple[bytes, bytes]
"""An answer as it goes over the wire: its status line and headers, but for those that are the
server's own and the line that ends them, and its body."""

Spelling = tuple[bytes, bytes, bytes | None]
"""A question as it was asked: raw path, query string, ``Accept``."""


class Store:
    """The outermost application, around one that answers everything."""

    def __init__(
        self,
        app: ASGIApp,
        questions: Questions,
        watch: Watch,
        most_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self._questions = questions
        self._watch = watch
        self._clock = clock
        self._known: Known | None = None
        # an eighth for the many ways to ask one thing, which only save reading it anew
        self.answers: Bounded[bytes, Answer] = Bounded(most_bytes * 7 // 8, _MOST_ANSWERS)
        self.spellings: Bounded[Spelling, bytes] = Bounded(most_bytes // 8, _MOST_SPELLINGS)
        self._flights: dict[object, asyncio.Future[Any]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from what is kept, or let the application answer it."""
        if (
            scope["type"] != ScopeType.HTTP
            or scope["method"] not in _READ
            or not scope["path"].startswith(PREFIXES)
        ):
            await self.app(scope, receive, send)
            return
        caller = _caller(scope)
        known = self._watch.known() or await self._watch.look()
        if caller is None:
            await self.app(scope, receive, send)
            return
        if known is not None and known is not self._known:
            self._begin(known)
        accept, coding, tag, since = caller
        spelling = (scope.get("raw_path") or b"", scope["query_string"], accept)
        answer = self._spelled(spelling)
        if known is None:
            if answer is None or not self._stands(answer):
                await self.app(scope, receive, send)
                return
        elif answer is None:
            answer = await self._obtain(spelling, known, scope, receive, send)
            if answer is None:
                return
        wanted = coding_for(coding)
        form = answer.forms.get(wanted) or await self._form(answer, wanted)
        if form.is_current(tag, since):
            await send(form.unchanged)
            await send(_NOTHING)
        else:
            await send(form.start)
            await send(form.body if scope["method"] == "GET" else _NOTHING)

    def at_once(self, scope: HTTPScope) -> Whole | None:
        """What ``__call__`` would send, where that is known already and asked in a known way."""
        method = scope["method"]
        if method not in _READ or (known := self._watch.known()) is None:
            return None
        if known is not self._known:
            self._begin(known)
        if (caller := _caller(scope)) is None:
            return None
        accept, coding, tag, since = caller
        answer = self._spelled((scope.get("raw_path") or b"", scope["query_string"], accept))
        if answer is None or (form := answer.forms.get(coding_for(coding))) is None:
            return None
        if form.is_current(tag, since):
            return form.unchanged_head, b""
        return form.head, form.body["body"] if method == "GET" else b""

    def _begin(self, known: Known) -> None:
        """Answer from a release on; what was kept of another is dropped."""
        if self._known is not None and known.release != self._known.release:
            self.answers.clear()
            self.spellings.clear()
        self._known = known

    def _stands(self, answer: Answer) -> bool:
        """Whether a kept answer is given while the database is away: it is of the newest release
        that anyone here has seen. An embed is not; the application says on it how old it is.
        """
        newest = self._known is not None and self._known.turn == self._watch.turn
        return newest and answer.until is None

    def _spelled(self, spelling: Spelling) -> Answer | None:
        key = self.spellings.find(spelling)
        return self._kept(key) if key is not None else None

    def _kept(self, key: bytes) -> Answer | None:
        answer = self.answers.find(key)
        if answer is not None and answer.until is not None and self._clock() > answer.until:
            return None
        return answer

    async def _obtain(
        self, spelling: Spelling, known: Known, scope: HTTPScope, receive: Receive, send: Send
    ) -> Answer | None:
        """The answer to a question that was not asked this way before.

        ``None`` when the application has sent one itself. Who asks what is being answered just
        now waits for that.
        """
        asked = self._questions.asked_by(scope, spelling[2], known.release)
        if asked is None:
            await self.app(scope, receive, send)
            return None
        answer = self._kept(asked.key)
        if answer is None and (flight := self._flights.get(asked.key)) is not None:
            answer = await asyncio.shield(flight)
            if answer is None:
                await self.app(scope, receive, send)
                return None
        if answer is None:
            answer = await self._fetch(asked, known, scope, receive, send)
        if asked.key in self.answers:
            size = sum(len(part or b"") for part in spelling) + len(asked.key) + _SPELLING
            self.spellings.keep(spelling, asked.key, size)
        return answer

    async def _fetch(
        self, asked: Asked, known: Known, scope: HTTPScope, receive: Receive, send: Send
    ) -> Answer | None:
        """What the application answers, kept if it may be; ``None`` when it streams, and has."""
        flight: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._flights[asked.key] = flight

        def land(answer: Answer | None) -> None:
            if not flight.done():
                del self._flights[asked.key]
                flight.set_result(answer)

        reply = _Reply(send, scope["method"] == "HEAD", land)
        # whole, plain, and by GET: so it can be kept, and made into whatever is asked for
        headers = [item for item in scope["headers"] if item[0] not in _OF_A_CALLER]
        try:
            await self.app({**scope, "method": "GET", "headers": headers}, receive, reply)
            if reply.answer is not None:
                self._keep(asked, known, reply.answer)
        finally:
            land(reply.answer)
        return reply.answer

    def _keep(self, asked: Asked, known: Known, answer: Answer) -> None:
        """Keep what may be: no error, nothing that must not be, nothing of another release."""
        lifetime = answer.header(b"cache-control") or b""
        if answer.status != 200 or b"no-store" in lifetime or self._watch.turn != known.turn:
            return
        if asked.settles and b"immutable" not in lifetime:
            return
        if asked.is_embed:
            # so that an embed's own last good answer stays as fresh as it is shown
            answer.until = self._clock() + _EMBED_SECONDS
        answer.add(PLAIN, answer.body)
        answer.key = asked.key
        self.answers.keep(asked.key, answer, answer.size)

    async def _form(self, answer: Answer, coding: bytes) -> Form:
        """An answer in a coding it was not asked for in before."""
        if coding == PLAIN or not answer.is_compressible:
            form = answer.forms.get(PLAIN) or answer.add(PLAIN, answer.body)
            answer.forms[coding] = form
            return form
        flight = answer.compressing.get(coding)
        if flight is None:
            flight = asyncio.ensure_future(self._compress(answer, coding))
            answer.compressing[coding] = flight
        return await asyncio.shield(flight)

    async def _compress(self, answer: Answer, coding: bytes) -> Form:
        try:
            if len(answer.body) > _LARGE:
                body = await asyncio.to_thread(answer.compress, coding)
            else:
                body = answer.compress(coding)
            form = answer.add(coding, body)
            if answer.key is not None and self.answers.find(answer.key) is answer:
                self.answers.keep(answer.key, answer, answer.size)
            return form
        finally:
            del answer.compressing[coding]


Caller = tuple[bytes | None, bytes | None, bytes | None, bytes | None]


def _caller(scope: HTTPScope) -> Caller | None:
    """``Accept``, ``Accept-Encoding``, ``If-None-Match`` and ``If-Modified-Since``.

    ``None`` when the application has to make sense of them: one is there twice, or they are large.
    """
    accept = coding = tag = since = None
    size = named = 0
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name == b"accept":
            accept, named = value, named + 1
        elif name == b"accept-encoding":
            coding, named = value, named + 1
        elif name == b"if-none-match":
            tag, named = value, named + 1
        elif name == b"if-modified-since":
            since = value
    twice = named > (accept is not None) + (coding is not None) + (tag is not None)
    return None if twice or size > LARGEST_HEADERS else (accept, coding, tag, since)


class _Reply:
    """What the application sends: an answer when it is whole, passed on where it streams."""

    def __init__(self, send: Send, bodyless: bool, land: Callable[[None], None]) -> None:
        self._send = send
        self._bodyless = bodyless
        self._land = land
        self._start: Any = None
        self._streams = False
        self.answer: Answer | None = None

    async def __call__(self, message: Message) -> None:
        if self._streams:
            await self._pass(message)
        elif message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body" and not message["more_body"]:
            assert self._start is not None, "a body comes after its start"
            start = self._start
            self.answer = Answer(
                status=start["status"], headers=[*start["headers"]], body=message["body"]
            )
        else:
            self._streams = True
            self._land(None)
            if self._start is not None:
                await self._send(self._start)
            await self._pass(message)

    async def _pass(self, message: Message) -> None:
        if message["type"] == "http.response.body" and self._bodyless:
            message["body"] = b""
        await self._send(message)


_SPELLING = 512  # bytes that a spelling takes beside its text, about
_OF_A_CALLER = (b"if-none-match", b"if-modified-since", b"accept-encoding")
_NOTHING: Any = {"type": "http.response.body", "body": b"", "more_body": False}
