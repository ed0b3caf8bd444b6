"""LibreOffice Calc: full recalculations of sheets that differ in one column, in one running Calc."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from asked import NOTHING, PER_CELL, TABLE, TABLE_ROWS, column, names, title
from measuring import Measured, compared, in_turn

from plm_ratios.analysis.ratios import AVERAGE_LENGTH
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.signature import Function
from plm_ratios.hosts.calc import interface
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.session import CalcSession

SERVICE = "plmbench.F"
SHEET, CATALOG = "Sheet1", "Catalog"
AIMS = {("RATIO", False): 1.3}
OVER_RATIO = 1.5  # another function over a range, beside RATIO


def rows(rounds: int, size: int) -> Iterator[Measured]:
    """Each function beside one that does nothing, and beside native formulas where there are any."""
    with CalcSession(more={"nothing": _write_nothing}) as calc:
        catalog = [[name, FUNCTIONS["SEQS"](name), FUNCTIONS["PARAMS"](name)] for name in names()]
        documents = {
            label: _document(calc, catalog, function, formula, whole, size)
            for label, (function, formula, whole) in _cases(len(catalog)).items()
        }
        _check(documents, size)
        taken = in_turn({label: each.calculate for label, each in documents.items()}, rounds)
    for function in (*PER_CELL, TABLE):
        for whole in (True,) if function == TABLE else (False, True):
            what = title(function, TABLE_ROWS if function == TABLE else size, whole)
            ours, others = _label(function, whole), _label(NOTHING + function, whole)
            aim = AIMS.get((function, whole))
            yield compared("Calc", what, "a do-nothing function", taken[ours], taken[others], aim)
            native = _label(f"native {function}", False)
            if native in taken:
                yield compared("Calc", what, "native formulas", taken[ours], taken[native])
    ratio = taken[_label("RATIO", True)]
    for called, aim in (("VERDICT", OVER_RATIO), ("WHY", OVER_RATIO), ("VERDICT(RATIO)", None)):
        ours = taken[_label(called, True)]
        yield compared("Calc", title(called, size, True), "RATIO over a range", ours, ratio, aim)


def _cases(models: int) -> dict[str, tuple[str, str, bool]]:
    """For each label the function whose arguments stand in column A, the formula, and whether it is one for
    the whole column; `{}` is the range, A1 a cell."""
    found = {}
    for function in PER_CELL:
        for called in (function, NOTHING + function):
            found[_label(called, False)] = (function, f"={called}(A1)", False)
            found[_label(called, True)] = (function, f"={called}({{}})", True)
    for called in (TABLE, NOTHING + TABLE):
        found[_label(called, True)] = (TABLE, f"={called}({{}})", True)
    known, sequences, parameters = (f"${CATALOG}.${c}$1:${c}${models}" for c in "ABC")
    place = f"MATCH(A1;{known};0)"
    ratio = f"=INDEX({sequences};{place})*{AVERAGE_LENGTH:g}/INDEX({parameters};{place})"
    found["native RATIO, cells"] = ("RATIO", ratio, False)
    found["native TOKENS, cells"] = ("TOKENS", f"=A1*{AVERAGE_LENGTH:g}", False)
    verdict = '=IF(A1<10;"too few tokens";IF(A1>40;"more tokens than optimal";"near optimal"))'
    found["native VERDICT, cells"] = ("VERDICT", verdict, False)
    found["VERDICT(RATIO), range"] = ("RATIO", "=VERDICT(RATIO({}))", True)
    return found


def _label(called: str, whole: bool) -> str:
    return f"{called}, {'range' if whole else 'cells'}"


def _document(
    calc: CalcSession, catalog: list[list[object]], function: str, formula: str, whole: bool, size: int
) -> CalcDocument:
    document: CalcDocument = calc.new()
    size = TABLE_ROWS if function == TABLE else size
    document.add_sheet(CATALOG)
    document.set(CATALOG, "A1", catalog)
    document.set(SHEET, "A1", [[cell] for cell in column(function, size)])
    if whole and function == TABLE:
        document.array(SHEET, f"C1:Z{size + 1}", formula.format(f"A1:A{size}"))
    elif whole:
        document.array(SHEET, f"B1:B{size}", formula.format(f"A1:A{size}"))
    else:
        document.fill(SHEET, f"B1:B{size}", formula)
    return document


def _check(documents: dict[str, CalcDocument], size: int) -> None:
    """All ways to the ratio must agree, or the times mean nothing."""
    labels = ("native RATIO, cells", "RATIO, cells", "RATIO, range")
    native, single, ranged = (
        [row[0] for row in documents[label].values(SHEET, f"B1:B{size}")] for label in labels
    )
    assert single == ranged
    assert all(math.isclose(a, b, rel_tol=1e-12) for a, b in zip(native, single))


def _write_nothing(folder: Path) -> None:
    """Writes the do-nothing extension: our own generator, with a component of its own."""
    functions = {}
    for name in (*PER_CELL, TABLE):
        like = FUNCTIONS[name]
        functions[NOTHING + name] = Function(
            NOTHING + name, "Does nothing.", like.arguments, like.gives, (), lambda *values: 1.0
        )
    texts = {
        "META-INF/manifest.xml": interface.manifest(),
        "description.xml": interface.description("Do nothing", "1.0", "org.plm-ratios.bench"),
        interface.IDL_FILE: interface.idl(functions, SERVICE),
        interface.CONFIGURATION_FILE: interface.configuration(functions, SERVICE),
        interface.COMPONENT_FILE: Path(__file__).with_name("calc_nothing.py").read_text("utf-8"),
    }
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
