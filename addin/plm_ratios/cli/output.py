"""Output of the commands: tables, readable numbers, errors."""

from __future__ import annotations

import builtins
import codecs
import io
import sys
from typing import Any, Callable, Iterable, NoReturn, TextIO
from unicodedata import normalize

import typer
from rich.console import Console as _Console
from rich.console import ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment
from rich.table import Table

from .. import formatting, system_errors
from ..analysis.explanations import version
from ..characters import shown
from ..hosts.findings import Finding
from . import exit_codes

# Wide enough for the comparison if the output goes to a file or a pipe, which have no width.
_PIPE_WIDTH = 200

NONE = f"[dim]{formatting.NONE}[/dim]"


# Replacements for our punctuation in a terminal without Unicode.
_PLAIN = {
    "–": "-",
    "—": "-",
    "−": "-",
    "×": "x",
    "µ": "u",
    "…": "...",
    "’": "'",
    "“": '"',
    "”": '"',
    "∼": "~",
    "≈": "~",
    "✓": "y",
    "✗": "n",
}


def _in_plain_characters(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end]
    return "".join(map(_in_ascii, lost)), error.end


def _in_ascii(character: str) -> str:
    """A letter without its accent, punctuation of the same kind, or a question mark."""
    bare = normalize("NFKD", character).encode("ascii", "ignore").decode()
    return _PLAIN.get(character) or bare or "?"


codecs.register_error("plm-ratios", _in_plain_characters)


def suit_terminal() -> None:
    """Make standard output accept any text, even if the terminal cannot show all of it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="plm-ratios")


class Console(_Console):
    """A console whose texts the terminal does not obey, wherever they are from: names of a catalog, cells of
    a workbook. Styles, which are no texts, are as ever."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces of what is printed; shown() in all of them that are texts."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(shown(piece.text), piece.style)


def console() -> Console:
    """A console for standard output."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(width=width, highlight=False, emoji=False)  # a name with :dna: in it is no emoji


def print(text: Any, file: TextIO | None = None) -> None:
    """Print a line that the terminal shows and does not obey. Each module of commands imports this one."""
    builtins.print(shown(str(text)), file=file)


def show_findings(title: str, findings: list[Finding], fault: str = "missing") -> None:
    """Print the findings as a table, and the remedies below it, since a command that is wrapped in a column
    cannot be copied.

    fault   the mark of a finding that has a remedy
    """
    table = Table(title=title, title_justify="left")
    for header in ("", "What", "Found"):
        table.add_column(header, overflow="fold")
    for finding in findings:
        mark = f"[yellow]{fault}[/yellow]" if finding.remedy else "[green]ok[/green]"
        table.add_row(mark, escape(finding.what), escape(finding.found))
    console().print(table)
    for finding in findings:
        if finding.remedy:
            console().print(f"[yellow]{fault}[/yellow] {escape(finding.what)}:")
            console().print(f"    {finding.remedy}", markup=False, soft_wrap=True)


def fail(message: str, code: int = exit_codes.REFUSED) -> NoReturn:
    """Print one line on standard error and exit with a code of exit_codes.py."""
    print(f"plm-ratios: {message}", file=sys.stderr)
    raise SystemExit(code)


def sentence(error: Exception) -> str:
    """The message of an error, in one line."""
    return system_errors.sentence(error) if isinstance(error, OSError) else str(error)


def show_version(asked: bool) -> None:
    """Print the version and exit, if requested."""
    if asked:
        print(version())
        raise typer.Exit


def counted(number: int, what: str) -> str:
    """How many there are, such as "1 model" and "2 models"."""
    return f"{number} {what}{'s' * (number != 1)}"


def count(value: float | str | None) -> str:
    """A count as shown in the terminal's tables, such as 15B; a text is returned unchanged."""
    return escape(value) if isinstance(value, str) else _or_none(value, formatting.count)


def ratio(value: float | None) -> str:
    """A ratio as shown in the terminal's tables."""
    return _or_none(value, formatting.ratio)


def _or_none(number: float | None, show: Callable[[float], str]) -> str:
    return NONE if number is None else show(number)
