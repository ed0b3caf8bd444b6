"""Settings of an operator in addition to those of xlwings Server: PLM_RATIOS_SERVER_... in .env.

Each setting is described once, here; docs/server.md lists them all and a test compares.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from limits import parse as rate
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ...errors import PlmError

PREFIX = "PLM_RATIOS_SERVER_"
NO_LIMIT = "off"

# Excel on the web runs in a page of one of these, which may itself be framed by others of them.
OFFICE_PAGES = (
    "https://*.officeapps.live.com",
    "https://*.sharepoint.com",
    "https://onedrive.live.com",
    "https://*.office.com",
    "https://*.office365.com",
    "https://*.microsoft365.com",
    "https://*.cloud.microsoft",
    "https://teams.microsoft.com",
)

Words = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Read from the environment; lists are written with spaces between their parts."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    max_body_mb: float = Field(
        default=5, gt=0, description="Largest request in megabytes; larger ones get 413."
    )
    max_cells: int = Field(
        default=250_000,
        gt=0,
        description="Most cells that one call may hold, or fill by pairing a row with a column.",
    )
    max_table_rows: int = Field(
        default=100_000, gt=0, description="Most rows of a table that a call may give; more get 413."
    )
    max_answer_mb: float = Field(
        default=20, gt=0, description="Largest answer to a call in megabytes; larger ones get 413."
    )
    max_seconds: float = Field(
        default=20,
        gt=0,
        description="Most seconds that the server may work on one call; what takes longer gets 413.",
    )
    rate_limit: str = Field(
        default="20000/minute",
        description="Requests that one client may make, such as 300/second; off for no limit.",
    )
    max_connections: int = Field(
        default=1000, gt=0, description="Most connections of a process; beyond them the longest silent goes."
    )
    max_held_mb: float = Field(
        default=64,
        gt=0,
        description="Megabytes of requests and unread answers that a process holds; beyond them 503.",
    )
    client_seconds: float = Field(
        default=30,
        gt=0,
        description="Seconds for a request to come and an answer to be read, and one more for each 100 kB.",
    )
    stop_seconds: int = Field(
        default=6, gt=0, description="Seconds that requests in progress have when the server is stopped."
    )
    proxies: int = Field(
        default=1,
        gt=0,
        description="Proxies in a row; the client is so many entries from the end of X-Forwarded-For.",
    )
    tokens: SecretStr = Field(
        default=SecretStr(""),
        description="Who may call, one name:token after the other; used where "
        'XLWINGS_AUTH_PROVIDERS is ["custom"].',
    )
    tokens_file: Path | None = Field(
        default=None, description="A file with one name:token a line instead, such as a mounted secret."
    )
    cors_origins: Words = Field(
        default=("https://*.officeapps.live.com",),
        description="Pages that may read from this server: Excel on the web fetches the functions' metadata.",
    )
    frame_ancestors: Words = Field(
        default=OFFICE_PAGES, description="Pages that may show the task pane in a frame."
    )

    @field_validator("cors_origins", "frame_ancestors", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("cors_origins", "frame_ancestors")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            scheme, _, host = origin.partition("://")
            if scheme not in ("https", "http") or not host or set(host) & set("/;,'\""):
                raise ValueError(f"{origin} is no origin such as https://*.officeapps.live.com")
        return value

    @field_validator("rate_limit")
    @classmethod
    def _rate(cls, value: str) -> str:
        if value != NO_LIMIT:
            rate(value)
        return value


def read() -> Settings:
    """The settings; the first that cannot be read is named in a PlmError."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(wrong["loc"][0]).upper()
        raise PlmError(
            f"The setting {name} cannot be used: {wrong['msg'].removeprefix('Value error, ')}."
        ) from None
