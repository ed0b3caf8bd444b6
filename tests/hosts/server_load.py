"""Many clients at once, each of which checks every answer.

    python tests/hosts/server_load.py http://127.0.0.1:8000 --clients 50 --seconds 30

Each client keeps a connection of its own, as an Excel does, and asks one thing after the other: single
cells, columns, tables, and now and then what is refused. Prints {"sent", "answered", "slowest", "wrong"}.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))

from hosts.server_process import CALL, body  # found beside this file
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS

_LEAST_TURNS = 3  # of four questions each, also where a machine is slow


class Load:
    """What all clients did."""

    def __init__(self) -> None:
        self.sent = self.answered = 0
        self.slowest = 0.0
        self.wrong: list[str] = []

    async def client(self, address: str, number: int, until: float) -> None:
        """Asks until the time is over. What a client asks for names it, so that no answer is another's."""
        names = [model.name for model in load().models]
        async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as http:
            turn = 0
            while time.monotonic() < until or turn < _LEAST_TURNS:
                turn += 1
                length = float(number * 1000 + turn % 1000 + 1)
                column = [[float(row)] for row in range(number + 1)]
                name = names[(number + turn) % len(names)]
                await self.ask(http, body("TOKENS", 1, length), [[length]])
                await self.ask(http, body("TOKENS", column, length), [[row[0] * length] for row in column])
                await self.ask(http, body("WHY", name), [[FUNCTIONS["WHY"](name)]])
                await self.ask(http, body("NONSENSE", number), None)

    async def ask(self, http: httpx.AsyncClient, sent: dict[str, Any], result: Any) -> None:
        """Asks once; `result` is None where the call must be refused."""
        self.sent += 1
        begun = time.monotonic()
        try:
            answer = await http.post(CALL, json=sent)
        except httpx.HTTPError as error:
            self.wrong.append(repr(error))
            return
        self.slowest = max(self.slowest, time.monotonic() - begun)
        self.answered += 1
        right = answer.status_code == 404 if result is None else answer.json() == {"result": result}
        if not right:
            self.wrong.append(f"{sent['func_name']}: {answer.status_code} {answer.text[:200]}")


async def run(address: str, clients: int, seconds: float) -> Load:
    done = Load()
    until = time.monotonic() + seconds
    await asyncio.gather(*(done.client(address, number, until) for number in range(clients)))
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    done = asyncio.run(run(options.address, options.clients, options.seconds))
    print(
        json.dumps(
            {
                "sent": done.sent,
                "answered": done.answered,
                "slowest": round(done.slowest, 2),
                "wrong": done.wrong[:10],
            }
        )
    )


if __name__ == "__main__":
    main()
