"""How tests run a command and look at how it ended."""

from __future__ import annotations

from typing import Callable, NamedTuple

from plm_ratios.cli import exit_codes


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """The output without the line breaks and frames that the terminal's width makes."""
        return " ".join(self.out.replace("│", " ").split())


Run = Callable[..., Ended]


def refused(end: Ended, *words: str, code: int = exit_codes.REFUSED) -> None:
    """One line on standard error that says what was wrong, and the exit code for it."""
    assert end.code == code
    assert len(end.err.splitlines()) == 1 and end.err.startswith("plm-ratios: ")
    for word in words:
        assert word in end.err
