"""How often: 429 for those who ask too often. A user is known by name where people sign in, everybody
else by address.

Requests are counted in this process: each worker and each replica has a count of its own.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from ipaddress import ip_address, ip_network

from limits import parse
from starlette.types import ASGIApp, Receive, Scope, Send

from .http_error import HttpError
from .logs import request_context

USER, ADDRESS, FAILED = "user", "address", "failed"
_NETWORK = 64  # bits of an IPv6 address that a provider gives out; the other half is the client's to choose


class Rates:
    """Counts for each of those who ask.

    The window slides: of the one before, as much counts as has not passed yet. (The counter of the package
    limits keeps a lock for each who ever asked, and starts a thread every few milliseconds.)
    """

    def __init__(self, rate: str):
        parsed = parse(rate)
        self.most, self.window = parsed.amount, parsed.get_expiry()
        self.place = 0
        self.now: Counter[tuple[str, str]] = Counter()
        self.before: Counter[tuple[str, str]] = Counter()

    def count(self, kind: str, who: str) -> None:
        """One more; HttpError where that is too many."""
        place, passed = divmod(time.monotonic(), self.window)
        if place != self.place:
            self.before = self.now if place == self.place + 1 else Counter()
            self.now, self.place = Counter(), int(place)
        made, before = self.now[kind, who], self.before[kind, who]
        left = self.window - passed
        if made + before * left / self.window < self.most:
            self.now[kind, who] = made + 1
            return
        if made < self.most:
            left -= (self.most - made) / before * self.window
        seconds = max(1, math.ceil(left))
        raise HttpError(
            429,
            f"Too many requests; the server answers again in {seconds} s. "
            "One formula over a range asks once, a formula in each cell asks for each cell.",
            {"Retry-After": str(seconds)},
        )


class RateLimit:
    """Lets each user, or each address where nobody signs in, make so many requests and no more."""

    def __init__(self, app: ASGIApp, rates: Rates):
        self.app = app
        self.rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user = request_context(scope).fields.get(USER)
        if user is None:
            self.rates.count(ADDRESS, address(scope))
        else:
            self.rates.count(USER, user)
        await self.app(scope, receive, send)


def address(scope: Scope) -> str:
    """The client's address; of IPv6 the network."""
    client = (scope.get("client") or ("unknown",))[0]
    if ":" not in client:
        return str(client)
    at = ip_address(client.partition("%")[0])
    mapped = getattr(at, "ipv4_mapped", None)
    return str(mapped or ip_network(f"{at}/{_NETWORK}", strict=False))
