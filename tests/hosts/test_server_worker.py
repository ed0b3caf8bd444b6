"""The thread for large calls: what a call has held is free once it is answered or refused."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from event_loops import in_a_loop
from plm_ratios.hosts.server.worker import Worker


class Table(list[int]):
    """Something that can be looked at from afar."""


def test_what_a_refused_call_held_is_free_at_once() -> None:
    """Not when the garbage collector comes by: eight calls with a large table each would fill a container."""
    left: list[weakref.ref[Table]] = []

    def refuse() -> None:
        table = Table([1, 2, 3])
        left.append(weakref.ref(table))
        raise ValueError("too much")

    async def nobody_leaves() -> dict[str, str]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def ask(worker: Worker) -> None:
        with pytest.raises(ValueError, match="too much"):
            await worker.run(refuse, 1, lambda: None, nobody_leaves)  # type: ignore[arg-type]

    async def together() -> None:
        worker = Worker(100)
        await asyncio.gather(*(ask(worker) for _ in range(8)))

    gc.collect()
    gc.disable()
    try:
        in_a_loop(together())
        assert len(left) == 8 and not any(table() for table in left)
    finally:
        gc.enable()
