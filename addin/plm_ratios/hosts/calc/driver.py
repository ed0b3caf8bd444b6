"""The far end of a session: serves one LibreOffice over standard input and output.

Runs under a Python that can import uno. One JSON object a line comes in, {"do": "values", "on": 1,
"with": ["Sheet1", "A1:C9"]}, and one goes out: {"gives": ...} or {"failed": "one sentence"}. The first
line says how to start the office. End of input ends the office, also when the session was killed.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any, Callable, TextIO

from plm_ratios.hosts.calc.driver_document import Document
from plm_ratios.hosts.calc.driver_office import Office, OfficeFailed

_GRACE = 3.0  # seconds that a calculation may go on when nobody waits for it any more


class Driver:
    """The requests that concern the office; those of a document go to it by the same names."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._documents: dict[int, Document] = {}
        self._opened = 0
        self._scratch: Document | None = None

    def answer(self, request: dict[str, Any]) -> Any:
        """What a request gives."""
        target: Any = self if request.get("on") is None else self._documents[request["on"]]
        return getattr(target, request["do"])(*request["with"])

    def open(self, path: str | None, macros: bool = False) -> int:
        self._opened += 1
        self._documents[self._opened] = Document(self._office, path, macros)
        return self._opened

    def close(self, number: int) -> None:
        self._documents.pop(number).close()

    def evaluate(self, formulas: list[str]) -> list[Any]:
        if self._scratch is None:
            self._scratch = Document(self._office, None)
        scratch = self._scratch
        return list(self._office.run(lambda: [scratch.evaluate(formula) for formula in formulas]))

    def described(self) -> dict[str, dict[str, Any]]:
        """What the function wizard says about every add-in function."""
        wizard = self._office.create("com.sun.star.sheet.FunctionDescriptions")
        found = {}
        for index in range(wizard.Count):
            about = {each.Name: each.Value for each in wizard.getByIndex(index)}
            found[about["Name"]] = {
                "description": about["Description"],
                "arguments": [[a.Name, a.Description, a.IsOptional] for a in about["Arguments"] or ()],
            }
        return found


def main() -> None:
    """Serves until the input ends."""
    replies = _private_output()
    signal.signal(signal.SIGTERM, _leave)
    settings = json.loads(sys.stdin.readline())
    seconds = settings.pop("seconds")
    office = Office(**settings)
    try:
        _send(replies, {"gives": {"process": office.process_id}})
        _reply(replies, lambda: {"version": office.connect(seconds)})
        driver = Driver(office)
        for line in iter(_requests(office).get, ""):
            request = json.loads(line)
            _reply(replies, lambda request=request: driver.answer(request))  # type: ignore[misc]
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: the end is on its way
        office.stop()


def _requests(office: Office) -> queue.SimpleQueue[str]:
    """The lines that come in, read by a thread so that their end is noticed during a long calculation
    too: then the office is ended from under it. An empty line is the end."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        lines.put("")
        time.sleep(_GRACE)
        office.kill()

    threading.Thread(target=read, daemon=True).start()
    return lines


def _reply(replies: TextIO, work: Callable[[], Any]) -> None:
    try:
        _send(replies, {"gives": work()})
    except OfficeFailed as error:
        _send(replies, {"failed": str(error)})
    except Exception as error:
        said = str(getattr(error, "Message", "") or error).strip() or type(error).__name__
        _send(replies, {"failed": f"LibreOffice refused: {said}"})


def _send(replies: TextIO, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


def _private_output() -> TextIO:
    """The output for replies alone: whatever else prints, LibreOffice's libraries too, goes to errors."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return replies


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
