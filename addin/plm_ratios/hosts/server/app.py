"""The server: xlwings Server with what it lacks in front of it.

Each layer has one job and knows only the one below. From the outside in: a line in the log, headers,
CORS, refusals made answers, health, the server's name, authentication, how often, how much, the pane, the
shape of calls, xlwings Server. Below them all is connections.py, above them all forwarded.py.
No layer keeps anything between requests but counts, so replicas need not know of each other.
"""

from __future__ import annotations

import gc
import importlib
import os
from importlib.resources import files
from typing import Any

from jinja2 import FileSystemLoader
from starlette.types import ASGIApp, Receive, Scope, Send

from . import environment, forwarded, logs, own_catalog, settings
from .answering import Answering, Bounds
from .direct_calls import direct_functions, forget_pyodide
from .host_names import HostNames
from .limits import BodyLimit
from .paths import Paths
from .rates import RateLimit, Rates

_CALL = "/xlwings/custom-functions-call"
_SCRIPT = "/xlwings/custom-scripts-call"


class App:
    """What uvicorn runs. Start-up, shut-down and sockets are xlwings Server's own."""

    def __init__(self, xlwings_app: ASGIApp, http: ASGIApp):
        self.xlwings_app = xlwings_app
        self.http = http

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.http if scope["type"] == "http" else self.xlwings_app)(scope, receive, send)


def create_app() -> ASGIApp:
    """The server of the project that XLWINGS_PROJECT_DIR names, or of the working folder."""
    environment.prepare()
    logs.set_up(os.environ.get("XLWINGS_LOG_LEVEL", "info"))
    chosen = settings.read()

    own_catalog.require_readable()
    forget_pyodide()
    # Only now, for xlwings reads the environment while it is imported.
    server = importlib.import_module("xlwings_server.main")

    from . import access, auth, headers, routes
    from .calls import known_functions
    from .error_handling import Calls, Faults
    from .xlwings_routes import Scripts, answer_plainly

    own = server.settings
    functions = importlib.import_module(environment.FUNCTIONS)
    namespace = _namespace(own)
    _find_templates(namespace)
    access.require_tokens(own.auth_providers, chosen)

    prefix = own.app_path
    answer_plainly(server.app)
    app: ASGIApp = server.main_app
    app = Scripts(app, prefix, prefix + _SCRIPT, importlib.import_module("custom_scripts"))
    app = Calls(
        app,
        prefix + _CALL,
        Answering(known_functions(functions), direct_functions(functions), _bounds(chosen)),
    )
    app = Paths(routes.pane_routes(prefix, namespace), app)
    app = BodyLimit(app, chosen.max_body_mb)
    rates = Rates(chosen.rate_limit) if chosen.rate_limit != settings.NO_LIMIT else None
    if rates:
        app = RateLimit(app, rates)
    app = auth.Guard(app, (prefix + _CALL, prefix + _SCRIPT, prefix + routes.ENTRIES), rates)
    if own.hostname:
        app = HostNames(app, own.hostname)
    app = Paths(routes.health_routes(prefix), app)
    app = own_catalog.Changes(app)
    app = Faults(app)
    app = headers.cors(app, chosen.cors_origins)
    static = (own.static_url_path + "/", f"{prefix}{routes.PANE}/")
    app = headers.SecurityHeaders(app, _headers(own, chosen), revalidated=static)
    app = logs.RequestLog(app, quiet=(prefix + routes.HEALTH, *static))
    _leave_alone()
    trusted = os.environ.get(forwarded.SETTING, "127.0.0.1")
    return forwarded.Forwarded(App(server.main_app, app), trusted, chosen.proxies)


def _bounds(chosen: settings.Settings) -> Bounds:
    """What one call may ask for."""
    return Bounds(
        cells=chosen.max_cells,
        rows=chosen.max_table_rows,
        size=int(chosen.max_answer_mb * 1_000_000),
        seconds=chosen.max_seconds,
        body=int(chosen.max_body_mb * 1_000_000),
    )


def _leave_alone() -> None:
    """Spares the garbage collector what is loaded by now and stays. The lists of a long column set it off,
    and with all of pandas to go through it takes longer than the function."""
    gc.collect()
    gc.freeze()


def _namespace(own: Any) -> str:
    """The namespace before the names of the functions in Excel; "" for none."""
    environment = own.environment if own.environment != "prod" else ""
    return "_".join(filter(None, (own.functions_namespace, environment))).upper()


def _find_templates(namespace: str) -> None:
    """Has xlwings Server look for templates here after the project's folder and before its own."""
    from xlwings_server.templates import env, loader

    from .routes import SCRIPTS, STYLES

    env.globals.update(pane_styles=STYLES, pane_scripts=SCRIPTS, functions_namespace=namespace)
    for package in ("plm_ratios.hosts.server.templates", "plm_ratios.hosts.pane"):
        loader.loaders.insert(len(loader.loaders) - 1, FileSystemLoader(str(files(package))))


def _headers(own: Any, chosen: settings.Settings) -> dict[str, str]:
    """xlwings Server's headers, which follow OWASP, for all answers; and a policy for contents."""
    from xlwings_server.security_headers import resolve_security_headers

    from .headers import content_security_policy

    cdn = own.cdn_officejs
    common = resolve_security_headers(excel_online=True, cdn_officejs=cdn)
    policy = content_security_policy(chosen.frame_ancestors, cdn)
    return {**common, "Content-Security-Policy": policy, **own.custom_headers}
