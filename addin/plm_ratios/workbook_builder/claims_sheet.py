"""The sheet Claims: the essay's claims, tested live on every basis and with the laws for proteins.

Claims on top, the numbers behind them below.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..analysis import claim_tests as core
from ..analysis import ratios, scaling_laws
from ..analysis.essay_claims import CLAIMS, NEAREST, STATED
from ..catalog import load
from ..comparison.sheet_styles import COUNT, PLAIN, SCIENTIFIC
from .book import A3, Computed, WorkbookBuilder
from .claims_formulas import (
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
    PARAMETERS,
    PROTEIN,
    RATIO_ON,
    SEEN,
    ClaimFormulas,
    across,
    cell,
    neighbours,
)
from .inputs import Inputs

SHEET = "Claims"
_NAME, _SENTENCE = 0, 1  # columns; the answers begin at FIRST
_CHANGES = FIRST + len(COLUMNS)
_HOW, _READING, _SOURCE = _CHANGES + 1, _CHANGES + 2, _CHANGES + 3
_WIDTHS = (46, 40, *(13 for _ in COLUMNS), 38, 50, 90, 34)
_HEADER_HEIGHT = 48
_LENGTH_OR_NONE = '[>1000000]"none";[=0]"none";#,##0.0'


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet."""
    sheet = book.sheet(
        SHEET,
        "The claims of the essay, tested",
        "Change the average length or the target on the sheet Compare and watch the answers. Mildly true: by "
        "less than a factor of 2. Not testable: a number is missing, or the law was made for other models.",
        _WIDTHS,
    )
    page = _Page(book, sheet, inputs)
    page.write_inputs()
    page.write_claims()
    page.write_counts()
    page.write_bounds()
    page.write_models()
    page.write_laws()
    sheet.set_paper(A3)
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.repeat_rows(HEADER_ROW)


class _Page(ClaimFormulas):
    """Writes the sheet."""

    def __init__(self, book: WorkbookBuilder, sheet: Worksheet, inputs: Inputs):
        super().__init__(inputs, book.flavour.has_functions)
        self.book = book
        self.sheet = sheet

    def formula(self, row: int, column: int, formula: str, value: Any, number_format: str = "") -> None:
        role = "calculation" if number_format else "result"
        self.book.write(self.sheet, row, column, Computed(formula, value), role, number_format)

    def array(self, row: int, column: int, formula: str, value: Any, number_format: str) -> None:
        """Write an array formula, the only kind that compares whole columns in every version of Excel."""
        self.book.array(self.sheet, row, column, formula, [[value]], "calculation", number_format)

    def heading(self, row: int, text: str, headers: tuple[str, ...]) -> None:
        self.sheet.write_string(row, 0, text, self.book.styles("heading"))
        for column, header in enumerate(headers):
            self.sheet.write_string(row + 1, column, header, self.book.styles("header"))
        self.sheet.set_row(row + 1, _HEADER_HEIGHT)

    def write_inputs(self) -> None:
        for row, label, name, value in (
            (3, "Average length", "AverageLength", self.inputs.avglen),
            (4, "Target", "Target", self.inputs.target),
        ):
            self.sheet.write_string(row, 0, label, self.book.styles("label"))
            formula = f'=IF(InputsOk,{name},"see the sheet Compare")'
            self.formula(row, 1, formula, value, PLAIN)

    def write_claims(self) -> None:
        headers = (
            "Claim",
            "In our words",
            *across(),
            "By sequences, the answer changes with the average length (residues)",
            "How it is tested",
            "What to make of it, at 325 residues and target 20",
            "Source",
        )
        for column, header in enumerate(headers):
            self.sheet.write_string(HEADER_ROW, column, header, self.book.styles("header"))
        self.sheet.set_row(HEADER_ROW, _HEADER_HEIGHT)
        for row, claim in enumerate(CLAIMS, FIRST_ROW):
            source = f"{load().sources[claim.source].short}, {claim.locator}"
            texts = {_NAME: claim.name, _SENTENCE: claim.sentence, _HOW: claim.formula}
            texts.update({_READING: claim.reading, _SOURCE: source})
            for column, text in texts.items():
                self.sheet.write_string(row, column, text, self.book.styles("wrap"))
            for column, (test, which) in enumerate(COLUMNS, FIRST):
                formula, value = self.answer(claim, test, which, column)
                if formula:
                    self.formula(row, column, formula, value)
                else:
                    self.book.write(self.sheet, row, column, value, "result")
            changes = f"=IF(InputsOk,{self.changes(claim)},NA())"
            self.formula(row, _CHANGES, changes, core.changes_in_words(claim, self.inputs.target))
            self.book.fit_row(self.sheet, row, [(text, _WIDTHS[column]) for column, text in texts.items()])

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
                best = scaling_laws.optimum(scaling_laws.training_flops(model), law)
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
        top = LAWS_ROW + 3 + sum(map(len, self.laws.values()))
        text = "Tokens that the statements name"
        self.sheet.write_string(top, 0, text, self.book.styles("heading"))
        stated = (claim for claim in CLAIMS if claim.test == STATED)
        for row, claim in enumerate(stated, top + 1):
            self.sheet.write_string(row, 0, claim.name, self.book.styles("text"))
            self.book.write(self.sheet, row, FIRST, claim.stated, "calculation", COUNT)
