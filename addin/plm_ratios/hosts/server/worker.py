"""Work that takes long, in a thread of its own, so that nothing else waits for it.

One thread, which does one thing after the other: Python runs no two at once anyway, and so the memory of one
large call is the most that they take.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Callable, TypeVar

from starlette.types import Receive

from .http_error import HttpError
from .limits import Disconnected

T = TypeVar("T")

_PATIENCE = 10  # seconds after which a client may ask again


class Worker:
    """One thread, and a queue before it.

    most   bytes that the queue may hold, the running work's among them
    """

    def __init__(self, most: int):
        self.most = most
        self._sizes: dict[Future[Any], int] = {}
        self._thread = ThreadPoolExecutor(1, "large-calls")

    async def run(self, work: Callable[[], T], size: int, stop: Callable[[], None], receive: Receive) -> T:
        """What work() gives, in the thread.

        size      bytes that the work holds while it waits
        stop      has work() end soon; called where nobody waits for the answer any more
        receive   tells when the client has gone, after the body

        Raises
        ------
        HttpError : 429, where too much waits already. The add-in repeats a 503 at once, three times
        Disconnected : the client has gone
        """
        self._sizes = {future: held for future, held in self._sizes.items() if not future.done()}
        if self._sizes and sum(self._sizes.values()) + size > self.most:
            raise HttpError(
                429,
                f"The server is busy with large calls. Calculate again in {_PATIENCE} s.",
                {"Retry-After": str(_PATIENCE)},
            )
        future = self._thread.submit(work)
        self._sizes[future] = size
        answer = asyncio.wrap_future(future)
        leaving = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait((answer, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise Disconnected
            return answer.result()
        finally:
            leaving.cancel()
            if answer.done():
                self._sizes.pop(future, None)
            else:
                stop()
                future.cancel()  # does not begin, if it has not begun
                answer.cancel()
            # An exception that leaves here holds this frame, which held it: a circle, and a table within it.
            del answer, future


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
