"""Where answers and numbers stand on the sheet Claims, and the formulas over them with their values.

Only the block of models differs between flavours: its numbers come from our functions, or from the
table on the sheet Catalog. Everything else is plain formulas over it and over that table.
"""

from __future__ import annotations

import textwrap
from typing import Any, Callable, Iterator

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from .. import formatting
from ..analysis import claim_tests as core
from ..analysis import ratios, scaling_laws
from ..analysis.essay_claims import ABOVE, BELOW, CLAIMS, FAMILIES, NEAREST, SMALLER, STATED, EssayClaim
from ..catalog import Model, load
from ..comparison import effective
from ..comparison.findings import BY_BASIS
from ..comparison.sheet_styles import COUNT, RATIO, SCIENTIFIC
from ..errors import NotAvailable
from ..functions import FUNCTIONS
from ..functions.cells import NA, CellError
from .catalog_sheets import CATALOG_TABLE
from .effective_formula import TOKENS as EFFECTIVE_TOKENS
from .inputs import Inputs

FIRST = 2  # the first column of numbers and answers
TESTS = (*ratios.BASES, *core.LAWS)
COLUMNS = tuple((test, which) for test in TESTS for which in core.SETS)
COUNTED = tuple(claim for claim in CLAIMS if claim.test in (NEAREST, BELOW, ABOVE))
STATING = tuple(claim for claim in CLAIMS if claim.test == STATED)

_LETTERS = 156  # of a line over the whole width of the sheet
READINGS = {claim.id: textwrap.wrap(claim.reading, _LETTERS) for claim in CLAIMS}

# Rows: the answers that everybody sees and what to make of them, a line of text a row, then the numbers.
# Each block of numbers has a heading, a header and its rows.
HEADER_ROW = 6
FIRST_ROW = HEADER_ROW + 1
READINGS_ROW = FIRST_ROW + len(CLAIMS) + 1
NUMBERS_ROW = READINGS_ROW + 3 + sum(len(lines) + 1 for lines in READINGS.values())
ANSWERS_ROW = NUMBERS_ROW + 1
COUNTS_ROW = ANSWERS_ROW + 3 + len(CLAIMS)
BOUNDS_ROW = COUNTS_ROW + 3 + 2 * len(COUNTED)
MODELS_ROW = BOUNDS_ROW + 5
LAWS_ROW = MODELS_ROW + 3 + len(FAMILIES)

NOT_USABLE = "input not usable"
ALL_MODELS = "all models: "

# Columns of the block of models.
PARAMETERS, _SEQUENCES, _TOKENS, _UNIQUE, SEEN, _EFFECTIVE = range(FIRST, FIRST + 6)
RATIO_ON = {basis: FIRST + 6 + number for number, basis in enumerate(ratios.BASES)}
LENGTH, FLOPS = FIRST + 10, FIRST + 11
_TOKENS_ON = dict(zip(ratios.BASES, (_TOKENS, _UNIQUE, SEEN, _EFFECTIVE)))
# Columns of the block of laws.
COEFFICIENT, EXPONENT, BUDGET, BEST_SIZE, BEST_TOKENS = range(FIRST, FIRST + 5)

_ALL = {header: f"{CATALOG_TABLE}[{header}]" for header in ("Kind", "Objective", "Active parameters")}
_P, _S, _D, _E = (
    f"{CATALOG_TABLE}[{header}]" for header in ("Parameters", "Sequences", "Tokens seen", EFFECTIVE_TOKENS)
)
PROTEIN = f'({_ALL["Kind"]}<>"dna")*({_ALL["Kind"]}<>"rna")'
LENGTHS = f"Target*{_P}/{_S}"  # the lengths at which each model of the catalog meets the target
NONE = "9E+99"  # a length above all others, used if there is no longer one
_UNTESTABLE = f'"{core.UNTESTABLE}"'


class ClaimFormulas:
    """The cells of the numbers, and the formulas that refer to them."""

    def __init__(self, inputs: Inputs, functions: bool):
        self.inputs = inputs
        self.functions = functions
        self.models = core.models_of("largest")
        self.laws = {law: [model for model in self.models if core.fits(model, law)] for law in core.LAWS}

    def model_row(self, id: str) -> int:
        return MODELS_ROW + 2 + self.models.index(load().model(id))

    def law_row(self, law: str, id: str) -> int:
        rows = [(each, model) for each, models in self.laws.items() for model in models]
        return LAWS_ROW + 2 + rows.index((law, load().model(id)))

    def of(self, id: str, column: int) -> str:
        return cell(self.model_row(id), column)

    def of_all_models(self, column: int) -> str:
        first = MODELS_ROW + 2
        return str(xl_range_abs(first, column, first + len(self.models) - 1, column))

    def of_law(self, law: str, column: int) -> str:
        rows = [self.law_row(law, model.id) for model in self.laws[law]]
        return str(xl_range_abs(rows[0], column, rows[-1], column))

    def counts(self, claim: EssayClaim, column: int) -> tuple[str, str]:
        """The cells with the number of models for which a claim holds too, and of all models tested."""
        row = COUNTS_ROW + 2 + 2 * COUNTED.index(claim)
        return cell(row, column), cell(row + 1, column)

    @property
    def stated_row(self) -> int:
        """The heading of the tokens that the statements name."""
        return LAWS_ROW + 3 + sum(map(len, self.laws.values()))

    @property
    def tests_row(self) -> int:
        """The heading of the last block: how each claim is tested."""
        return self.stated_row + 2 + len(STATING)

    def stated(self, claim: EssayClaim) -> str:
        return cell(self.stated_row + 1 + STATING.index(claim), FIRST)

    @staticmethod
    def reading_row(claim: EssayClaim) -> int:
        """The first row of what to make of a claim; the row of when its answer changes is the last one."""
        before = CLAIMS[: CLAIMS.index(claim)]
        return READINGS_ROW + 2 + sum(len(READINGS[each.id]) + 1 for each in before)

    @classmethod
    def changes_row(cls, claim: EssayClaim) -> int:
        return cls.reading_row(claim) + len(READINGS[claim.id])

    def shown(self, claim: EssayClaim, test: str) -> tuple[str, str]:
        """The formula of the answer that everybody sees, or "" if it does not follow from numbers, and its
        value: the answer for the largest models; where the set of all models matters and answers otherwise,
        that in a second line."""
        column = FIRST + COLUMNS.index((test, core.SETS[0]))
        row = ANSWERS_ROW + 2 + CLAIMS.index(claim)
        value, of_all = (_in_short(self.found(claim, test, which).answer) for which in core.SETS)
        if not self.answer(claim, test, core.SETS[0], column)[0]:
            return "", value
        body, other = (_answer_alone(cell(row, place)) for place in (column, column + 1))
        if claim.test == NEAREST:
            body = f'{body}&IF({body}={other},"",CHAR(10)&"{ALL_MODELS}"&{other})'
            value += "" if value == of_all else f"\n{ALL_MODELS}{of_all}"
        return (f"={body}" if test in core.LAWS else f'=IF(InputsOk,{body},"{NOT_USABLE}")'), value

    def bounds(self, column: int) -> tuple[str, str]:
        return cell(BOUNDS_ROW + 2, column), cell(BOUNDS_ROW + 3, column)

    def answer(self, claim: EssayClaim, test: str, which: str, column: int) -> tuple[str, str]:
        """The formula of an answer, or "" if it does not follow from numbers, and its value."""
        text = self.found(claim, test, which).text
        if test in core.LAWS and not self.law_applies(claim, test):
            return "", text
        if claim in COUNTED:
            count, tested = self.counts(claim, column)
            how, least = (core.ARE_NEARER, 2) if claim.test == NEAREST else (core.ARE_SO, 1)
            verdict = (
                f'IF({count}=0,"{core.TRUE}","{core.FALSE}")'
                if claim.test == NEAREST
                else _compared(*self.sides(claim, test))
            )
            body = f'IF({tested}<{least},{_UNTESTABLE},{verdict}&"; "&{count}&" of "&{tested}&" {how}")'
        else:
            less, more = self.sides(claim, test)
            body = f"IF(ISNUMBER({less}+{more}),{_compared(less, more)},{_UNTESTABLE})"
        return f"={body}" if test in core.LAWS else f"=IF(InputsOk,{body},NA())", text

    def found(self, claim: EssayClaim, test: str, which: str) -> core.Answer:
        if test in core.LAWS:
            return core.answer_under(claim, test, which)
        return core.answer(claim, test, which, self.inputs.avglen, self.inputs.target)

    def law_applies(self, claim: EssayClaim, law: str) -> bool:
        return claim in COUNTED and load().model(claim.model) in self.laws[law]

    def sides(self, claim: EssayClaim, test: str) -> tuple[str, str]:
        """The two cells of which a claim says that the first is less than the second."""
        if test in core.LAWS:
            row = self.law_row(test, claim.model)
            if claim.test == BELOW:
                return self.of(claim.model, SEEN), cell(row, BEST_TOKENS)
            return self.of(claim.model, PARAMETERS), cell(row, BEST_SIZE)
        if claim.test == BELOW:
            return self.of(claim.model, RATIO_ON[test]), "Target"
        if claim.test == ABOVE:
            return "Target", self.of(claim.model, RATIO_ON[test])
        more = self.of(claim.rival, _TOKENS_ON[test])
        return (self.of(claim.model, _TOKENS_ON[test]) if claim.test == SMALLER else self.stated(claim)), more

    def changes(self, claim: EssayClaim) -> str:
        """A text formula: when the answer by sequences changes."""
        if claim.test == SMALLER:
            return '"never"'
        if claim.test == NEAREST:
            own = self.of(claim.model, LENGTH)
            phrases = (
                f'"{which} models: "&{_if_known(_nearest_phrase(own, *self.bounds(column)))}'
                for column, which in enumerate(core.SETS, FIRST)
            )
            return '&"; "&'.join(phrases)
        if claim.test == BELOW:
            length = self.of(claim.model, LENGTH)
            return _if_known(_phrase(core.TRUE, f"{length}/{ratios.NEAR:g}", core.MILDLY, length, core.FALSE))
        length = self.of(claim.model, LENGTH)
        if claim.test == STATED:
            length = f"({self.stated(claim)}/{self.of(claim.rival, _SEQUENCES)})"
        return _if_known(_phrase(core.FALSE, length, core.MILDLY, f"{length}*{ratios.NEAR:g}", core.TRUE))

    def count(self, claim: EssayClaim, test: str, which: str) -> tuple[str, str]:
        """Sums over a set of models: those for which the claim holds too, and all models tested."""
        if test in core.LAWS:
            return self.count_under(claim, test, which)
        ratio = self.of_all_models(RATIO_ON[test])
        within = f"ISNUMBER({ratio})"
        if which == "all":
            tokens = {"sequences": _S, effective.BASIS: _E}.get(test, "")
            ratio = f"{CATALOG_TABLE}[Ratio: {test}]"  # for the usual average length
            numbers = [ratio]
            if tokens:
                ratio = f"{tokens}{'*AverageLength' if test == 'sequences' else ''}/{_P}"
                numbers = [tokens, _P]
            within = "*".join([PROTEIN, *(f"ISNUMBER({number})" for number in numbers)])
        own = self.of(claim.model, RATIO_ON[test])
        # No program has the same EXP() to the last digit: a model must not be nearer than itself.
        least = "*0.999999999" if test == effective.BASIS else ""
        holds = {
            NEAREST: f"(ABS(LN({ratio}/Target))<ABS(LN({own}/Target)){least})",
            BELOW: f"({ratio}<Target)",
            ABOVE: f"({ratio}>Target)",
        }[claim.test]
        return f"SUM(IFERROR({within}*{holds},0))", f"SUM({within}*1)"

    def count_under(self, claim: EssayClaim, law: str, which: str) -> tuple[str, str]:
        row = self.law_row(law, claim.model)
        coefficient, exponent = cell(row, COEFFICIENT), cell(row, EXPONENT)
        if which == "all":
            budget = f"(6*{_P}*{_D})"
            # Times 1 each: FALSE>0 is true in Excel, where a boolean comes after every number.
            objective = "+".join(
                f'ISNUMBER(SEARCH("{word}",{_ALL["Objective"]}))*1' for word in core.LAWS[law]
            )
            dense = f'({_ALL["Active parameters"]}="")'
            known = f"ISNUMBER({_P})*ISNUMBER({_D})"
            within = f"{PROTEIN}*({objective}>0)*{dense}*{known}"
            size, tokens = _P, _D
        else:
            budget, within = self.of_law(law, BUDGET), f"ISNUMBER({self.of_law(law, BUDGET)})"
            size, tokens = (self.of_law(law, column) for column in (BEST_TOKENS + 1, BEST_TOKENS + 2))
        best = f"({coefficient}*{budget}^{exponent})"
        own = f"{self.of(claim.model, PARAMETERS)}/{cell(row, BEST_SIZE)}"
        holds = {
            NEAREST: f"(ABS(LN({size}/{best}))<ABS(LN({own})))",
            BELOW: f"({tokens}<{budget}/(6*{best}))",
            ABOVE: f"({size}<{best})",
        }[claim.test]
        return f"SUM(IFERROR({within}*{holds},0))", f"SUM({within}*1)"

    def numbers(self, model: Model, row: int) -> Iterator[tuple[str, Any, str]]:
        """Formula, value and format of each number of a model."""
        length, target = self.inputs.avglen, self.inputs.target
        name = cell(row, 0)

        def looked_up(header: str) -> str:
            found = f"INDEX({CATALOG_TABLE}[{header}],MATCH({name},{CATALOG_TABLE}[Model],0))"
            return f'IF({found}="",NA(),{found})'

        def known(called: str, header: str, *cells: Any) -> tuple[str, Any, str]:
            arguments = "".join(f',"{cell}"' for cell in cells)
            formula = f"{called}({name}{arguments})" if self.functions else looked_up(header)
            return formula, FUNCTIONS[called](model.name, *cells), COUNT

        def ratio(basis: str) -> tuple[str, Any, str]:
            called = f'RATIO({name},"{basis}",AverageLength)'
            plain = f"{cell(row, _TOKENS_ON[basis])}/{cell(row, PARAMETERS)}"
            guarded = f"IF(InputsOk,{called if self.functions else plain},NA())"
            return guarded, FUNCTIONS["RATIO"](model.name, basis, length), RATIO

        parameters, sequences, seen = (cell(row, column) for column in (PARAMETERS, _SEQUENCES, SEEN))
        yield known("PARAMS", "Parameters")
        yield known("SEQS", "Sequences")
        called = f'MODELTOKENS({name},"sequences",AverageLength)'
        tokens = called if self.functions else f"{sequences}*AverageLength"
        yield (
            f"IF(InputsOk,{tokens},NA())",
            FUNCTIONS["MODELTOKENS"](model.name, "sequences", length),
            COUNT,
        )
        yield known("MODELTOKENS", "Unique tokens", "unique")
        yield known("MODELTOKENS", "Tokens seen", "seen")
        called = f'MODELTOKENS({name},"{effective.BASIS}",AverageLength)'
        tokens = called if self.functions else looked_up(EFFECTIVE_TOKENS)
        yield (
            f"IF(InputsOk,{tokens},NA())",
            FUNCTIONS["MODELTOKENS"](model.name, effective.BASIS, length),
            COUNT,
        )
        for basis in ratios.BASES:
            yield ratio(basis)
        yield (
            f"IF(InputsOk,Target*{parameters}/{sequences},NA())",
            or_na(core.target_length, model, target),
            "#,##0.0",
        )
        flops = f"FLOPS({parameters},{seen})" if self.functions else f"6*{parameters}*{seen}"
        yield flops, FUNCTIONS["FLOPS"](*(FUNCTIONS[f](*a) for f, a in _size_and_tokens(model))), SCIENTIFIC


def cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def across() -> tuple[str, ...]:
    """The headers of the columns with an answer for each test and set."""
    names = dict(zip(TESTS, tests_in_words()))
    return tuple(f"{names[test]}: {which} models" for test, which in COLUMNS)


def tests_in_words() -> tuple[str, ...]:
    """The bases, and the laws for proteins."""
    bases = (BY_BASIS[basis].capitalize() for basis in ratios.BASES)
    return (*bases, *(f"By law: {scaling_laws.law(law).name}" for law in core.LAWS))


def _in_short(answer: str) -> str:
    return formatting.NONE if answer == core.UNTESTABLE else answer


def _answer_alone(text: str) -> str:
    """_in_short() of the answer in a text such as "false; 14 of 72 are nearer", as a formula."""
    return f'SUBSTITUTE(LEFT({text},FIND(";",{text}&";")-1),{_UNTESTABLE},"{formatting.NONE}")'


def _compared(less: str, more: str) -> str:
    """core.compared() as a formula."""
    mild = f'IF({less}<{more},"{core.MILDLY}","{core.FALSE}")'
    return f'IF({less}*{ratios.NEAR:g}<{more},"{core.TRUE}",{mild})'


def _phrase(below: str, first: str, between: str, second: str, above: str) -> str:
    """core.in_words() of two changes as a formula."""
    one, two = _rounded(first), _rounded(second)
    return f'"{below} below "&{one}&", {between} from "&{one}&" to "&{two}&", {above} above"'


def _rounded(length: str) -> str:
    """core.rounded() as a formula."""
    return f"ROUND({length},2-INT(LOG10({length})))"


def _if_known(text: str) -> str:
    return f"IFERROR({text},{_UNTESTABLE})"


def _nearest_phrase(own: str, lower: str, upper: str) -> str:
    """core.in_words() of the changes of a nearest model, either of which may be missing."""
    low, high = _rounded(f"SQRT({lower}*{own})"), _rounded(f"SQRT({own}*{upper})")
    only_high = f'"{core.TRUE} below "&{high}&", {core.FALSE} above"'
    only_low = f'"{core.FALSE} below "&{low}&", {core.TRUE} above"'
    both = f'"{core.FALSE} below "&{low}&", {core.TRUE} from "&{low}&" to "&{high}&", {core.FALSE} above"'
    return f'IF({lower}=0,IF({upper}={NONE},"never",{only_high}),IF({upper}={NONE},{only_low},{both}))'


def neighbours(claim: EssayClaim, which: str, target: float) -> tuple[Any, Any]:
    """The next shorter and the next longer length at which a model meets the target."""
    own = or_na(core.target_length, load().model(claim.model), target)
    if isinstance(own, CellError):
        return own, own
    lengths = core.target_lengths(which, target)
    return (
        max((length for length in lengths if length < own), default=0.0),
        min((length for length in lengths if length > own), default=float(NONE)),
    )


def or_na(compute: Callable[..., Any], *arguments: Any) -> Any:
    """The value, or #N/A if a user's own entry replaces a model and lacks the number."""
    try:
        return compute(*arguments)
    except NotAvailable:
        return NA


def _size_and_tokens(model: Model) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("PARAMS", (model.name,)), ("MODELTOKENS", (model.name, "seen"))
