"""Starting a project's server: everything that can be wrong is found before a port is opened."""

from __future__ import annotations

import errno
import importlib.util
import os
import signal
import socket
from pathlib import Path
from typing import Any

from ...catalog import in_use
from ...errors import PlmError

_APP = "plm_ratios.hosts.server.start:worker_app"
_HTTP = "plm_ratios.hosts.server.connections:Connection"
_KEEP_ALIVE = 75  # seconds; longer than proxies keep theirs, so that none sends into one that just closes
_TO_INSTALL = 'xlwings Server is not installed. Install it: pip install "plm-ratios[server]"'


def serve(folder: Path, host: str, port: int, workers: int, log_level: str) -> None:
    """Serves the project in this folder until it is stopped. PlmError where that cannot be."""
    if importlib.util.find_spec("xlwings_server") is None or importlib.util.find_spec("limits") is None:
        raise PlmError(_TO_INSTALL)
    from . import environment, logs, settings, stopping

    environment.prepare(folder)
    os.environ["XLWINGS_LOG_LEVEL"] = log_level.upper()
    app = _app()
    listening = _listen(host, port)

    import uvicorn

    config = uvicorn.Config(
        app if workers == 1 else _APP,
        factory=workers > 1,
        workers=workers,
        log_config=None,
        log_level=log_level,
        access_log=False,
        server_header=False,
        http=_HTTP,
        proxy_headers=False,  # forwarded.py reads them
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=settings.read().stop_seconds,
    )
    address = f"http://{host}:{listening.getsockname()[1]}"
    in_use.follow()  # a server runs on while people edit their models
    _caution(host)
    logs.LOG.info("serving", extra={"fields": {"address": address, "workers": workers}})
    try:
        if workers == 1:
            # uvicorn raises the signal that stopped it again; both kinds then end here.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            uvicorn.Server(config).run(sockets=[listening])
        else:
            workers_of(config, listening).run()
    except KeyboardInterrupt:
        pass  # the usual way to stop a server; uvicorn has let the requests finish
    logs.LOG.info("stopped")
    stopping.told()


def workers_of(config: Any, listening: socket.socket) -> Any:
    """What starts the workers, and replaces them."""
    from uvicorn.supervisors import Multiprocess

    class Workers(Multiprocess):
        def terminate_all(self) -> None:
            listening.close()  # or else clients come in to whom nobody answers any more
            super().terminate_all()

    return Workers(config, sockets=[listening])


def worker_app() -> Any:
    """The server, made in the process that runs it."""
    from . import stopping
    from .app import create_app

    return stopping.Stopping(create_app())


def _caution(host: str) -> None:
    from xlwings_server.config import settings as own

    from . import access, logs

    for said in access.cautions(host, own.auth_providers):
        logs.LOG.warning(said)


def _app() -> Any:
    """The server, made in this process: where it cannot be made, no worker could make it."""
    try:
        return worker_app()
    except PlmError:
        raise
    except Exception as error:
        if type(error).__name__ == "LicenseError":  # raised by the very import that would define its class
            raise PlmError(_licence(error)) from None
        raise PlmError(f"The project cannot be loaded: {type(error).__name__}: {error}") from error


def _licence(error: Exception) -> str:
    from .environment import LICENCE

    why = f" ({error})" if os.environ.get(LICENCE) else ""
    return (
        f"xlwings Server has no valid licence key{why}. Set {LICENCE} in .env: noncommercial where your "
        "use is that, or else a key of your own from xlwings.org. docs/server.md says who may use which."
    )


def _listen(host: str, port: int) -> socket.socket:
    """A socket at this address; workers share it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PlmError(f"Port {port} is in use. Choose another: --port {port + 1}") from None
        raise PlmError(f"Cannot listen at {host}, port {port}: {error.strerror or error}.") from None
    listening.set_inheritable(True)
    return listening
