"""A project's folder and its .env, as xlwings Server wants to find them.

xlwings Server reads its settings while it is imported, so this comes first, and imports none of it.
"""

from __future__ import annotations

import os
from pathlib import Path

from dotenv import load_dotenv

from ...errors import PlmError

PROJECT = "XLWINGS_PROJECT_DIR"
LICENCE = "XLWINGS_LICENSE_KEY"
FUNCTIONS = "custom_functions"

# Our defaults, unless the environment or .env sets them. The task pane has no use for the libraries
# that xlwings Server would load into it, and functions that answer at once none for a socket.
_DEFAULTS = {
    "XLWINGS_ENVIRONMENT": "prod",
    "XLWINGS_FUNCTIONS_NAMESPACE": "",
    "XLWINGS_PROJECT_NAME": "pLM ratios",
    "XLWINGS_ENABLE_SOCKETIO": "false",
    "XLWINGS_ENABLE_ALPINEJS_CSP": "false",
    "XLWINGS_ENABLE_BOOTSTRAP": "false",
    "XLWINGS_ENABLE_HTMX": "false",
}


def prepare(folder: Path | None = None) -> Path:
    """Sets the environment for the project in this folder, or in the one that it names already."""
    project = (folder or Path(os.environ.get(PROJECT, "."))).absolute()
    if not (project / FUNCTIONS / "__init__.py").is_file():
        raise PlmError(
            f"{project} holds no {FUNCTIONS}, so it is no server project. Make one: plm-ratios server new DIR"
        )
    load_dotenv(project / ".env")
    os.environ[PROJECT] = str(project)
    os.environ["XLWINGS_ON_SERVER"] = "true"
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    return project
