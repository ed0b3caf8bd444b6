"""A new project for xlwings Server: the few files that are its operator's own.

What the server and its task pane are made of stays in the package, so an upgrade of the package is an
upgrade of the server, and there is nothing to merge.
"""

from __future__ import annotations

import secrets
import uuid
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from ...errors import PlmError
from ...files import FileExists, new_folder, replacing
from ...version import __version__

_TEXTS = "project_files"
_FILES = {  # in the project, and where its text is
    ".env": "env.txt",
    ".gitignore": "gitignore.txt",
    ".dockerignore": "dockerignore.txt",
    "pyproject.toml": "pyproject.txt",
    "requirements.txt": "requirements.txt",
    "requirements.lock": "requirements_lock.txt",
    "custom_functions/__init__.py": "custom_functions.txt",
    "custom_scripts/__init__.py": "custom_scripts.txt",
    "auth/__init__.py": "auth.txt",
    "auth/custom/__init__.py": "auth_custom.txt",
    "Dockerfile": "Dockerfile.txt",
    "compose.yaml": "compose.txt",
    "Caddyfile": "Caddyfile.txt",
    "wheels/README.txt": "wheels.txt",
    "README.md": "README.txt",
}
ENVIRONMENTS = ("dev", "qa", "uat", "staging", "prod")  # xlwings Server's; each is an add-in of its own
# Hold settings, secrets and ids, and what the operator has written.
_KEPT = (
    ".env",
    "pyproject.toml",
    "custom_functions/__init__.py",
    "custom_scripts/__init__.py",
    "auth/custom/__init__.py",
)
# Whatever the usual rights are: the one for nobody else, the other for the proxy, which runs as another user.
_MODES = {".env": 0o600, "Caddyfile": 0o644}


def new(folder: Path, url: str | None = None, force: bool = False) -> list[Path]:
    """Makes the project, whole or not at all, and gives the files written.

    url     https address at which people will reach the server
    force   write into a folder that holds files
    """
    texts = project_texts(_host(url))
    if folder.exists() and not folder.is_dir():
        raise FileExists(f"{folder} is a file. Name a folder.")
    if folder.is_dir() and any(folder.iterdir()):
        if not force:
            raise FileExists(f"{folder} is not empty. Choose another folder, or write into it with --force.")
        return _write_into(folder, texts)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with new_folder(folder) as made:
        for name, text in texts.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            if name in _MODES:
                path.chmod(_MODES[name])
    return [folder / name for name in texts]


def _write_into(folder: Path, texts: dict[str, str]) -> list[Path]:
    """Each file is replaced whole; those that hold what cannot be made again stay."""
    written = {name: text for name, text in texts.items() if not (name in _KEPT and (folder / name).exists())}
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path, force=True, mode=_MODES.get(name)) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in written]


def project_texts(host: str) -> dict[str, str]:
    """The files by their path in the project; ids of the add-in and the token offered are new each time."""
    ids = "\n".join(f'manifest_id_{name} = "{uuid.uuid4()}"' for name in ENVIRONMENTS)
    known = {
        "version": __version__,
        "host": host,
        "ids": ids,
        "shown": host or "plm.example.org",
        "token": secrets.token_urlsafe(),
    }

    def filled(source: str) -> str:
        text = files(__package__).joinpath(_TEXTS, source).read_text(encoding="utf-8")
        for name, value in known.items():
            text = text.replace(f"@{name}@", value)
        return text

    return {name: filled(source) for name, source in _FILES.items()}


def _host(url: str | None) -> str:
    """The name, and the port where there is one, of an address that Excel can use."""
    if url is None:
        return ""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme != "https" or not parts.hostname or port == 0 or parts.path.strip("/") or parts.query:
        raise PlmError(f"{url} is no address such as https://plm.example.org; Excel asks for https.")
    return parts.hostname + (f":{port}" if port else "")
