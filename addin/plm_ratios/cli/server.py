"""plm-ratios server new | run"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Optional

import typer

from . import options
from .output import print

app = typer.Typer(
    no_args_is_help=True,
    help="xlwings Server: the functions and a task pane for Excel on Windows, Mac and the web, on a server "
    "of your own. Free for non-commercial use, or with a licence of xlwings.",
)


class Level(str, Enum):
    """The log levels."""

    debug = "debug"
    info = "info"
    warning = "warning"
    error = "error"


@app.command()
def new(
    folder: Path = typer.Argument(..., help="Where to make the project: a new or empty folder."),
    url: Optional[str] = typer.Option(
        None, "--url", help="Address at which people will reach the server, such as https://plm.example.org"
    ),
    force: bool = options.flag(
        "--force",
        "Write into a folder that holds files. Those of a project are replaced, except your settings in "
        ".env, the add-in's ids in pyproject.toml, and your own functions, scripts and check of tokens.",
    ),
) -> None:
    """Make a project: functions, settings, ids of the add-in, and files for Docker.

    Example: plm-ratios server new plm-server --url https://plm.example.org
    """
    from ..hosts.server.project import new as make

    for path in make(folder, url, force):
        print(f"Wrote {path}")
    print(f"In {folder / '.env'} is an access token made for this project alone, not in use yet.")
    print(f"Next: read {folder / 'README.md'}, set XLWINGS_LICENSE_KEY in {folder / '.env'}, then run:")
    print(f"    plm-ratios server run {folder}")


@app.command()
def run(
    folder: Path = typer.Argument(Path("."), help="The project's folder."),
    host: str = typer.Option("127.0.0.1", "--host", help="Address to listen at; 0.0.0.0 for all."),
    port: int = typer.Option(8000, "--port", min=0, max=65535, help="Port; 0 for any that is free."),
    workers: int = typer.Option(1, "--workers", min=1, help="Processes that answer."),
    log_level: Level = typer.Option(Level.info, "--log-level", help="Lowest level that is logged."),
) -> None:
    """Start a project's server; Ctrl-C stops it.

    Excel asks for https, so put a proxy with a certificate in front; the project's compose.yaml has one.

    Example: plm-ratios server run plm-server --port 8000
    """
    from ..hosts.server.start import serve

    serve(folder, host, port, workers, log_level.value)
