"""How far plm-ratios count is."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Iterator

from .output import Console

if TYPE_CHECKING:
    from ..corpus.counting import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar with rate and time left on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (TextColumn("Counting"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    # Without a thread of its own: processes are forked while it is shown.
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True, auto_refresh=False
    ) as bar:
        task = bar.add_task("", total=None)
        shown = 0.0

        def update(done: int, total: int) -> None:
            nonlocal shown
            bar.update(task, completed=done, total=total or None)
            now = bar.get_time()
            if now - shown > 0.1:
                shown = now
                bar.refresh()

        yield update
