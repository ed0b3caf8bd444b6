"""The sheet Claims: the essay's claims, tested live on every basis and with the laws for proteins.

One row a claim with its answers, what to make of them below, and the numbers behind them in rows that are
folded up.
"""

from __future__ import annotations

import textwrap
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..analysis import claim_tests as core
from ..analysis import cost, ratios, scaling_laws
from ..analysis.essay_claims import CLAIMS, NEAREST, EssayClaim
from ..catalog import load
from ..comparison.sheet_styles import BLUE, COUNT, GREY, PLAIN, SCIENTIFIC
from . import printing
from .book import Computed, WorkbookBuilder
from .claims_formulas import (
    ANSWERS_ROW,
    BEST_SIZE,
    BEST_TOKENS,
    BOUNDS_ROW,
    BUDGET,
    COEFFICIENT,
    COLUMNS,
    COUNTED,
    COUNTS_ROW,
    EXPONENT,
    FIRST,
    FIRST_ROW,
    FLOPS,
    HEADER_ROW,
    LAWS_ROW,
    LENGTH,
    LENGTHS,
    MODELS_ROW,
    NONE,
    NOT_USABLE,
    NUMBERS_ROW,
    PARAMETERS,
    PROTEIN,
    RATIO_ON,
    READINGS,
    READINGS_ROW,
    SEEN,
    STATING,
    TESTS,
    ClaimFormulas,
    across,
    cell,
    neighbours,
    tests_in_words,
)
from .inputs import Inputs

SHEET = "Claims"
_NAME, _SENTENCE = 0, 1  # columns; the answers begin at FIRST
_LAST = FIRST + len(TESTS) - 1
_WIDTHS = (33, 56, *(16 for _ in COLUMNS))
_HEADER_HEIGHT, _CLAIM_HEIGHT, _LINE = 34, 36, 15  # points
_LENGTH_OR_NONE = '[>1000000]"none";[=0]"none";#,##0.0'
WRITTEN_FOR = f"Written for {ratios.AVERAGE_LENGTH:g} residues and target {ratios.TARGET:g}."
OTHER_INPUTS = f"{WRITTEN_FOR} The inputs are others now, so it may not hold."
CHANGES = "By sequences, at other average lengths (residues): "
_NUMBERS = "Every answer with its counts, and the numbers behind it"

# A word and a colour for each answer. Everybody tells blue from orange, on grey paper by their darkness.
_LOOKS: tuple[tuple[str, dict[str, Any]], ...] = (
    (core.TRUE, {"bg_color": BLUE, "font_color": "#FFFFFF"}),
    (core.MILDLY, {"bg_color": "#BFDDF0", "font_color": "#1F1F1F"}),
    (core.FALSE, {"bg_color": "#E69F00", "font_color": "#1F1F1F"}),
)
_ANSWER = {
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
    "bold": True,
    "bg_color": "#F2F2F2",
    "font_color": GREY,
    "border": 1,
    "border_color": "#FFFFFF",
}
_WORDS = {"text_wrap": True, "valign": "vcenter", "bottom": 1, "border_color": "#D9D9D9"}


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet."""
    sheet = book.sheet(
        SHEET,
        "The claims of the essay, tested",
        "Answers for the largest model of each family; a second line where all models of the catalog answer "
        "otherwise. They follow the average length and the target on the sheet Compare.",
        _WIDTHS,
    )
    page = _Page(book, sheet, inputs)
    page.write_inputs()
    page.write_claims()
    page.write_readings()
    page.write_answers()
    page.write_counts()
    page.write_bounds()
    page.write_models()
    page.write_laws()
    page.write_tests()
    page.fold_numbers()
    printing.on_one_page(sheet, NUMBERS_ROW - 1, _LAST)
    sheet.freeze_panes(HEADER_ROW - 1, 1)


class _Page(ClaimFormulas):
    """Writes the sheet."""

    def __init__(self, book: WorkbookBuilder, sheet: Worksheet, inputs: Inputs):
        super().__init__(inputs, book.flavour.has_functions)
        self.book = book
        self.sheet = sheet
        self.heights: dict[int, float] = {}
        self.words = book.styles.difference(**_WORDS)
        self.name = book.styles.difference(**_WORDS, bold=True)

    def formula(self, row: int, column: int, formula: str, value: Any, number_format: str = "") -> None:
        role = "calculation" if number_format else "result"
        self.book.write(self.sheet, row, column, Computed(formula, value), role, number_format)

    def array(self, row: int, column: int, formula: str, value: Any, number_format: str) -> None:
        """Write an array formula, the only kind that compares whole columns in every version of Excel."""
        self.book.array(self.sheet, row, column, formula, [[value]], "calculation", number_format)

    def text(self, row: int, column: int, text: str, role: str = "text") -> None:
        self.sheet.write_string(row, column, text, self.book.styles(role))

    def heading(self, row: int, text: str, headers: tuple[str, ...]) -> None:
        self.text(row, 0, text, "heading")
        self.headers(row + 1, headers)

    def headers(self, row: int, headers: tuple[str, ...]) -> None:
        for column, header in enumerate(headers):
            self.text(row, column, header, "header")
        self.set_height(row, _HEADER_HEIGHT)

    def set_height(self, row: int, points: float) -> None:
        self.heights[row] = points
        self.sheet.set_row(row, points)

    def write_inputs(self) -> None:
        self.sheet.write_string(
            2,
            0,
            f"Mildly true: by less than a factor of {ratios.NEAR:g}. –: a number is missing, or the law was "
            "made for other models.",
            self.book.styles("subtitle"),
        )
        for row, label, name, value in (
            (3, "Average length", "AverageLength", self.inputs.avglen),
            (4, "Target", "Target", self.inputs.target),
        ):
            self.text(row, 0, label, "label")
            style = self.book.styles.difference(align="left", num_format=PLAIN)
            formula = self.book.formula(f'=IF(InputsOk,{name},"see the sheet Compare")')
            self.sheet.write_formula(row, 1, formula, style, value)

    def write_claims(self) -> None:
        self.headers(HEADER_ROW, ("Claim", "In our words", *tests_in_words()))
        style = self.book.styles.difference(**_ANSWER)
        for row, claim in enumerate(CLAIMS, FIRST_ROW):
            self.sheet.write_string(row, _NAME, claim.name, self.name)
            self.sheet.write_string(row, _SENTENCE, claim.sentence, self.words)
            for column, test in enumerate(TESTS, FIRST):
                formula, value = self.shown(claim, test)
                if formula:
                    self.sheet.write_formula(row, column, self.book.formula(formula), style, value)
                else:
                    self.sheet.write_string(row, column, value, style)
            self.set_height(row, _CLAIM_HEIGHT)
        self.colour()

    def colour(self) -> None:
        """The colours of the answers, which follow what the cells say."""
        first = cell(FIRST_ROW, FIRST).replace("$", "")
        for answer, look in _LOOKS:
            criteria = f'=LEFT({first},{len(answer)})="{answer}"'
            rule = {"type": "formula", "criteria": criteria, "format": self.book.styles.difference(**look)}
            last = FIRST_ROW + len(CLAIMS) - 1
            self.sheet.conditional_format(FIRST_ROW, FIRST, last, _LAST, rule)

    def write_readings(self) -> None:
        """What to make of the answers, which holds for certain inputs and says so, and when they change.

        A line of text a row: it runs over the empty cells beside it, so that no cells are merged.
        """
        self.text(READINGS_ROW, 0, "What to make of it", "heading")
        holds = f"AND(AverageLength={ratios.AVERAGE_LENGTH:g},Target={ratios.TARGET:g})"
        formula = f'=IF(InputsOk,IF({holds},"{WRITTEN_FOR}","{OTHER_INPUTS}"),"{OTHER_INPUTS}")'
        usual = (self.inputs.avglen, self.inputs.target) == (ratios.AVERAGE_LENGTH, ratios.TARGET)
        said = Computed(formula, WRITTEN_FOR if usual else OTHER_INPUTS)
        self.book.write(self.sheet, READINGS_ROW, 1, said, "message")
        self.headers(READINGS_ROW + 1, ("Claim", "In short, and when it changes", *("" for _ in TESTS)))
        self.set_height(READINGS_ROW + 1, _LINE + 3)
        grey = self.book.styles.difference(font_color="#A6A6A6", italic=True)
        other = {"type": "formula", "criteria": f'={cell(READINGS_ROW, 1)}<>"{WRITTEN_FOR}"', "format": grey}
        line = self.book.styles.difference(bottom=1, border_color="#D9D9D9", italic=True, font_color=GREY)
        for claim in CLAIMS:
            top, last = self.reading_row(claim), self.changes_row(claim)
            for row, text in enumerate(READINGS[claim.id], top):
                self.text(row, 1, text)
            self.sheet.conditional_format(top, 1, last - 1, 1, other)
            for column in range(_LAST + 1):
                self.sheet.write_blank(last, column, None, line)
            for row, text in enumerate(textwrap.wrap(claim.name, _WIDTHS[0]), top):
                self.text(row, _NAME, text, "label")
            self.write_changes(last, claim, line)

    def write_changes(self, row: int, claim: EssayClaim, style: Format) -> None:
        """When the answer by sequences changes."""
        formula = f'="{CHANGES}"&IF(InputsOk,{self.changes(claim)},"{NOT_USABLE}")'
        value = CHANGES + core.changes_in_words(claim, self.inputs.target)
        self.sheet.write_formula(row, 1, self.book.formula(formula), style, value)

    def write_answers(self) -> None:
        self.heading(ANSWERS_ROW, "Every answer, with its counts", ("Claim", "", *across()))
        for row, claim in enumerate(CLAIMS, ANSWERS_ROW + 2):
            self.text(row, _NAME, claim.name)
            for column, (test, which) in enumerate(COLUMNS, FIRST):
                formula, value = self.answer(claim, test, which, column)
                if formula:
                    self.formula(row, column, formula, value)
                else:
                    self.book.write(self.sheet, row, column, value, "result")
            self.set_height(row, 2 * _LINE)

    def write_tests(self) -> None:
        """How each claim is tested, and where it stands."""
        headers = ("Claim", "The test", "Where it stands")
        self.heading(self.tests_row, "How each claim is tested", headers)
        for row, claim in enumerate(CLAIMS, self.tests_row + 2):
            source = f"{load().sources[claim.source].short}, {claim.locator}"
            self.text(row, _NAME, claim.name)
            self.text(row, _SENTENCE, claim.formula, "wrap")
            self.text(row, FIRST, source)
            lines = -(-len(claim.formula) // _WIDTHS[_SENTENCE])
            self.set_height(row, lines * _LINE)

    def fold_numbers(self) -> None:
        """Put the rows of numbers into a group, closed, whose sign stands at the heading above it."""
        self.text(NUMBERS_ROW, 0, _NUMBERS, "heading")
        self.text(NUMBERS_ROW, FIRST, "Folded up below: click + at the left to see them.", "message")
        self.sheet.outline_settings(True, False, True, False)
        self.sheet.set_row(NUMBERS_ROW, 20, None, {"collapsed": True})
        for row in range(NUMBERS_ROW + 1, self.tests_row + 2 + len(CLAIMS)):
            height = self.heights.get(row, _LINE)
            self.sheet.set_row(row, height, None, {"level": 1, "hidden": True})

    def write_counts(self) -> None:
        self.heading(COUNTS_ROW, "For how many models the claim also holds", ("Claim", "Models", *across()))
        for claim in COUNTED:
            row = COUNTS_ROW + 2 + 2 * COUNTED.index(claim)
            counted = core.ARE_NEARER if claim.test == NEAREST else core.ARE_SO
            for y, what in ((row, f"that {counted}"), (row + 1, "that have the numbers it takes")):
                self.sheet.write_string(y, 0, claim.name, self.book.styles("text"))
                self.sheet.write_string(y, 1, what, self.book.styles("text"))
            for column, (test, which) in enumerate(COLUMNS, FIRST):
                found = self.found(claim, test, which)
                if test in core.LAWS and not self.law_applies(claim, test):
                    continue
                own = self.of(claim.model, RATIO_ON.get(test, FLOPS))
                for y, (body, value) in enumerate(
                    zip(self.count(claim, test, which), (found.alike, found.tested)), row
                ):
                    self.array(y, column, f"=IF(ISNUMBER({own}),{body},0)", value, "0")

    def write_bounds(self) -> None:
        """The lengths at which the neighbours of the nearest model meet the target."""
        (claim,) = (claim for claim in CLAIMS if claim.test == NEAREST)
        own = self.of(claim.model, LENGTH)
        title = f"Average lengths at which the neighbours of {load().model(claim.model).name} meet the target"
        headers = ("Neighbour", "", *(f"{which} models" for which in core.SETS))
        self.heading(BOUNDS_ROW, title, headers)
        for row, which in enumerate(("shorter", "longer"), BOUNDS_ROW + 2):
            text = f"at the next {which} length"
            self.sheet.write_string(row, 0, text, self.book.styles("text"))
            text = "half-way to it on a log scale"
            self.sheet.write_string(row, 1, text + " the answer changes", self.book.styles("text"))
        for column, which in enumerate(core.SETS, FIRST):
            lengths, within = self.of_all_models(LENGTH), "1"
            if which == "all":
                lengths, within = LENGTHS, PROTEIN
            lower, upper = neighbours(claim, which, self.inputs.target)
            for row, body, value in (
                (BOUNDS_ROW + 2, f"MAX(IFERROR(IF({within}*({lengths}<{own}),{lengths},0),0))", lower),
                (
                    BOUNDS_ROW + 3,
                    f"MIN(IFERROR(IF({within}*({lengths}>{own}),{lengths},{NONE}),{NONE}))",
                    upper,
                ),
            ):
                self.array(row, column, f"=IF(ISNUMBER({own}),{body},NA())", value, _LENGTH_OR_NONE)

    def write_models(self) -> None:
        headers = (
            "Model",
            "",
            "Parameters",
            "Sequences",
            "Tokens: sequences x length",
            "Unique tokens",
            "Tokens seen",
            "Effective tokens",
            *(f"Ratio: {basis}" for basis in ratios.BASES),
            "Average length that meets the target",
            "FLOPs: 6 x parameters x seen",
        )
        self.heading(MODELS_ROW, "The largest models of the families that the essay compares", headers)
        for model in self.models:
            row = self.model_row(model.id)
            self.sheet.write_string(row, 0, model.name, self.book.styles("label"))
            text = f"largest of {model.family} on record"
            self.sheet.write_string(row, 1, text, self.book.styles("text"))
            for column, (formula, value, number_format) in enumerate(self.numbers(model, row), FIRST):
                computed = Computed(f"={formula}", value)
                self.book.call(self.sheet, row, column, computed, "calculation", number_format)

    def write_laws(self) -> None:
        headers = (
            "Law",
            "Model",
            "Factor",
            "Exponent",
            "FLOPs of the model",
            "Optimal parameters",
            "Optimal tokens",
            "Parameters",
            "Tokens seen",
        )
        title = (
            "The laws made for proteins, at the compute each model had: optimal parameters are "
            "factor x FLOPs ^ exponent, optimal tokens FLOPs / (6 x optimal parameters)"
        )
        self.heading(LAWS_ROW, title, headers)
        for law, models in self.laws.items():
            line = scaling_laws.law(law).power_law
            for model in models:
                row = self.law_row(law, model.id)
                best = scaling_laws.optimum(cost.training_flops(model), law)
                self.sheet.write_string(row, 0, scaling_laws.law(law).name, self.book.styles("label"))
                self.sheet.write_string(row, 1, model.name, self.book.styles("text"))
                coefficient, exponent, budget, size = (
                    cell(row, column) for column in (COEFFICIENT, EXPONENT, BUDGET, BEST_SIZE)
                )
                for column, value in (
                    (COEFFICIENT, line.parameters_at_one),
                    (EXPONENT, line.parameters_exponent),
                ):
                    number_format = SCIENTIFIC if column == COEFFICIENT else "0.0000"
                    self.book.write(self.sheet, row, column, value, "calculation", number_format)
                for column, formula, value, number_format in (
                    (BUDGET, self.of(model.id, FLOPS), best.flops, SCIENTIFIC),
                    (BEST_SIZE, f"{coefficient}*{budget}^{exponent}", best.parameters, COUNT),
                    (BEST_TOKENS, f"{budget}/(6*{size})", best.tokens, COUNT),
                    (BEST_TOKENS + 1, self.of(model.id, PARAMETERS), ratios.parameters(model), COUNT),
                    (BEST_TOKENS + 2, self.of(model.id, SEEN), ratios.model_tokens(model, "seen"), COUNT),
                ):
                    self.formula(row, column, f"={formula}", value, number_format)
        self.text(self.stated_row, 0, "Tokens that the statements name", "heading")
        for row, claim in enumerate(STATING, self.stated_row + 1):
            self.sheet.write_string(row, 0, claim.name, self.book.styles("text"))
            self.book.write(self.sheet, row, FIRST, claim.stated, "calculation", COUNT)
