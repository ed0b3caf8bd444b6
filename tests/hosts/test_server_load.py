"""Fifty people at once: nobody gets an error, and no answer is lost or another's.

For ten seconds; for half a minute where every host must be there, as in CI.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import extras
from hosts.server_process import Server

pytestmark = pytest.mark.host

LOAD = Path(__file__).with_name("server_load.py")
CLIENTS = 50
SECONDS = 30 if extras.REQUIRED else 10


def test_fifty_clients_at_once(server: Server) -> None:
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
