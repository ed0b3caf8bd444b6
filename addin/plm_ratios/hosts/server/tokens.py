"""The access tokens that an operator gives out."""

from __future__ import annotations

from ...errors import PlmError
from .settings import Settings

_SHORTEST = 20


def tokens(settings: Settings) -> dict[str, str]:
    """Each user's token."""
    text = settings.tokens.get_secret_value()
    if settings.tokens_file:
        try:
            text += "\n" + settings.tokens_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise PlmError(f"The file of tokens cannot be read: {settings.tokens_file}.") from None
    known: dict[str, str] = {}
    for place, entry in enumerate(text.split(), 1):
        name, _, token = entry.partition(":")
        if not name or len(token) < _SHORTEST:
            raise PlmError(
                f"Access token {place} must be a name, a colon and a secret of {_SHORTEST} characters "
                'or more. To make one: python -c "import secrets; print(secrets.token_urlsafe())"'
            )
        if name in known:
            raise PlmError(f"Two access tokens go by the name {name}.")
        known[name] = token
    return known
