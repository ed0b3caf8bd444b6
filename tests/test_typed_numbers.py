"""Numbers as people type them; what readers of different countries read differently is never guessed at."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from plm_ratios.catalog.typed_numbers import SUFFIXES, Ambiguous, from_command_line, typed_number
from plm_ratios.errors import OutOfRange, WrongValue
from plm_ratios.functions import FUNCTIONS

SHEETS = Path(sys.modules["plm_ratios"].__file__ or "").parent / "hosts" / "sheets"

NUMBERS = {
    "20": 20, " 20 ": 20, ".5": 0.5, "5.": 5, "-3": -3, "+3": 3, "1234.567": 1234.567, "0.500": 0.5,
    # suffixes and words
    "300k": 300e3, "2 thousand": 2e3, "650M": 650e6, "65 mn": 65e6, "65mln": 65e6, "1 million": 1e6,
    "65 Mio": 65e6, "2 mrd": 2e9,
    "15B": 15e9, "15 bn": 15e9, "15G": 15e9, "15 Billion": 15e9, "1.5 billions": 1.5e9, "1.234B": 1.234e9,
    "1.2T": 1.2e12, "1.5tn": 1.5e12, "1.5 trn": 1.5e12, "1.5 trillion": 1.5e12,
    # thousands
    "65,000,000": 65e6, "65_000_000": 65e6, "65 000 000": 65e6, "65\xa0000\u2009000": 65e6, "1 234": 1234,
    "65\u202f000\u202f000": 65e6, "65'000'000": 65e6, "65’000’000": 65e6, "6,50,00,000": 65e6,
    "1,234.5": 1234.5, "1,234,567": 1234567, "65'000.5 k": 65000.5e3,
    # powers
    "3e9": 3e9, "1.5E+9": 1.5e9, "1.5 e9": 1.5e9, "1e−3": 1e-3, "1.5x10^9": 1.5e9, "1.5 × 10⁹": 1.5e9,
    "1.5*10^9": 1.5e9, "10^9": 1e9, "10⁻³": 1e-3, "1.234 × 10^9": 1.234e9,
    # characters that look like these, or cannot be seen
    "１５Ｂ": 15e9, "٦٥": 65, "−5": -5, "–5": -5, "15\u200bB\ufeff": 15e9, "“65M”": 65e6, "'65M": 65e6,
}  # fmt: skip
NO_NUMBERS = (
    "", "abc", "M", ".", "-", "1e", "e9", "3e9B", "nan", "inf", "50%", "5 %", "0x10", "~15B", "1.2.3",
    "1,2,3", "1__000", "1,234,56", "12.34.567", "65,000 000", "15 billion tokens", "1.5 × 10",
    "110^9", "650²", "110⁹", "①", "½", "10²³x", "1.5 10^9", "15\u0412",
)  # fmt: skip
# With the readings, what the marks are taken for in each, and what to type instead.
AMBIGUOUS = {
    "1,234": ("1234 comma", "1.234 decimalComma", "1234 or 1.2340"),
    "1,500": ("1500 comma", "1.500 decimalComma", "1500 or 1.5"),
    "1,234M": ("1234M comma", "1.234M decimalComma", "1234M or 1.234M"),
    "-45.500": ("-45500 point", "-45.500 decimalPoint", "-45500 or -45.5"),
    "45.000": ("45000 point", "45.000 decimalPoint", "45000 or 45"),
    "1,5B": ("1.5B decimalComma", "15B anyComma", "1.5B or 15B"),
    "1,5×10⁹": ("1.5×10⁹ decimalComma", "15×10⁹ anyComma", "1.5×10⁹ or 15×10⁹"),
    "1,5e9": ("1.5e9 decimalComma", "15e9 anyComma", "1.5e9 or 15e9"),
    "325,5": ("325.5 decimalComma", "3255 anyComma", "325.5 or 3255"),
    "0,500": ("0.500 decimalComma", "0.500"),
    "12,34": ("12.34 decimalComma", "1234 anyComma", "12.34 or 1234"),
    "1 234,567": ("1234.567 decimalComma", "1234.567"),
    "65.000.000": ("65000000 points", "65000000"),
    "1.234,5": ("1234.5 both", "1234.5"),
}
EVERY = (*NUMBERS, *NO_NUMBERS, *AMBIGUOUS, *(f"2 {suffix}" for suffix in SUFFIXES))


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_what_is_a_number(text: str, number: float) -> None:
    assert typed_number(text) == number


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_none(text: str) -> None:
    assert typed_number(text) is None


@pytest.mark.parametrize(("text", "expected"), AMBIGUOUS.items())
def test_what_is_ambiguous_has_its_readings(text: str, expected: tuple[str, ...]) -> None:
    read = typed_number(text)
    assert isinstance(read, Ambiguous)
    assert (*map(" ".join, read.readings), " or ".join(read.advice)) == expected


def test_one_reading_says_which_sign_is_the_decimal_point() -> None:
    read = typed_number("65.000.000")
    assert isinstance(read, Ambiguous)
    assert read.says == (
        "can only be read as 65000000 (points between thousands), and the point is the decimal point here. "
        "Type 65000000."
    )


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_what_is_advised_is_read(text: str) -> None:
    read = typed_number(text)
    assert isinstance(read, Ambiguous)
    assert all(isinstance(typed_number(advice), float) for advice in read.advice)


def test_a_long_text_takes_no_longer_than_its_letters() -> None:
    """Each would take hours if every way to part it were tried."""
    for text in ("1 " * 16_000 + "z z", "1" + " " * 32_000 + "!", "1,000" * 6_000, "9.999" * 6_000 + "x"):
        assert typed_number(text) is None


class TestInCells:
    def test_the_reason_names_the_quantity_and_the_readings(self) -> None:
        assert str(FUNCTIONS["RATIO"]("ESM-2 15B", "sequences", "1,234")) == "#VALUE!"
        assert FUNCTIONS["WHY"]("ESM-2 15B", "sequences", "1,234") == (
            'The average length "1,234" can be read as 1234 (a comma between thousands) or as 1.234 '
            "(a decimal comma). Type 1234 or 1.2340."
        )

    @pytest.mark.parametrize("text", ["1,5B", "1,234", "65.000.000", "45.500"])
    @pytest.mark.parametrize("call", [("TOKENS",), ("FLOPS", 1.0), ("VERDICT", 20.0), ("OPTIMALTOKENS",)])
    def test_no_function_guesses(self, text: str, call: tuple[str, ...]) -> None:
        name, *before = call
        assert str(FUNCTIONS[name](*before, text)) == "#VALUE!"

    def test_why_reads_a_number_in_the_place_of_a_name(self) -> None:
        said = FUNCTIONS["WHY"]("1,5B")
        assert said.startswith('No model is called "1,5B". As a number, it can be read as 1.5B (')
        assert "As a number" not in FUNCTIONS["WHY"]("1.5B")

    def test_a_number_itself_has_no_readings(self) -> None:
        assert FUNCTIONS["TOKENS"](45.5, 1.234) == 45.5 * 1.234


class TestOnTheCommandLine:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("1.234", 1.234),
            ("45.500", 45.5),
            ("1e21", 1e21),
            ("1_000.125", 1000.125),
            ("650M", 650e6),
            ("-2", -2),
        ],
    )
    def test_a_literal_of_python_is_a_decimal(self, text: str, number: float) -> None:
        assert from_command_line(text) == number

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("1,234", 'The target "1,234" can be read as 1234 (a comma'),
            ("65.000.000", 'The target "65.000.000" can only be read as 65000000 ('),
            ("inf", 'The target must be a number; "inf" is not one.'),
            ("nan", 'The target must be a number; "nan" is not one.'),
            ("", 'The target must be a number; "" is not one.'),
        ],
    )
    def test_anything_else_is_read_as_in_a_cell(self, text: str, reason: str) -> None:
        with pytest.raises(WrongValue, match=re.escape(reason)):
            from_command_line(text, "target")

    def test_a_number_is_finite(self) -> None:
        with pytest.raises(OutOfRange, match="must be a finite number"):
            from_command_line("1e999")


def test_javascript_reads_every_spelling_alike(node: str) -> None:
    parts = "".join((SHEETS / name).read_text(encoding="utf-8") for name in ("names.js", "numbers.js"))
    script = f"""
        const typedNumber = new Function("data", {json.dumps(parts)} + "; return typedNumber;")(
            () => ({{ numbers: {{ suffixes: {json.dumps(SUFFIXES)} }} }}));
        const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
        process.stdout.write(JSON.stringify(texts.map(typedNumber)));
    """
    ran = subprocess.run(
        [node, "-e", script], input=json.dumps(EVERY), capture_output=True, text=True, check=True
    )
    expected = [read._asdict() if isinstance(read, Ambiguous) else read for read in map(typed_number, EVERY)]
    assert json.loads(ran.stdout) == json.loads(json.dumps(expected))
