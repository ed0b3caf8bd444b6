"""Fifty people at once: nobody gets an error, and no answer is lost or another's.

For ten seconds; among the slow tests for half a minute.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hosts.server_process import Server

pytestmark = pytest.mark.host

LOAD = Path(__file__).with_name("server_load.py")
CLIENTS = 50


@pytest.mark.parametrize("seconds", [5, pytest.param(30, marks=pytest.mark.slow)])
def test_fifty_clients_at_once(server: Server, seconds: int) -> None:
    ended = subprocess.run(
        [sys.executable, str(LOAD), server.address, "--clients", str(CLIENTS), "--seconds", str(seconds)],
        capture_output=True,
        text=True,
        timeout=seconds * 5,
    )
    assert ended.returncode == 0, ended.stderr
    done = json.loads(ended.stdout)
    assert done["wrong"] == []
    assert done["answered"] == done["sent"] > 10 * CLIENTS
    assert server.http.get("/health").json()["status"] == "ready"
