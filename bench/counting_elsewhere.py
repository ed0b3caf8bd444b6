"""plm-ratios count from a web server, and on a Dask cluster on this machine, beside the file read here.

The web server is aiohttp's, a process of its own; the cluster has a worker of one thread for each processor
and runs before the clock starts. Neither is a network; the ratios say what the ways there cost.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from counting import OURS, proteins, seconds
from measuring import Measured, compared, in_turn

PORT = 18473


def rows(rounds: int, megabytes: int) -> Iterator[Measured]:
    """Wall-clock seconds, without duplicates and with them."""
    from distributed import LocalCluster

    processors = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLM_RATIOS_CACHE"] = str(Path(folder) / "cache")
        path = Path(folder) / "a.fasta"
        proteins(path, megabytes * 1_000_000)
        server = subprocess.Popen([sys.executable, __file__, folder])
        try:
            with LocalCluster(n_workers=processors, threads_per_worker=1, dashboard_address=None) as cluster:
                url = f"http://127.0.0.1:{PORT}/a.fasta"
                there = ("--scheduler", cluster.scheduler_address)
                for extra in ((), ("--no-duplicates",)):
                    ways = {
                        "the file": _wall("count", str(path), *extra),
                        "with --scheduler": _wall("count", str(path), *there, *extra),
                        "from a web server": _wall("count", url, *extra),
                    }
                    taken = in_turn(ways, rounds)
                    for name in list(ways)[1:]:
                        what = " ".join(("count", *extra, f"{name}, {megabytes} MB"))
                        yield compared("Count", what, "the file", taken[name], taken["the file"])
        finally:
            server.terminate()
            server.wait()


def _wall(*arguments: str) -> Callable[[], float]:
    return lambda: seconds((*OURS, *arguments))[0]


def serve(folder: str) -> None:
    """Serves a folder, parts of files too."""
    from aiohttp import web

    server = web.Application()
    server.router.add_static("/", folder)
    web.run_app(server, host="127.0.0.1", port=PORT, print=None)


if __name__ == "__main__":
    serve(sys.argv[1])
