"""Fifty people at once, for half a minute: nobody gets an error, and no answer is lost or another's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hosts.server_process import Server

LOAD = Path(__file__).with_name("server_load.py")
CLIENTS, SECONDS = 50, 30


def test_fifty_clients_for_half_a_minute(server: Server) -> None:
    ended = subprocess.run(
        [sys.executable, str(LOAD), server.address, "--clients", str(CLIENTS), "--seconds", str(SECONDS)],
        capture_output=True,
        text=True,
        timeout=SECONDS * 5,
    )
    assert ended.returncode == 0, ended.stderr
    done = json.loads(ended.stdout)
    assert done["wrong"] == []
    assert done["answered"] == done["sent"] > 10 * CLIENTS
    assert server.http.get("/health").json()["status"] == "ready"
