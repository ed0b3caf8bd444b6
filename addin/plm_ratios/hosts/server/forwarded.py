"""Whom a proxy asks for: the entry of X-Forwarded-For that our own proxy wrote.

uvicorn goes through the entries from the end, and past all that are trusted. Where the trusted network is
also the clients', it so arrives at what a client wrote. Each proxy appends the address that it sees, so with
so many proxies in a row it is so many entries from the end that no client can write.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

from ...errors import PlmError

SETTING = "FORWARDED_ALLOW_IPS"
_SCHEMES = ("http", "https")


class Forwarded:
    """Has the layers below see the client instead of the proxy.

    trusted   addresses and networks of proxies, with commas between them; * for any
    proxies   how many there are in a row
    """

    def __init__(self, app: ASGIApp, trusted: str, proxies: int):
        self.app = app
        self.proxies = proxies
        networks = None if trusted.strip() == "*" else _networks(trusted)
        self.trusts = lru_cache(maxsize=4096)(lambda address: networks is None or _within(address, networks))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and self.trusts(client[0]):
            named: list[str] = []
            for name, value in scope["headers"]:
                if name == b"x-forwarded-for":
                    named += value.decode("latin-1").split(",")
                elif name == b"x-forwarded-proto" and scope["type"] == "http":
                    scheme = value.decode("latin-1").strip()
                    scope["scheme"] = scheme if scheme in _SCHEMES else scope["scheme"]
            # With fewer entries than proxies, one of them wrote none: the first is as far as it goes.
            address = _address(named[-self.proxies :][0]) if named else None
            if address:
                scope["client"] = (address, 0)
        await self.app(scope, receive, send)


def _networks(trusted: str) -> list[IPv4Network | IPv6Network]:
    found = []
    for entry in filter(None, map(str.strip, trusted.split(","))):
        try:
            found.append(ip_network(entry, strict=False))
        except ValueError:
            raise PlmError(
                f"{SETTING} holds {entry}, which is neither an address nor a network such as 10.0.0.0/8."
            ) from None
    return found


def _within(address: str, networks: list[IPv4Network | IPv6Network]) -> bool:
    try:
        at = ip_address(address)
    except ValueError:
        return False
    at = getattr(at, "ipv4_mapped", None) or at
    return any(at in network for network in networks)


def _address(entry: str) -> str | None:
    """The address in an entry, which may have a port; None where there is none."""
    entry = entry.strip()
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ip_address(entry))
    except ValueError:
        return None
