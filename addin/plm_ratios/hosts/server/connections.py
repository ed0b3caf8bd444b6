"""A connection that cannot hold the server: its head, its time and what is kept for it have limits.

uvicorn's own connection, which reads by httptools, has none of these. A request of which too little comes is
answered with 408, one with too long a head with 431, and one for which there is no room with 503. Where a
request has been refused before its body came, what still comes is read and dropped: a connection that is
closed while bytes wait in it is reset, and then the client never sees why it was refused.
"""

from __future__ import annotations

import asyncio
import json
import math
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from .room import FULL, Room, room_of

_MOST_HEAD = 64 * 1024
_MOST_HEADERS = 100
_HEAD_SECONDS = 10.0
_LINGER_SECONDS = 5.0
_LAST_CALL = 0.3  # seconds that a connection without a request has once the server stops
_MOST_DROPPED = 10  # bodies of the largest size
_SLOWEST = 100_000  # bytes a second: so much longer may a body take to come, or an answer to be read
_TOO_LONG = "The head of a request may have at most 64 kB and 100 lines."
_INVALID = (400, "This is no request of HTTP/1.1.")


class Refusal(Exception):
    """Ends the reading of a request."""


class Connection(HttpToolsProtocol):
    """What uvicorn runs for each connection."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ):
        super().__init__(config, server_state, app_state, _loop)
        self.room: Room = room_of(server_state)
        self.head_seconds = min(_HEAD_SECONDS, self.room.seconds)
        self.refused: tuple[int, str] | None = None
        self.leaving = False  # refused: whatever comes is dropped
        self.ended = False
        self.receiving = False  # a request has begun and not come to its end
        self.due = math.inf  # when something must have come
        self.silent = 0  # bytes that have come and told nothing
        self.head = self.hosts = 0
        self.held = self.dropped = 0
        self.unread_since = math.inf
        self.unread = 0

    # What asyncio calls.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.due = self.loop.time() + self.head_seconds
        if self.room.stopping:
            self.shutdown()
        elif not self.room.admits(self):
            self.refuse(503, "The server has as many connections as it takes.")
            self.transport.close()  # with nothing read there is nothing to wait for

    def connection_lost(self, exc: Exception | None) -> None:
        self._let_go()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.leaving:
            self._drop(len(data))
            return
        self.silent += len(data)
        super().data_received(data)
        if self.silent > _MOST_HEAD and not self.leaving:
            self.refuse(431, _TOO_LONG)

    def pause_writing(self) -> None:
        super().pause_writing()
        self.room.shed_unread(self)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Who has asked for all that there is to ask still reads the answers."""
        cycle = self.pipeline[0][0] if self.pipeline else self.cycle
        if self.receiving or self.leaving or cycle is None or cycle.response_complete:
            return False
        cycle.keep_alive = False
        return True

    def shutdown(self) -> None:
        self.room.stopping = True
        if self.leaving:
            self.end()
        elif self._is_idle():  # but a request may be on its way already
            self.loop.call_later(_LAST_CALL, self._close_where_idle)
        else:
            super().shutdown()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _close_where_idle(self) -> None:
        if self._is_idle():
            self.transport.close()

    # What httptools finds.

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.silent = self.head = self.hosts = 0
        self.receiving = True
        self.due = self.loop.time() + self.head_seconds

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self.silent = 0
        self.head += len(url)
        if self.head > _MOST_HEAD:
            self._give_up(431, _TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        if name == b"host":
            self.hosts += 1
        elif name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))
        self.silent = 0
        self.head += len(name) + len(value)
        if self.head > _MOST_HEAD or len(self.headers) > _MOST_HEADERS:
            self._give_up(431, _TOO_LONG)

    def on_headers_complete(self) -> None:
        self.silent = 0
        version = self.parser.get_http_version()
        if (self.hosts != 1 or version != "1.1") and (version != "1.0" or self.hosts > 1):
            self._give_up(*_INVALID)
        super().on_headers_complete()
        if self.room.stopping:
            self.cycle.keep_alive = False
        self.due = self.loop.time() + self.room.seconds

    def on_body(self, body: bytes) -> None:
        self.silent = 0
        size = len(body)
        self.due += size / _SLOWEST
        if self.leaving:
            return
        if self.cycle.response_complete:
            self._drop(size)
        elif self.room.takes(self, size):
            self.held += size
            super().on_body(body)
        else:
            self._give_up(503, FULL)

    def on_message_complete(self) -> None:
        self.receiving = False
        self.dropped = 0
        waits = self.cycle is not None and self.cycle.response_complete
        self.due = self.loop.time() + self.timeout_keep_alive if waits else math.inf
        super().on_message_complete()

    # What goes out.

    def on_response_complete(self) -> None:
        if not self.pipeline:
            self._let_go()
        super().on_response_complete()
        if not self.cycle.response_complete:
            return
        if self.receiving and self.expect_100_continue and self.cycle.more_body:
            self.transport.close()  # whether the body still comes is for the client to choose
        self.due = self.loop.time() + (self.room.seconds if self.receiving else self.timeout_keep_alive)

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls once httptools has given up."""
        if not self.leaving:
            self.refuse(*(self.refused or _INVALID))

    def _give_up(self, status: int, sentence: str) -> None:
        """From within httptools, which calls send_400_response then."""
        self.refused = self.refused or (status, sentence)
        raise Refusal

    def refuse(self, status: int, sentence: str) -> None:
        """Answers so where no other answer has begun; what still comes is dropped, for a moment."""
        self.leaving = True
        self.room.count(status)
        self._let_go()
        self._unset_keepalive_if_required()
        asked = self.cycle is not None and not self.cycle.response_complete
        begun = asked and self.cycle.response_started
        if asked:  # whoever works on an answer is told that nobody waits for it
            self.cycle.disconnected = True
            self.cycle.waiting_for_100_continue = False
            self.cycle.message_event.set()
        self.pipeline.clear()
        if begun or self.transport.is_closing():
            self.end()
            return
        self.flow.resume_reading()
        content = json.dumps({"detail": sentence}).encode()
        length = b"content-length: %d\r\n" % len(content)
        again = b"retry-after: 1\r\n" if status == 503 else b""
        head = b"content-type: application/json\r\n" + length + again + b"connection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[status] + head + content)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.due = self.loop.time() + _LINGER_SECONDS

    def end(self) -> None:
        """Closes at once, whatever has not been sent."""
        self.leaving = self.ended = True
        self.transport.abort()

    def _drop(self, size: int) -> None:
        self.dropped += size
        if self.dropped > _MOST_DROPPED * self.room.largest:
            self.end()

    def unsent(self) -> int:
        """Bytes of answers that the client has not taken."""
        return 0 if self.ended else self.transport.get_write_buffer_size()

    def _let_go(self) -> None:
        self.room.held -= self.held
        self.held = 0

    # The time.

    def look(self, now: float) -> None:
        """Ends what has waited too long; Room calls it about once a second."""
        unread = self.unsent()
        if not unread:
            self.unread_since, self.unread = math.inf, 0
        elif self.unread_since == math.inf:
            self.unread_since, self.unread = now, unread
        elif now > self.unread_since + self.room.seconds + self.unread / _SLOWEST:
            self.room.count("unread")
            self.end()
            return
        if now <= self.due:
            return
        if self.flow.read_paused:  # it is we who do not read
            self.due = now + self.head_seconds
        elif self.leaving:
            self.end()
        elif not self.receiving or self.cycle_is_done():
            self.transport.close()
        else:
            self.refuse(408, "The request did not come to its end in time.")

    def cycle_is_done(self) -> bool:
        """Whether the request that still comes has been answered."""
        headed = self.cycle is not None and self.cycle.scope is self.scope
        return headed and self.cycle.response_complete
