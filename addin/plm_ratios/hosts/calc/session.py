"""A private headless Calc with the functions in it, straight from the source tree.

Nothing is installed and nothing of the user's is touched: profile, add-in and temporary files lie in a
folder of their own, which is gone afterwards, also after Ctrl-C or an exception.

    with CalcSession() as calc:
        calc.evaluate(['RATIO("ESM-2 15B")'])      # [1.4083...]
        with calc.open("book.xlsx") as book:
            book.calculate()
            book.values("Compare", "A1:C9")

starting() is the same for whoever has something else to do meanwhile.

The project's Python cannot talk to LibreOffice itself (see locate.py), so a session starts a driver
under one that can, and sends it requests.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Callable, Mapping, Sequence

from ...catalog import config_paths
from ...errors import HostError, HostTooSlow
from ..bundle import PACKAGE
from . import extension, locate, profile
from .document import CalcDocument, from_json
from .formulas import to_calc
from .locate import HostMissing

__all__ = ["CalcFailed", "CalcSession", "CalcTooSlow", "HostMissing", "starting"]

_CANARY = ("TOKENS(2,3)", 6.0)
_OWN_VARIABLES = "PLM_RATIOS_"  # of the environment, only our settings reach the add-in
_DRIVER = "import sys; sys.path.append(sys.argv[1]); from plm_ratios.hosts.calc.driver import main; main()"
_START, _REQUEST, _END = 60.0, 600.0, 25.0  # seconds to wait at most

Extensions = Mapping[str, Callable[[Path], None]]


class CalcFailed(HostError):
    """Calc did not start, or did not do what was asked; the message is one sentence."""


class CalcTooSlow(CalcFailed, HostTooSlow):
    """Calc did not answer in time."""


class CalcSession:
    """A running Calc; use it in a `with` statement.

    Raises HostMissing where LibreOffice is not installed, and CalcFailed where it does not start or
    does not load the functions. `seconds` is what all the work may take together; after that each request
    raises CalcTooSlow, and the end of the session ends Calc by force. Without `check`, nobody has tried yet
    whether the functions answer, which takes Calc's Python some time to load. `more` adds extensions, each
    a name and a function that writes it into a folder (the benchmark brings a do-nothing function this
    way).
    """

    version: str  # of LibreOffice: "7.4.7.2"

    def __init__(
        self,
        *,
        start_seconds: float = _START,
        seconds: float | None = None,
        check: bool = True,
        more: Extensions | None = None,
    ) -> None:
        self._seconds = seconds
        self._checks = check
        self._ends = math.inf
        self._start_seconds = start_seconds
        self._extensions: Extensions = {"plm_ratios": extension.write_folder, **(more or {})}
        self._replies: queue.Queue[str | None] = queue.Queue()
        self._driver: subprocess.Popen[str] | None = None
        self.process_id = 0  # of the office, and of its process group
        self._folder: Path | None = None
        self._interrupted = False

    def __enter__(self) -> CalcSession:
        try:
            self._launch()
            self._connect()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def evaluate(self, formulas: Sequence[str]) -> list[Any]:
        """The values of formulas as typed, each in an otherwise empty sheet: float, str or CellError, or
        rows of those where a formula gives a table."""
        return [from_json(value) for value in self._ask("evaluate", [to_calc(f) for f in formulas])]

    def new(self) -> CalcDocument:
        """A new spreadsheet with one sheet, Sheet1."""
        return CalcDocument(self._ask, self._ask("open", None))

    def open(self, path: str | os.PathLike[str], *, macros: bool = False) -> CalcDocument:
        """A spreadsheet file. Its macros do not run unless asked for, and it is never written to."""
        if not Path(path).is_file():
            raise FileNotFoundError(f"There is no file {path}.")
        return CalcDocument(self._ask, self._ask("open", str(Path(path).absolute()), macros))

    @property
    def folder(self) -> Path | None:
        """A folder for files of the work, which goes with the session, also where this process is killed."""
        return self._folder

    def described(self) -> dict[str, dict[str, Any]]:
        """What Calc's function wizard says: name -> description and [name, help, optional] of arguments."""
        found: dict[str, dict[str, Any]] = self._ask("described")
        return found

    def _launch(self) -> None:
        """Starts the driver, which starts the office."""
        host = locate.find()
        if self._seconds is not None:
            self._ends = time.monotonic() + self._seconds
        self._folder = Path(tempfile.mkdtemp(prefix="plm-ratios-calc-"))
        for name, write in self._extensions.items():
            write(self._folder / "extensions" / name)
        for part in ("home", "tmp"):
            (self._folder / part).mkdir()
        profile.write(self._folder / "profile")
        self._driver = subprocess.Popen(
            [str(host.python), "-c", _DRIVER, str(PACKAGE.parent)],
            env=locate.clean_environment(PYTHONDONTWRITEBYTECODE="1", PYTHONIOENCODING="utf-8"),
            cwd=self._folder,  # not the user's, where a file may be named like a module
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self._folder / "driver.log").open("wb"),
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C at a terminal is for us; the driver learns of it from us
        )
        threading.Thread(target=self._listen, args=(self._driver,), daemon=True).start()
        self._send(self._settings(host.soffice, self._folder))

    def _connect(self) -> CalcSession:
        """Waits until the office answers, and the functions in it."""
        self.process_id = _given(self._receive(self._start_seconds))["process"]
        self.version = _given(self._receive(self._start_seconds + _END))["version"]
        if self._checks:
            self._check()
        return self

    def _settings(self, soffice: Path, folder: Path) -> dict[str, Any]:
        """How to start the office. BUNDLED_EXTENSIONS is where it looks for extensions that came with it;
        pointed at a folder of ours, it loads the functions from there without installing them. What was
        installed for everybody on the machine, perhaps another version of ours, is left out."""
        pipe = f"plm-ratios-{uuid.uuid4().hex}"
        command = [
            str(soffice),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"-env:BUNDLED_EXTENSIONS={(folder / 'extensions').as_uri()}",
            f"-env:UNO_SHARED_PACKAGES={(folder / 'none').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"--accept=pipe,name={pipe};urp;",
        ]
        ours = {name: value for name, value in os.environ.items() if name.startswith(_OWN_VARIABLES)}
        home = str(folder / "home")
        private = {"HOME": home, "XDG_CONFIG_HOME": home, "TMPDIR": str(folder / "tmp")}
        return {
            "command": command,
            "environment": locate.clean_environment(**{**ours, **config_paths.environment(), **private}),
            "pipe": pipe,
            "folder": str(folder),
            "seconds": self._start_seconds,
        }

    def _check(self) -> None:
        """One sum through the add-in: without it, every formula would be #NAME? for no visible reason."""
        formula, expected = _CANARY
        (given,) = self.evaluate([formula])
        if given != expected:
            log = (self._folder / "office.log").read_text("utf-8", "replace") if self._folder else ""
            raise CalcFailed(
                f"LibreOffice {self.version} started, but the functions did not load: ={formula} gave "
                f"{given} instead of {expected:g}. {log.strip()[-500:]}".rstrip()
            )

    def _ask(self, what: str, *arguments: Any, on: int | None = None) -> Any:
        if self._interrupted:
            raise CalcFailed("An earlier request to Calc was interrupted; start a new session.")
        self._interrupted = True  # until its answer is here: the next one would be given that answer
        self._send({"do": what, "on": on, "with": arguments})
        reply = self._receive(_REQUEST)
        self._interrupted = False
        return _given(reply)

    def _send(self, message: Mapping[str, Any]) -> None:
        if self._driver is None or self._driver.stdin is None:
            raise CalcFailed('Calc is not running: use CalcSession in a "with" statement.')
        try:
            self._driver.stdin.write(json.dumps(message) + "\n")
            self._driver.stdin.flush()
        except OSError:
            raise CalcFailed(self._gone()) from None

    def _receive(self, seconds: float) -> dict[str, Any]:
        left = max(0.0, self._ends - time.monotonic())
        try:
            line = self._replies.get(timeout=min(seconds, left))
        except queue.Empty:
            given = seconds if seconds < left else self._seconds
            raise CalcTooSlow(f"LibreOffice did not finish within {given:g} seconds.") from None
        if line is None:
            raise CalcFailed(self._gone())
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _listen(self, driver: subprocess.Popen[str]) -> None:
        """Collects replies in a thread, so that waiting for one can end; None says there are no more."""
        assert driver.stdout is not None
        for line in driver.stdout:
            self._replies.put(line)
        self._replies.put(None)

    def _gone(self) -> str:
        log = self._folder / "driver.log" if self._folder else None
        said = log.read_text("utf-8", "replace").strip() if log and log.exists() else ""
        return f"Calc's driver ended unexpectedly. {said[-500:]}".rstrip()

    def _end(self) -> None:
        """Lets the driver end the office; ends both by force where that takes too long."""
        driver, self._driver = self._driver, None
        if driver is not None:
            with contextlib.suppress(OSError):  # the driver may be gone
                if driver.stdin is not None:
                    driver.stdin.close()
            try:
                driver.wait(_END)
            except subprocess.TimeoutExpired:
                driver.kill()
            if driver.returncode != 0:
                _end_group(self.process_id)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@contextlib.contextmanager
def starting(**options: Any) -> Iterator[Callable[[], CalcSession]]:
    """A session that starts while its user does something else, who may find that none is needed: what this
    gives waits until it runs, or raises what CalcSession raises.

    options   of CalcSession
    """
    session = CalcSession(**options)
    begun: Future[CalcSession] = Future()
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:
            try:
                session._launch()  # here: a thread that writes files waits for a busy one at each of them
                begun = pool.submit(session._connect)
            except HostError as error:
                begun.set_exception(error)
            try:
                yield begun.result
            finally:
                session._end()  # whoever still waits for it is told so
    finally:
        session._end()


def _given(reply: Mapping[str, Any]) -> Any:
    """What a reply gives; CalcFailed with its sentence where it failed."""
    if "failed" in reply:
        raise CalcFailed(reply["failed"])
    return reply["gives"]


def _end_group(office: int) -> None:
    """Ends the office and all it started, where its driver could not."""
    if office and os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(office, signal.SIGKILL)
