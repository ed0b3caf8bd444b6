"""Starts one headless LibreOffice and connects to it; runs under a Python that can import uno."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, Callable, Sequence

import uno
import unohelper

_POLL = 0.05  # seconds between attempts to connect
_ALIVE = 1.0  # seconds between looks whether the office still runs
_GRACE = 10.0  # seconds that the office has to end by itself
_MOST_BYTES = 8 << 30  # addresses of the office; a large workbook takes about 2 GB of them
_NO_MACROS, _RUN_MACROS = 0, 4  # com.sun.star.document.MacroExecMode


class OfficeFailed(Exception):
    """LibreOffice did not start, ended on its own, or refused; the message is one sentence."""


class Office:
    """A LibreOffice of our own, with a profile and temporary files in `folder`, which goes with it."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], pipe: str, folder: str) -> None:
        self._folder = Path(folder)
        self._log = self._folder / "office.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                list(command),
                env=environment,
                cwd=folder,  # in the folder of a virtual environment, its Python would take that for its own
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a process group, so that all of it can be ended
                preexec_fn=_bound_memory if os.name == "posix" else None,
            )
        self._url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self._context: Any = None
        self._desktop: Any = None

    @property
    def process_id(self) -> int:
        return self._process.pid

    def connect(self, seconds: float) -> str:
        """Waits until the office answers; gives its version."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        give_up = time.monotonic() + seconds
        while self._context is None:
            try:
                self._context = resolver.resolve(self._url)
            except Exception as error:  # NoConnectException until the office listens
                if self._process.poll() is not None:
                    raise OfficeFailed(f"LibreOffice ended while starting. {self.last_words()}") from error
                if time.monotonic() > give_up:
                    raise OfficeFailed(
                        f"LibreOffice did not answer within {seconds:g} seconds. {self.last_words()}"
                    ) from error
                time.sleep(_POLL)
        self._desktop = self.create("com.sun.star.frame.Desktop")
        return self._version()

    def create(self, service: str) -> Any:
        """A service of the office by its name."""
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)

    def run(self, work: Callable[[], Any]) -> Any:
        """Does some work with the office on the office's main thread, as a user's own clicks do.

        Otherwise each request is served by another thread, and Python, started by the first one that
        calls an add-in, builds and drops its thread state at every call from any other: 11 instead of
        3 microseconds a call in LibreOffice 7.4. (The calls made inside a callback come back to the
        thread that waits for it.)
        """
        errand = _Errand(work)
        self.create("com.sun.star.awt.AsyncCallback").addCallback(errand, None)
        while not errand.done.wait(_ALIVE):
            if self._process.poll() is not None:
                raise OfficeFailed("LibreOffice ended while it was working.")
        if errand.error is not None:
            raise errand.error
        return errand.gives

    def load(self, url: str, macros: bool = False) -> Any:
        """A document of the office, hidden. Its links are not followed and, unless asked for, its macros
        do not run: the file may be anybody's. It is opened as a template is, as a copy: no lock file
        appears beside it."""
        mode = _RUN_MACROS if macros else _NO_MACROS
        options = {"Hidden": True, "AsTemplate": True, "MacroExecutionMode": mode, "UpdateDocMode": 0}
        document = self._desktop.loadComponentFromURL(url, "_blank", 0, properties(options))
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            if document is not None:
                document.close(True)
            raise OfficeFailed("LibreOffice cannot read this as a spreadsheet.")
        return document

    def last_words(self) -> str:
        """The end of what the office wrote to its log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
        said = " ".join(line.strip() for line in lines[-6:]).strip()
        return f"Its last words: {said}" if said else ""

    def stop(self) -> None:
        """Ends the office and removes its folder, however far it had come."""
        try:
            if self._desktop is not None:
                self._desktop.terminate()
                self._process.wait(_GRACE)
        except Exception:  # it is gone already, the connection broke as it went, or it hangs
            self._context = None
        self.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """Ends what is left of the office, its helpers included."""
        if os.name != "posix":
            self._process.kill()
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _version(self) -> str:
        provider = self.create("com.sun.star.configuration.ConfigurationProvider")
        (place,) = properties({"nodepath": "/org.openoffice.Setup/Product"})
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", (place,)
        )
        return str(access.getByName("ooSetupVersionAboutBox"))


def _bound_memory() -> None:
    """Lets the office have no more memory than this; it ends where it needs more."""
    import resource  # not on Windows

    with contextlib.suppress(ValueError, OSError):  # there is a lower limit already, or none can be set
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


class _Errand(unohelper.Base, uno.getClass("com.sun.star.awt.XCallback")):  # type: ignore[misc]
    """A call that LibreOffice makes back to us; keeps what came of it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self.gives: Any = None
        self.error: Exception | None = None
        self.done = threading.Event()

    def notify(self, _data: Any) -> None:
        try:
            self.gives = self._work()
        except Exception as error:
            self.error = error
        finally:
            self.done.set()


def properties(values: dict[str, Any]) -> tuple[Any, ...]:
    """A dictionary as UNO's property values."""
    return tuple(
        uno.createUnoStruct("com.sun.star.beans.PropertyValue", name, 0, value, 0)
        for name, value in values.items()
    )
