"""What all connections of this process hold together, and who goes where that is too much."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from functools import lru_cache
from typing import Protocol

from uvicorn.server import ServerState

from .logs import LOG
from .settings import Settings, read

FULL = "The server holds as many requests as it takes. Try again in a moment."


class Guest(Protocol):
    """A connection, as far as it concerns the others (connections.py)."""

    due: float
    unread_since: float
    held: int
    receiving: bool
    ended: bool

    def unsent(self) -> int: ...
    def look(self, now: float) -> None: ...
    def refuse(self, status: int, sentence: str) -> None: ...
    def end(self) -> None: ...


class Room:
    """The limits, and what is held of them.

    seconds   how long a request may take to come, and an answer to be read
    held      bytes of the bodies that have come, of requests that are not answered yet
    unread    bytes of answers that have not been read, as of a moment ago
    """

    def __init__(self, state: ServerState, chosen: Settings):
        self.state = state
        self.most = chosen.max_connections
        self.bytes = int(chosen.max_held_mb * 1_000_000)
        self.largest = int(chosen.max_body_mb * 1_000_000)
        self.seconds = chosen.client_seconds
        self.stopping = False
        self.held = self.unread = 0
        self.closed: Counter[int | str] = Counter()
        self.loop = asyncio.get_running_loop()
        self._look()

    def admits(self, new: Guest) -> bool:
        """Whether there is room for one more; the one that has been silent longest makes room."""
        if len(self.state.connections) <= self.most:
            return True
        waiting = [each for each in self._all() if each is not new and each.due < math.inf and not each.ended]
        if not waiting:
            return False
        self.count("crowded out")
        min(waiting, key=_due).end()
        return True

    def takes(self, connection: Guest, size: int) -> bool:
        """Whether so many more bytes of a body may be held; the slowest of other bodies makes room."""
        if self.held + self.unread + size > self.bytes:
            self.unread = sum(each.unsent() for each in self._all())
        while self.held + self.unread + size > self.bytes:
            coming = [each for each in self._all() if each is not connection and each.held and each.receiving]
            if not coming:
                return False
            min(coming, key=_due).refuse(503, FULL)
        self.held += size
        return True

    def shed_unread(self, answering: Guest) -> None:
        """Ends the answer that has been waiting longest to be read, where too much waits."""
        waiting = [each for each in self._all() if each.unsent()]
        waiting.sort(key=lambda each: each.unread_since)
        self.unread = sum(each.unsent() for each in waiting)
        for each in waiting:
            if self.held + self.unread <= self.bytes:
                break
            if each is not answering:  # one answer is as large as answers may be
                self.unread -= each.unsent()
                self.count("unread")
                each.end()

    def count(self, reason: int | str) -> None:
        """For the log, which tells of all that were closed since it last did in one line."""
        self.closed[reason] += 1

    def _all(self) -> list[Guest]:
        return list(self.state.connections)  # type: ignore[arg-type]

    def _look(self) -> None:
        self.loop.call_later(min(1.0, self.seconds / 4), self._look)
        now = self.loop.time()
        for each in self._all():
            each.look(now)
        self.unread = sum(each.unsent() for each in self._all())
        if self.closed:
            fields = {"closed": {str(reason): number for reason, number in self.closed.items()}}
            LOG.warning("connections", extra={"fields": fields})
            self.closed.clear()


def _due(connection: Guest) -> float:
    return connection.due


@lru_cache(maxsize=1)
def room_of(state: ServerState) -> Room:
    """The room of this server, of which a process has one."""
    return Room(state, read())
