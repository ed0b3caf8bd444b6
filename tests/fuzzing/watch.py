"""Sees what Python does in a process, and ends it where it is not what reading a file needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

# Events of Python that change something in the place that their first argument names, or their second too.
_CHANGING = {
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.utime": 1,
    "shutil.rmtree": 1,
}
# What reading a file never has a reason for.
_NEVER = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.kill", "ctypes.dlopen")
_NOWHERE = ("/dev/null", "/dev/tty")


class Outside(BaseException):
    """Something was written, started or asked for that no reading of a file needs. Nothing catches it."""


class Watch:
    """Python tells it what it does, before it does it."""

    def __init__(self, allowed: Path, started: bool, connecting: bool):
        self.allowed = os.path.realpath(allowed)
        self.started = started
        self.connecting = connecting
        self.seen = ""
        self.on = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event == "open":
            path, mode, flags = arguments
            writing = (
                flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else "w" in str(mode)
            )
            if writing and isinstance(path, (str, bytes, os.PathLike)):
                self._require_inside(event, path)
        elif event in _CHANGING:
            for path in arguments[: _CHANGING[event]]:
                if isinstance(path, (str, bytes, os.PathLike)):
                    self._require_inside(event, path)
        elif event in _NEVER and not self.started:
            self._object(f"{event} {arguments[:2]}"[:300])
        elif event == "socket.connect" and not self.connecting:
            self._object(f"{event} {arguments[1:]}")

    def _require_inside(self, event: str, path: Any) -> None:
        text = os.fsdecode(path)
        # Of a link, the place of the link counts here, and where it leads when it is opened.
        whole = (
            os.path.realpath(text)
            if event == "open"
            else os.path.join(
                os.path.realpath(os.path.dirname(os.path.abspath(text))), os.path.basename(text)
            )
        )
        if whole not in _NOWHERE and not (whole + os.sep).startswith(self.allowed + os.sep):
            self._object(f"{event} {text}")

    def _object(self, what: str) -> None:
        self.seen = what
        raise Outside(what)
