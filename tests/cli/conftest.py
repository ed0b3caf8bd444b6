"""The command line, run inside the tests' own process."""

from __future__ import annotations

import io
import sys

import pytest

from cli.command_line import Ended, Run
from own_models import forget
from plm_ratios import cli


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line as the console script does, each time as a new start; `typed` are answers."""

    def command(*arguments: str, typed: tuple[str, ...] = ()) -> Ended:
        monkeypatch.setattr(sys, "argv", ["plm-ratios", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        capsys.readouterr()
        forget()
        with pytest.raises(SystemExit) as end:
            cli.main()
        code = end.value.code
        assert code is None or isinstance(code, int)
        return Ended(code or 0, *capsys.readouterr())

    return command
