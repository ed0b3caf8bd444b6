"""plm-ratios count from a web server, and on a Dask cluster on this machine, against the file read here.

    python bench/count_elsewhere.py [RUNS] [MEGABYTES]

The web server is aiohttp's, a process of its own on this machine; the cluster has a worker of one thread for
each processor. So neither is a network; the ratios say what the ways there cost. The cluster runs before the
clock starts, as one does that is there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from aiohttp import web
from count import OURS, compare, proteins
from distributed import LocalCluster

PORT = 18473


def serve(folder: str) -> None:
    """Serves a folder, parts of files too."""
    server = web.Application()
    server.router.add_static("/", folder)
    web.run_app(server, host="127.0.0.1", port=PORT, print=None)


def main() -> None:
    """The whole comparison."""
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2])
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 600
    processors = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLM_RATIOS_CACHE"] = str(Path(folder) / "cache")
        path = Path(folder) / "a.fasta"
        proteins(path, size * 1_000_000)
        server = subprocess.Popen([sys.executable, __file__, "serve", folder])
        try:
            with LocalCluster(n_workers=processors, threads_per_worker=1, dashboard_address=None) as cluster:
                url = f"http://127.0.0.1:{PORT}/a.fasta"
                there = ("--scheduler", cluster.scheduler_address)
                for extra in ((), ("--no-duplicates",)):
                    commands = {
                        "the file": (*OURS, "count", str(path), *extra),
                        "the file, --scheduler": (*OURS, "count", str(path), *there, *extra),
                        "the web server": (*OURS, "count", url, *extra),
                        "the web server, --scheduler": (*OURS, "count", url, *there, *extra),
                    }
                    compare(f"{size} MB, {processors} processors {' '.join(extra)}", commands, runs)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
