"""The access tokens that an operator gives out."""

from __future__ import annotations

import stat
from pathlib import Path

from ...errors import PlmError
from .settings import Settings

TO_MAKE_ONE = 'To make one: python -c "import secrets; print(secrets.token_urlsafe())"'
# What stood as an example where this project told about tokens, and what people write who mean to replace it.
PLACEHOLDERS = (
    "put-a-secret-here",
    "and-another-one-here",
    "replace-me",
    "replaceme",
    "change-me",
    "changeme",
    "your-token",
)
_SHORTEST = 20
_LARGEST = 1_000_000  # bytes of a file; some ten thousand tokens
_FEWEST = 8  # different characters; a random token of the shortest length has more


def tokens(settings: Settings) -> dict[str, str]:
    """Each user's token; PlmError where one is none, or anybody could know it."""
    text = settings.tokens.get_secret_value()
    if settings.tokens_file:
        text += "\n" + _held(settings.tokens_file)
    known: dict[str, str] = {}
    users: dict[str, str] = {}
    for place, entry in enumerate(text.split(), 1):
        name, _, token = entry.partition(":")
        if is_placeholder(token):
            raise PlmError(
                f"Access token {place} is an example that everybody can read. Put a secret of your own "
                f"there. {TO_MAKE_ONE}"
            )
        if not name or len(token) < _SHORTEST:
            raise PlmError(
                f"Access token {place} must be a name, a colon and a secret of {_SHORTEST} characters "
                f"or more. {TO_MAKE_ONE}"
            )
        if len(set(token)) < _FEWEST:
            raise PlmError(f"Access token {place} is easy to guess. {TO_MAKE_ONE}")
        if name in known:
            raise PlmError(f"Two access tokens go by the name {name}.")
        if token in users:
            raise PlmError(f"{users[token]} and {name} have the same access token. {TO_MAKE_ONE}")
        known[name] = token
        users[token] = name
    return known


def _held(path: Path) -> str:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise PlmError(f"The file of tokens is no file with one name:token a line: {path}.")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise PlmError(f"The file of tokens cannot be read: {path}.") from None


def is_placeholder(token: str) -> bool:
    """Whether a token is a text that waited to be replaced."""
    return any(known in token.lower() for known in PLACEHOLDERS)
