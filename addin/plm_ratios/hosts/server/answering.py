"""From the body of a call to its answer: at once where little is asked, else in the worker's thread.

What is small is answered before a thread could begin, and never waits for what is large. Health, files and
other people's cells are answered meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping

from starlette.types import Receive

from ...functions.allowance import Allowance, Stopped, TooMuch, granted
from . import calls
from .calls import Call
from .direct_calls import answer
from .http_error import HttpError
from .limits import Disconnected
from .worker import Worker

# A call of this many cells takes a tenth of a second where each takes longest, usually a millisecond.
SMALL_CELLS = 100
SMALL_BODY = 20_000  # bytes that are read at once
_WAITING = 8  # times the largest body, what may wait for the worker


@dataclass(frozen=True)
class Bounds:
    """What one call may ask for.

    cells     that it holds
    rows      of a table that it gives
    size      bytes of its answer
    seconds   of work
    body      bytes of a request
    """

    cells: int
    rows: int
    size: int
    seconds: float
    body: int


class Answering:
    """Answers calls of functions.

    functions   what xlwings knows of each
    direct      those of them that need no xlwings
    """

    def __init__(
        self, functions: Mapping[str, Any], direct: Mapping[str, Callable[..., Any]], bounds: Bounds
    ):
        self.functions = functions
        self.direct = direct
        self.bounds = bounds
        self.worker = Worker(_WAITING * bounds.body)

    async def answer(self, body: bytes, receive: Receive, note: Callable[[Call], None]) -> bytes | None:
        """The answer as JSON; None for a function that needs xlwings.

        note   is told of the call once it is read

        Raises
        ------
        HttpError : a body that is no call, or a call that asks for too much
        Disconnected : the client has gone
        """
        allowance = Allowance(self.bounds.rows, self.bounds.size, self.bounds.seconds)

        def read() -> Call:
            call = calls.read(body, self.functions, self.bounds.cells)
            note(call)
            return call

        try:
            if len(body) > SMALL_BODY:
                return await self.worker.run(
                    lambda: self._content(read(), allowance), len(body), allowance.stop, receive
                )
            call = read()
            if call.cells <= SMALL_CELLS or call.function not in self.direct:
                return self._content(call, allowance)
            return await self.worker.run(
                lambda: self._content(call, allowance), len(body), allowance.stop, receive
            )
        except TooMuch as error:
            raise HttpError(413, str(error)) from None
        except Stopped:
            raise Disconnected from None

    def _content(self, call: Call, allowance: Allowance) -> bytes | None:
        function = self.direct.get(call.function)
        if function is None:
            return None
        with granted(allowance):
            return answer(function, call.arguments, call.runtime, self.bounds.size)
