"""What people see: each command in a real terminal of a width, in Unicode and without."""

from __future__ import annotations

import fcntl
import functools
import io
import json
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import Iterator
from typing import Sequence

import pytest
from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

import started_once
from own_models import ONE, Mine
from plm_ratios import formatting
from plm_ratios.analysis import claim_tests, ratios
from plm_ratios.analysis.essay_claims import CLAIMS
from plm_ratios.catalog import load
from plm_ratios.cli import machine_output, output
from plm_ratios.cli.tables import TerminalColumn, fitting
from plm_ratios.comparison.compare import DEFAULT_MODELS

COMMANDS = {
    "compare": ["compare"],
    "compare on a basis with blanks": ["compare", "--basis", "unique"],
    "compare what is long": ["compare", "ESM-2", "ProtTrans", "--basis", "seen"],
    "claims": ["claims"],
    "list": ["catalog", "list"],
    "list a family": ["catalog", "list", "ESM-2"],
    "search": ["catalog", "search", "antibody"],
    "show": ["catalog", "show", "ESM-2 15B"],
    "show a family": ["catalog", "show", "ESM-2"],
    "laws": ["laws"],
    "a law": ["laws", "Cheng MLM"],
    "a plan": ["plan", "--gpu", "H100 SXM", "--count", "8", "--days", "7", "--dataset", "UniRef50"],
}
_CODES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module", autouse=True)
def commands() -> Iterator[None]:
    """Commands without a new Python for each of them."""
    global _address
    with started_once.serving(sys.executable, os.environ) as _address:
        yield


_address = ""


def in_terminal(arguments: list[str], width: int, encoding: str = "utf-8") -> list[str]:
    """The lines that a command shows in a terminal of so many columns."""
    return list(_shown(tuple(arguments), width, encoding))


@functools.cache
def _shown(arguments: tuple[str, ...], width: int, encoding: str) -> list[str]:
    code, text = ended(arguments, width, encoding)
    assert code == 0, text
    return [_CODES.sub("", line) for line in text.splitlines()]


def ended(arguments: Sequence[str], width: int, encoding: str = "utf-8", **variables: str) -> tuple[int, str]:
    """The exit code of a command in a terminal, and all that reached the terminal."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "TERM": "xterm-256color", **variables}
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    with started_once.asked(_address, arguments, (its, its, its), environment) as command:
        os.close(its)
        shown_text = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end has closed
                break
            if not piece:
                break
            shown_text += piece
        os.close(ours)
        return started_once.ended(command), shown_text.decode(encoding)


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_cut_and_no_line_is_too_long(command: str, width: int) -> None:
    lines = in_terminal(COMMANDS[command], width)
    assert len(lines) > 1
    assert not [line for line in lines if "…" in line]
    assert not [line for line in lines if cell_len(line) > width]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("basis", ratios.BASES)
def test_every_model_has_its_ratio_on_the_basis_in_its_line(basis: str, width: int) -> None:
    lines = in_terminal(["compare", "--basis", basis], width)
    for name in DEFAULT_MODELS:
        model = load().model(name)
        (line,) = (line for line in lines if line.startswith(f"{model.name} "))
        known = ratios.has_number(model, basis)
        ratio = formatting.ratio(ratios.ratio(model, basis)) if known else formatting.NONE
        assert ratio in line.split()
        assert formatting.count(model.value("params_total")) in line.split()


def test_columns_leave_a_narrow_terminal_and_are_named() -> None:
    header, *_ = (line for line in in_terminal(["compare"], 80) if line.startswith("Model"))
    assert header.split() == ["Model", "Params", "sequences*", "seen", "effective", "Verdict"]
    assert "No room here for: Sequences, Tokens, unique. A wider window shows them." in in_terminal(
        ["compare"], 80
    )
    header, *_ = (line for line in in_terminal(["compare"], 120) if line.startswith("Model"))
    assert header.split() == "Model Params Sequences Tokens sequences* unique seen effective Verdict".split()


def test_the_basis_that_was_chosen_is_marked() -> None:
    for basis in ratios.BASES:
        text = "\n".join(in_terminal(["compare", "--basis", basis], 100))
        assert [each for each in ratios.BASES if f" {each}*" in text] == [basis]


@pytest.mark.parametrize("width", [80, 100, 120])
def test_claims_show_every_answer_in_a_line_for_a_claim(width: int) -> None:
    """Two lines where the sets of models answer differently."""
    lines = in_terminal(["claims"], width)
    table = lines[3 : 3 + len(CLAIMS) + 1]
    for claim, line in zip((CLAIMS[0], *CLAIMS), table):
        assert line.startswith(claim.name)
        answers = re.split(r" {2,}", line.removeprefix(claim.name).strip())
        assert len(answers) - len(ratios.BASES) - len(claim_tests.LAWS) in (0, 1)  # and which models
    assert table[0] != table[1] and " all" in table[1].replace("(", " ")
    assert any(line.startswith("largest: ") for line in lines)


@pytest.mark.parametrize(
    ("encoding", "yes", "no", "none"), [("utf-8", "✓", "✗", "–"), ("ascii", "y", "n", "-")]
)
def test_claims_explain_their_symbols_in_a_narrow_terminal(
    encoding: str, yes: str, no: str, none: str
) -> None:
    lines = in_terminal(["claims"], 80, encoding)
    first = next(line for line in lines if line.startswith("ProGen2-xlarge is nearest"))
    answers = first.replace("(largest)", "").split("optimum")[1].split()
    assert answers == [yes, none, no, no, yes, none]
    assert any(line.startswith(f"{yes} true, ~ mildly true, {no} false.") for line in lines)


def test_a_fact_stands_with_its_source_below_it_in_the_width_there_is() -> None:
    lines = in_terminal(["catalog", "show", "ESM-2 15B"], 80)
    assert any(line.startswith("tokens_seen  864,000,000,000  preferred") for line in lines)
    assert any(line.startswith("    = batch_tokens * train_steps | ") for line in lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_without_unicode_shows_the_same_in_its_own_characters(command: str) -> None:
    plain = in_terminal(COMMANDS[command], 80, "ascii")
    assert len(plain) > 1
    assert all(line.isascii() for line in plain)
    assert not [line for line in plain if "?" in line]


# What terminals obey: colours, a link, the title of the window, a cleared screen; and marks that turn text.
OBEYED = "a\x1b]8;;https://example.org\x07b\x1b[2J\x9b31m\x07\rc\u202e"
AS_CODES = r"a\x1b]8;;https://example.org\x07b\x1b[2J\x9b31m\x07\rc\u202e"
MARKED_UP = "[red]a[/red] [/] :dna: [link=https://example.org]b[/link]"


def obeyed(text: str) -> list[str]:
    """What is in a text that a terminal would obey, besides colours and ends of lines."""
    return re.findall(
        r"[^\n\t\x20-\x7e\xa0-\u2029\u202f-\U0010ffff]", _CODES.sub("", text).replace("\r\n", "\n")
    )


@pytest.mark.parametrize(
    "arguments",
    [["compare", OBEYED], [f"--{OBEYED}"], ["catalog", "check", "--user"]],
    ids=["an argument", "an option", "a text of a catalog"],
)
def test_a_terminal_obeys_no_text(mine: Mine, arguments: list[str]) -> None:
    mine.write(json.dumps({"models": [], "sources": {OBEYED: {"title": OBEYED}}}), build=False)
    code, text = ended(arguments, 200)
    assert code != 0
    assert AS_CODES in text and not obeyed(text)


def test_names_stand_in_tables_and_sentences_as_they_are(mine: Mine) -> None:
    mine.write(ONE.replace("name: Mine 1B", f"name: {json.dumps(MARKED_UP)}"))
    for command in (["compare", "mine-1b"], ["catalog", "show", "mine-1b"]):
        code, text = ended(command, 200)
        assert code == 0
        assert MARKED_UP in _CODES.sub("", text) and not obeyed(text)


def test_json_holds_the_texts_and_nothing_that_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    machine_output.print_json({"name": OBEYED})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"name": OBEYED}
    assert not obeyed(printed)


def test_whatever_is_printed_in_colours_is_obeyed_no_more() -> None:
    written = io.StringIO()
    console = output.Console(file=written, width=200, force_terminal=True)
    console.print(f"[red]{OBEYED}[/red]", Text(OBEYED), Padding(Text(OBEYED), 1))
    assert written.getvalue().count(r"\x9b31m") == 3 and "\x1b[31m" in written.getvalue()
    assert not obeyed(written.getvalue())


class TestFitting:
    COLUMNS = (
        TerminalColumn("Name", ["a long name", "short"], wraps=True),
        TerminalColumn("One", ["1"], rank=1),
        TerminalColumn("Two", ["22"], rank=2),
        TerminalColumn("Must", ["333"]),
    )

    @pytest.mark.parametrize(
        ("width", "headers"),
        [
            (27, ["Name", "One", "Two", "Must"]),
            (26, ["Name", "One", "Must"]),
            (22, ["Name", "One", "Must"]),
            (21, ["Name", "Must"]),
            (3, ["Name", "Must"]),
        ],
    )
    def test_the_highest_rank_leaves_first_and_rank_0_never(self, width: int, headers: list[str]) -> None:
        assert [column.header for column in fitting(self.COLUMNS, width)] == headers

    def test_markup_takes_no_room(self) -> None:
        assert TerminalColumn("a", ["[dim]bcd[/dim]"]).width == 3

    def test_words_are_the_least_that_wrapped_texts_need(self) -> None:
        column = TerminalColumn("Verdict", ["more tokens than optimal"], wraps=True)
        assert (column.width, column.least) == (24, 7)
