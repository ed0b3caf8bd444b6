"""Who may call, looked at before the server starts: what is not meant is refused, what may be is told."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

from ...errors import PlmError
from . import environment, settings
from .token_files import read_by_others, require_kept_secret
from .tokens import tokens

_LOCAL = frozenset(("127.0.0.1", "::1", "localhost"))


def require_tokens(providers: list[str] | None, chosen: settings.Settings) -> None:
    """PlmError where tokens are asked for and there are none, or nothing that checks them; where they are
    listed and not asked for; and where they are no secret."""
    if chosen.tokens_file:
        require_kept_secret(chosen.tokens_file, Path(os.environ[environment.PROJECT]))
    if not providers and tokens(chosen):
        raise PlmError(
            f"{settings.PREFIX}TOKENS lists who may call, but nothing asks for the tokens, so everybody "
            'could. Set XLWINGS_AUTH_PROVIDERS=["custom"], or take the list away.'
        )
    if "custom" not in (providers or ()):
        return

    from .auth import validate_token  # loads xlwings Server

    try:
        check = importlib.import_module("auth.custom").validate_token
    except (ImportError, AttributeError):
        raise PlmError(
            "XLWINGS_AUTH_PROVIDERS asks for tokens, but the project's auth/custom/__init__.py does not "
            "check them. It needs this line: from plm_ratios.hosts.server.auth import validate_token"
        ) from None
    if check is validate_token and not tokens(chosen):
        raise PlmError(
            "XLWINGS_AUTH_PROVIDERS asks for tokens, but there are none. List who may call in "
            f"{settings.PREFIX}TOKENS or {settings.PREFIX}TOKENS_FILE, one name:token after the other."
        )


def cautions(host: str, providers: list[str] | None) -> list[str]:
    """What an operator may have meant, or not.

    host        address at which the server listens
    providers   what asks who calls
    """
    found = []
    if host not in _LOCAL and not providers:
        found.append(
            "No access tokens are asked for, so everybody who reaches this server may call it. "
            'To ask for them: XLWINGS_AUTH_PROVIDERS=["custom"]'
        )
    secret = settings.read().tokens_file
    for path in (Path(os.environ[environment.PROJECT]) / ".env", *((secret,) if secret else ())):
        if read_by_others(path):
            found.append(f"Others on this machine can read the secrets in {path}. Run: chmod 600 {path}")
    return found
