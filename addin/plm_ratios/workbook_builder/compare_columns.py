"""The columns of the table Comparison: formulas as Excel keeps them for each row, and their values.

What people look at stands first; the chart covers a wide column of its own, so that the table goes on to the
right of it.
"""

from __future__ import annotations

from typing import Any

from ..analysis import ratios
from ..catalog import Model, load
from ..comparison import captions, effective
from ..comparison.sheet_styles import COUNT, PLAIN, RATIO
from ..functions import FUNCTIONS
from ..functions.cells import CellError
from . import ranking
from .basis_formula import by_basis
from .book import Column
from .catalog_sheets import CATALOG_TABLE, source_of
from .effective_formula import TOKENS, of_nucleotides
from .inputs import Inputs
from .spellings_sheet import place_formula
from .verdict_formula import verdict_formula

TABLE = "Comparison"
RATIO_HEADER, TARGET_HEADER = "Tokens per parameter", "Target line"
CHART_HEADER = "Tokens per parameter, from the target (log scale)"
CHANGED = "Changed since edition"  # with functions: 1 where they differ from the sheet Catalog
CATALOG_ROW = "Catalog row"  # in the table of the sheet Catalog; 0 for a name that is not there
FUNCTIONS_ANSWER = "FunctionsAnswer"  # the name of a cell, in workbooks with our functions
UNUSABLE = "input not usable"
UNKNOWN = f"{captions.UNKNOWN}: pick from the list, or add it on What-if"
# What the column Verdict says in place of a verdict.
NO_VERDICT = (captions.NO_NUMBER, captions.UNKNOWN, UNUSABLE)

_CHART_WIDTH = 94.3  # 665 pixels


def columns(functions: bool) -> list[Column]:
    """The columns, for a workbook with our functions or one with plain formulas."""
    return [*_shown(functions), *_hidden(), *([_changed()] if functions else [])]


def shown(functions: bool) -> list[str]:
    """The headers of the columns that are not hidden."""
    return [column.header for column in columns(functions) if not column.hidden]


def position(header: str) -> int:
    """Where the column of that header stands in the table; the same in every flavour."""
    return [column.header for column in columns(False)].index(header)


def rows(inputs: Inputs, functions: bool, first: int) -> list[list[Any]]:
    """The values of all cells of the table, whose first model is in that row of the sheet."""
    models = [ratios.as_model(name) for name in inputs.models]
    found = [_call("RATIO", model.name, inputs.basis, inputs.avglen) for model in models]
    numbers = [None if isinstance(ratio, CellError) else ratio for ratio in found]
    names = [model.name for model in models]
    ranked = ranking.rows(names, numbers, inputs.target, first)
    return [
        [
            *_row(model, ratio, inputs, functions),
            *(_catalog_row(model), model.name, *helpers),
            *([0] if functions else []),
        ]
        for model, ratio, helpers in zip(models, found, ranked)
    ]


def _shown(functions: bool) -> list[Column]:
    def either(called: str, looked_up: str) -> str:
        """The call of a function, or the plain formula if there are no functions."""
        body = called if functions else looked_up
        return f'=IF([@[Model]]="","",{body})'

    def guarded(called: str, looked_up: str) -> str:
        return either(f"IF(InputsOk,{called},NA())", f"IF(InputsOk,{looked_up},NA())")

    def known(column: str) -> str:
        found = _looked_up(column)
        return f'IF({_PLACE}=0,NA(),IF({found}="",NA(),{found}))'

    def ratio(basis: str, looked_up: str) -> Column:
        formula = guarded(f'RATIO([@[Model]],"{basis}",AverageLength)', looked_up)
        return Column(f"Ratio: {basis}", 12, "calculation", RATIO, formula)

    per_parameter = "/[@[Parameters]]"
    chosen = by_basis({basis: f"[@[Ratio: {basis}]]" for basis in ratios.BASES})
    formulas = {
        "Parameters": either("PARAMS([@[Model]])", known("Parameters")),
        "Sequences": either("SEQS([@[Model]])", known("Sequences")),
        "Tokens": guarded("MODELTOKENS([@[Model]],Basis,AverageLength)", f"{_RATIO}*[@[Parameters]]"),
        RATIO_HEADER: guarded("RATIO([@[Model]],Basis,AverageLength)", chosen),
        "Times target": f'=IF([@[Model]]="","",{_RATIO}/Target)',
        "Verdict": either(_verdict(functions), _verdict(functions)),
        "Source": either("IFERROR(SOURCE([@[Model]],Basis),WHY([@[Model]],Basis))", _source()),
    }
    return [
        Column("Model", 24, "input"),
        Column("Parameters", 11, "calculation", COUNT, formulas["Parameters"]),
        Column(RATIO_HEADER, 12, "output", RATIO, formulas[RATIO_HEADER]),
        Column("Times target", 9, "calculation", RATIO, formulas["Times target"]),
        Column("Verdict", 25, "verdict", "", formulas["Verdict"]),
        Column(CHART_HEADER, _CHART_WIDTH, "text"),
        Column("Source", 60, "line", "", formulas["Source"]),
        Column("Sequences", 12, "calculation", COUNT, formulas["Sequences"]),
        Column("Tokens", 12, "calculation", COUNT, formulas["Tokens"]),
        ratio("sequences", f"IF({_READS_NUCLEOTIDES},NA(),[@[Sequences]]*AverageLength{per_parameter})"),
        ratio("unique", known("Unique tokens") + per_parameter),
        ratio("seen", known("Tokens seen") + per_parameter),
        ratio(effective.BASIS, known(TOKENS) + per_parameter),
        Column(TARGET_HEADER, 9, "calculation", PLAIN, "=IF(InputsOk,Target,NA())"),
    ]


_RATIO, _PLACE = f"[@[{RATIO_HEADER}]]", f"[@[{CATALOG_ROW}]]"


def _looked_up(column: str) -> str:
    """In the native flavour, the numbers of the functions are columns of the table on the sheet Catalog."""
    return f"INDEX({CATALOG_TABLE}[{column}],{_PLACE})"


_READS_NUCLEOTIDES = f"IF({_PLACE}=0,FALSE,{of_nucleotides(_looked_up('Kind'))})"


def _verdict(functions: bool) -> str:
    """The verdict, or in words why there is none. Of errors, only #N/A means that there is no number."""
    known = f"OR({_PLACE}>0,ISNUMBER([@[Parameters]]))"
    why = f'IF({known},"{captions.NO_NUMBER}","{captions.UNKNOWN}")'
    if functions:  # in a workbook for xlwings Lite, #N/A may also mean that they have not started
        why = f"IF({FUNCTIONS_ANSWER}=1,{why},NA())"
    verdict = f"VERDICT({_RATIO},Target)" if functions else verdict_formula(_RATIO)
    return f'IF(InputsOk,IF(ISNA({_RATIO}),{why},{verdict}),"{UNUSABLE}")'


def _source() -> str:
    headers = ("sequences", "unique tokens", "tokens seen", "effective tokens")
    sources = (_looked_up(f"Source of {what}") for what in headers)
    source = by_basis(dict(zip(ratios.BASES, sources)))
    found = f'IF({source}="","{captions.NO_NUMBER}",{source})'
    return f'IF({_PLACE}=0,"{UNKNOWN}",IF(InputsOk,{found},"{UNUSABLE}"))'


def _hidden() -> list[Column]:
    place = place_formula("[@[Model]]", f"{CATALOG_TABLE}[Model]")
    name = f'IF({_PLACE}=0,[@[Model]]&"",INDEX({CATALOG_TABLE}[Model],{_PLACE}))'
    return [
        Column(CATALOG_ROW, 9, "number", "", f'=IF([@[Model]]="",0,{place})', hidden=True),
        Column(ranking.NAME, 9, "number", "", f'=IF([@[Model]]="","",{name})', hidden=True),
        *ranking.columns(TABLE, RATIO_HEADER),
    ]


def _changed() -> Column:
    """The functions may have another edition of the catalog than this workbook, whose sheet Catalog stays."""
    numbers = {
        "sequences": f"{_looked_up('Sequences')}*AverageLength",
        "unique": _looked_up("Unique tokens"),
        "seen": _looked_up("Tokens seen"),
        effective.BASIS: _looked_up(TOKENS),
    }
    differ = ",".join(
        f"ABS(IFERROR([@[Ratio: {basis}]],0)-IFERROR({tokens}/{_looked_up('Parameters')},0))"
        f">0.000000001*IFERROR({tokens}/{_looked_up('Parameters')},0)"
        for basis, tokens in numbers.items()
    )
    formula = f"=IF({_PLACE}=0,0,IF(OR({differ}),1,0))"
    return Column(CHANGED, 9, "number", "", formula, hidden=True)


def _row(model: Model, ratio: Any, inputs: Inputs, functions: bool) -> list[Any]:
    """The values of the columns that are shown."""
    source: Any
    if functions:
        source = _call("SOURCE", model.name, inputs.basis)
        if isinstance(source, CellError):
            source = _call("WHY", model.name, inputs.basis)
    else:
        source = _cited(model, inputs.basis) or captions.NO_NUMBER
    missing = isinstance(ratio, CellError)
    return [
        model.name,
        _call("PARAMS", model.name),
        ratio,
        ratio if missing else ratio / inputs.target,
        captions.NO_NUMBER if missing else _call("VERDICT", ratio, inputs.target),
        None,
        source,
        _call("SEQS", model.name),
        _call("MODELTOKENS", model.name, inputs.basis, inputs.avglen),
        *(_call("RATIO", model.name, basis, inputs.avglen) for basis in ratios.BASES),
        inputs.target,
    ]


def _cited(model: Model, basis: str) -> str | None:
    """Who states the tokens of a model on a basis."""
    if basis == effective.BASIS:
        return effective.source(model)
    return source_of(model, ratios.QUANTITY_OF_BASIS[basis])


def _catalog_row(model: Model) -> int:
    return [each.name for each in load().models].index(model.name) + 1


def _call(name: str, *cells: Any) -> Any:
    return FUNCTIONS[name](*cells)
