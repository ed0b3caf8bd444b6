"""What Python says that each formula cell of the native workbook shows, for any inputs.

Models, laws and claims are the package's; how a sheet uses them is said here a second time, in Python, so
that builder and engines answer to something else than themselves. Where a cell stands is read from the
workbook: its tables by their headers, the sheet Claims by its headings.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from engines.expected_plan import planned
from engines.native import Native, Place, value_of
from engines.typed_inputs import Typed
from plm_ratios import __version__
from plm_ratios.analysis import ratios, scaling_laws
from plm_ratios.catalog import Entry, Model, citations, load
from plm_ratios.comparison import slide_layout
from plm_ratios.comparison.compare import compare
from plm_ratios.comparison.findings import headline
from plm_ratios.comparison.label_placement import PlotArea
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.functions.cells import NA, CellError
from plm_ratios.workbook_builder import (
    bases_sheet,
    claims_formulas,
    claims_sheet,
    headline_formula,
    laws_sheet,
    ranges_sheet,
    ranking,
    slide_page,
    slide_rows,
    spellings_sheet,
)
from workbook_files import fresh

Values = dict[Place, Any]
R_STAR = 15.387756  # Muennighoff et al. 2023
VALUE, DIV = CellError("#VALUE!"), CellError("#DIV/0!")


def expected(native: Native, typed: Typed) -> Values:
    """Sheet and address of every formula cell, and what it shows."""
    found = _compare(native, typed)
    found.update(_bases(typed, native))
    found.update(_what_if(native, typed))
    found.update(_laws(native, typed))
    found.update(_slide(native, typed, found))
    found.update(_claims(typed, native))
    found.update(_effective(native, typed))
    found.update(planned(native, typed))
    return found


def is_number(cell: Any) -> bool:
    """Whether a spreadsheet calls it a number; a boolean is none in Excel."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_size(cell: Any) -> bool:
    return is_number(cell) and cell > 0


def basis_of(typed: Typed) -> str | None:
    """The basis that is meant, for upper and lower case are one in comparisons of cells."""
    basis = str(typed.basis).lower() if isinstance(typed.basis, str) else None
    return basis if basis in ratios.BASES else None


def usable(typed: Typed) -> bool:
    return basis_of(typed) is not None and is_size(typed.avglen) and is_size(typed.target)


def joined(cell: Any) -> str:
    """A cell as & joins it to a text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    return f"{cell:.15g}" if is_number(cell) else str(cell)


_spellings = functools.cache(spellings_sheet.spellings)


def model_of(cell: Any) -> Model | None:
    """The model of a name, in any spelling that differs in case, spaces, dashes and underscores only."""
    if cell is None or isinstance(cell, bool):
        return None
    found = _spellings().get(spellings_sheet.spelling(joined(cell)))
    return None if found is None else load().model(found)


HELPERS = "P"  # the hidden column of what only formulas read


def _compare(native: Native, typed: Typed) -> Values:
    sheet, good = "Compare", usable(typed)
    basis = basis_of(typed)
    helpers = HELPERS
    meaning = "Not a basis. Choose sequences, unique, seen or effective."
    found: Values = {
        (sheet, "C4"): meaning if basis is None else _meaning(basis),
        (sheet, "C5"): _size_message(
            typed.avglen, "residues per sequence; used by the bases sequences and effective", 325
        ),
        (sheet, "C6"): _size_message(
            typed.target, "tokens per parameter; 20 is the rule for text models", 20
        ),
        (sheet, "C7"): {
            "ratio": "the chart shows the largest ratio first",
            "as listed": "the chart has the order of the table",
        }.get(
            str(typed.ranked).lower(),
            "Choose ratio or as listed; until then the chart is ranked by ratio.",
        ),
        (sheet, f"{helpers}4"): good,
        (sheet, f"{helpers}5"): f"basis: {joined(typed.basis)}"
        + {
            "sequences": f" x {joined(typed.avglen)} residues",
            "effective": f", sequences of {joined(typed.avglen)} residues",
        }.get(basis or "", ""),
        (sheet, f"{helpers}6"): f"target: {joined(typed.target)} tokens per parameter",
    }
    table = native.tables["Comparison"]
    rows = [_row(name, typed) for name in typed.models]
    _rank(rows, typed, table.first)
    for number, row in enumerate(rows, table.first):
        for header, value in row.items():
            found[sheet, f"{get_column_letter(table.columns[header])}{number}"] = value
    found[sheet, "A1"] = _headline(typed, rows) if good else headline_formula.UNUSABLE
    drawn = [row for row in rows if row["Number"]]
    nearest = min(drawn, key=lambda row: row["Distance"], default=None)
    found[sheet, "B8"] = nearest["Name"] if nearest else NA
    found[sheet, f"{helpers}7"] = sum(1 for name in typed.models if name not in (None, ""))
    found[sheet, f"{helpers}8"] = len(drawn)
    found[sheet, f"{helpers}9"] = sum(row["Verdict"] == ratios.NEAR_OPTIMAL for row in drawn)
    found[sheet, "F9"] = f"{found[sheet, f'{helpers}5']}; {found[sheet, f'{helpers}6']}"
    return found


def _meaning(basis: str) -> str:
    beware = ": Muennighoff et al. 2023, R* = 15.4; large masked models overfit on repeats"
    beware = beware if basis == "effective" else ""
    return ratios.MEANING_OF_BASIS[basis] + beware


def _headline(typed: Typed, rows: list[dict[str, Any]]) -> str:
    """What the core says of the same rows."""
    requests = [
        RowRequest(joined(name), alone=model_of(name) is None)
        for name in typed.models
        if name not in (None, "")
    ]
    return headline(compare(requests, basis_of(typed) or "", typed.avglen, typed.target))


def _rank(rows: list[dict[str, Any]], typed: Typed, first: int) -> None:
    """The hidden columns of the table, from the others."""
    by_ratio = str(typed.ranked).lower() != ranking.AS_LISTED
    for row, name in zip(rows, typed.models):
        ratio = row["Tokens per parameter"]
        row["Number"] = ratio if is_number(ratio) else 0
        row["Key"] = -1 if name in (None, "") else row["Number"] if by_ratio else 1
        row["Distance"] = abs(math.log(ratio / typed.target)) if row["Number"] else 9e99
    order = sorted(range(len(rows)), key=lambda place: -rows[place]["Key"])
    for place, row in enumerate(rows):
        chosen = rows[order[place]]
        row["Row"] = first + place
        row["Place"] = order.index(place) + 1
        row["From"] = order[place] + 1
        row["Ranked"], row["Ranked ratio"] = chosen["Name"], chosen["Number"]
        row.update(_bar(chosen["Number"], typed.target) if usable(typed) else dict.fromkeys(_BAR, NA))


_BAR = ("start", "too few", "near below", "target", "near above", "more")
_BAR = (*(f"Bar: {part}" for part in _BAR), *(f"Label: {which}" for which in ("below", "near", "above")))


def _bar(ratio: float, target: float) -> dict[str, Any]:
    """The segments of a bar: they add up to the ratio or the target, whichever is larger."""
    below, above = 0.985 * target, 1.015 * target
    verdict = ratios.verdict(ratio, target) if ratio else ""
    unseen = min(1, target / 2000)
    values = [below, NA, NA, above - below, NA, NA, unseen, unseen, unseen]
    if ratio:
        values[0] = min(ratio, below)
    if verdict == ratios.TOO_FEW:
        values[1], values[6] = below - ratio, target / ratio
    elif verdict == ratios.NEAR_OPTIMAL:
        values[2] = below - ratio if ratio < below else NA
        values[4] = ratio - above if ratio > above else NA
        values[7] = 2
    elif verdict:
        values[5], values[8] = ratio - above, ratio / target
    return dict(zip(_BAR, values))


def _size_message(cell: Any, fine: str, example: int) -> str:
    if cell is None:
        return f"Blank. Type a number such as {example}."
    if not is_number(cell):
        return f"Not a number. Type one such as {example}."
    return fine if cell > 0 else f"Must be above zero. Type a number such as {example}."


def _row(name: Any, typed: Typed) -> dict[str, Any]:
    """A row of the table Comparison, without the name itself and what depends on other rows."""
    good, basis = usable(typed), basis_of(typed)
    line = typed.target if good else NA
    headers = ("Parameters", "Sequences", "Tokens", *(f"Ratio: {each}" for each in ratios.BASES))
    headers += ("Tokens per parameter", "Times target", "Verdict", "Source")
    if name is None or name == "":
        return {**dict.fromkeys(headers, ""), "Target line": line, "Catalog row": 0, "Name": ""}
    model = model_of(name)
    row: dict[str, Any] = {**dict.fromkeys(headers, NA), "Target line": line}
    row["Verdict"] = "no number on this basis" if good else "input not usable"
    row["Name"] = model.name if model else joined(name)
    row["Catalog row"] = load().models.index(model) + 1 if model else 0
    if model is None:
        row["Source"] = "not in the catalog: pick from the list, or add it on What-if"
        row["Verdict"] = "not in the catalog" if good else row["Verdict"]
        return row
    row["Parameters"] = _known(model.value("params_total"))
    row["Sequences"] = _known(model.value("sequences"))
    row["Source"] = "input not usable"
    if not good:
        return row
    row["Source"] = _cited(model, basis or "seen") or "no number on this basis"
    for each in ratios.BASES:
        tokens = _tokens(model, each, typed.avglen)
        if tokens is not None and model.value("params_total"):
            row[f"Ratio: {each}"] = tokens / row["Parameters"]
    ratio = row[f"Ratio: {basis}"]
    if is_number(ratio):
        row["Tokens per parameter"] = ratio
        row["Tokens"] = ratio * row["Parameters"]
        row["Times target"] = ratio / typed.target
        row["Verdict"] = ratios.verdict(ratio, typed.target)
    return row


def _tokens(model: Model, basis: str, avglen: float) -> float | None:
    nucleotides = model.kind in ("dna", "rna")  # an average length is in residues
    if basis == "effective":
        known = [_repeated(stage, None if nucleotides else avglen) for stage in model.stages or (model,)]
        return sum(known) if None not in known else None
    if basis == "sequences" and nucleotides:
        return None
    amount = model.value(ratios.QUANTITY_OF_BASIS[basis])
    return amount if amount is None or basis != "sequences" else amount * avglen


def _repeated(entry: Entry, avglen: float | None) -> float | None:
    """What the tokens of a model, or of a stage of it, are worth when repeats count less."""
    seen, unique, sequences = map(entry.value, ("tokens_seen", "tokens_unique", "sequences"))
    distinct = sequences * avglen if unique is None and sequences and avglen else unique
    return None if seen is None or distinct is None else worth(distinct, seen)


def worth(distinct: float, seen: float) -> float:
    """The law of repeated data, as the paper has it: each further pass is worth less than the one before."""
    if seen <= distinct:
        return seen
    return distinct + distinct * R_STAR * (1 - math.exp((1 - seen / distinct) / R_STAR))


def _cited(model: Model, basis: str) -> str | None:
    quantity = ratios.QUANTITY_OF_BASIS[basis]
    cited = model.fact(quantity)
    seen = citations.short_reference(cited, quantity) if cited else None
    if cited is None or basis != "effective":
        return seen
    told = ("tokens_unique", "sequences")
    found = [
        next(((fact, each) for each in told if (fact := stage.fact(each))), None)
        for stage in model.stages or (model,)
    ]
    distinct = dict.fromkeys(citations.short_reference(*each) for each in found if each)
    return f"seen: {seen}; distinct: {', '.join(distinct)}" if distinct else None


def _bases(typed: Typed, native: Native) -> Values:
    """The sheet Bases: the rows of Compare in the order of its chart, and the columns that its own reads."""
    sheet, good, first = "Bases", usable(typed), bases_sheet.HEADER_ROW + 2
    rows = [_row(name, typed) for name in typed.models]
    _rank(rows, typed, native.tables["Comparison"].first)
    ordered = [rows[row["From"] - 1] for row in rows]
    shown = [[row[f"Ratio: {basis}"] for basis in ratios.BASES] for row in ordered]
    ranges = [[_range(row["Name"], basis, typed.avglen) for basis in ratios.BASES] for row in ordered]
    lowest = [
        number * apart.lowest
        for cells, row in zip(shown, ranges)
        for number, apart in zip(cells, row)
        if is_number(number)
    ]
    edge = 10.0 ** math.floor(math.log10(min([*lowest, typed.target]) / 1.2)) if good else 1.0
    found: Values = {
        (sheet, "A3"): f"average length: {joined(typed.avglen)} residues; "
        f"target: {joined(typed.target)} tokens per parameter",
        (sheet, "I1"): edge,
        (sheet, "R1"): f"target: {joined(typed.target)} tokens per parameter",
        (sheet, "R2"): typed.target if good else NA,
        (sheet, "R3"): typed.target if good else NA,
        (sheet, f"A{first + len(rows)}"): "",
    }
    for place, (row, cells) in enumerate(zip(ordered, shown)):
        known = [number for number in cells if is_number(number)]
        low, high = (min(known), max(known)) if known else (edge, edge)
        values: dict[str, Any] = {
            "A": row["Name"],
            "F": high / low if len(known) > 1 else "",
            "I": edge,
            "R": low,
            "S": high - low,
            "T": place + 1 if known else NA,
        }
        values["U"] = ranges_sheet.place_of(row["Name"])
        for number, apart, low_at, span_at, weak_at in zip(
            cells, ranges[place], "VWXY", ("Z", "AA", "AB", "AC"), ("AD", "AE", "AF", "AG")
        ):
            has = is_number(number)
            values[low_at] = number * apart.lowest if has else typed.target if good else 1
            values[span_at] = number * (apart.highest - apart.lowest) if has else 0
            values[weak_at] = place + 1 if has and apart.weak else NA
        for number, shows, across, up in zip(cells, "BCDE", "JKLM", "NOPQ"):
            missing = "" if row["Name"] == "" else "–"
            values[shows] = number if is_number(number) else missing
            values[across] = number if is_number(number) else edge
            values[up] = place + 1 if is_number(number) else NA
        found.update({(sheet, f"{column}{first + place}"): value for column, value in values.items()})
    return found


def _range(name: str, basis: str, avglen: Any) -> ranges_sheet.Range:
    found = load().models[ranges_sheet.place_of(name) - 1] if ranges_sheet.place_of(name) else None
    return ranges_sheet.range_of(found, basis, avglen) if found else ranges_sheet.Range()


def _effective(native: Native, typed: Typed) -> Values:
    """The hidden columns of effective tokens, on the sheets Catalog and Stages."""
    stages = [(model, stage) for model in load().models for stage in model.stages]
    found: Values = {}
    for sheet, entries in (("Catalog", load().models), ("Stages", [stage for _, stage in stages])):
        table = native.tables[{"Catalog": "CatalogTable"}.get(sheet, sheet)]
        column = get_column_letter(table.columns["Effective tokens"])
        for number, entry in enumerate(entries, table.first):
            found[sheet, f"{column}{number}"] = _effective_tokens(entry, typed)
    return found


def _effective_tokens(entry: Entry, typed: Typed) -> Any:
    """Blank where no source states what they rest on; #N/A where an input that they take is unusable."""
    parts = getattr(entry, "stages", ()) or (entry,)
    good = usable(typed)
    nucleotides = getattr(entry, "kind", "") in ("dna", "rna")
    if any(_repeated(part, None if nucleotides else 325) is None for part in parts):
        return ""
    by_length = any(part.value("tokens_unique") is None for part in parts)
    if not good and (by_length or len(parts) > 1):
        return NA
    return sum(_repeated(part, None if nucleotides else typed.avglen) for part in parts)


def _known(value: Any) -> Any:
    return NA if value is None else value


def _what_if(native: Native, typed: Typed) -> Values:
    table = native.tables["WhatIf"]
    found: Values = {}
    for number in range(table.first, table.last + 1):
        place = number - table.first
        cells = typed.own[place] if place < len(typed.own) else (None,) * 5
        for header, value in _own_row(cells[1:], typed.target).items():
            found["What-if", f"{get_column_letter(table.columns[header])}{number}"] = value
    return found


def _own_row(cells: tuple[Any, ...], target: Any) -> dict[str, Any]:
    parameters, sequences, length, seen = cells
    tokens: Any = sequences * length if is_number(sequences) and is_number(length) else ""
    used = seen if is_number(seen) else tokens
    row = {
        "Tokens: sequences x length": tokens,
        "Ratio: sequences": _over(tokens, parameters),
        "Ratio: seen": _over(seen, parameters),
        "Ratio: effective": _over(_worth(tokens, seen), parameters),
        "FLOPs: seen, or one pass": 6 * parameters * used
        if is_number(parameters) and is_number(used)
        else "",
        "Optimal tokens": _aimed(parameters, target, lambda: parameters * target),
        "Optimal parameters: sequences": _aimed(tokens, target, lambda: tokens / target),
        "Optimal parameters: seen": _aimed(seen, target, lambda: seen / target),
        "Check": _checked(*cells),
    }
    for which in ("sequences", "seen", "effective"):
        ratio = row[f"Ratio: {which}"]
        row[f"Verdict: {which}"] = _verdict(ratio, target)
    return row


def _worth(tokens: Any, seen: Any) -> Any:
    if not is_number(tokens) or not is_number(seen):
        return ""
    return worth(tokens, seen) if tokens else DIV


def _over(tokens: Any, parameters: Any) -> Any:
    if tokens == DIV and is_number(parameters):
        return DIV
    if not is_number(tokens) or not is_number(parameters):
        return ""
    return tokens / parameters if parameters else DIV


def _aimed(needed: Any, target: Any, compute: Any) -> Any:
    """What depends on the target, where the row has the number for it."""
    if not is_number(needed):
        return ""
    return compute() if is_size(target) else NA


def _verdict(ratio: Any, target: Any) -> Any:
    if not is_number(ratio):
        return ""
    return ratios.verdict(ratio, target) if is_size(ratio) and is_size(target) else NA


def _checked(parameters: Any, sequences: Any, length: Any, seen: Any) -> str:
    cells = [cell for cell in (parameters, sequences, length, seen) if cell is not None]
    if not cells:
        return ""
    if not all(map(is_number, cells)):
        return "Numbers only: write 650000000 or 6.5E8."
    if any(cell <= 0 for cell in cells):
        return "Every number must be above zero."
    if parameters is None:
        return "Still blank: Parameters."
    if sequences is None and seen is None:
        return "Still blank: Sequences, or Tokens seen."
    if length is None and (sequences is not None or seen is None):
        return "Still blank: Average length."
    return "ok"


def _laws(native: Native, typed: Typed) -> Values:
    table, budget = native.tables["LawTable"], typed.budget
    good = is_size(budget)
    fine = "6 x parameters x tokens seen; the training of ESM-2 15B took about 7.8E+22"
    wrong = "Must be above zero." if is_number(budget) else "Type a number such as 1E22."
    found: Values = {("Laws", "C4"): fine if good else wrong}
    for number, law in enumerate(scaling_laws.laws(), table.first):
        optimum = scaling_laws.optimum(budget, law.id) if good and law.gives_sizes else None
        row = {
            "Optimal parameters": optimum.parameters if optimum else NA,
            "Optimal tokens": optimum.tokens if optimum else NA,
            "Tokens per parameter": optimum.tokens / optimum.parameters if optimum else NA,
            "Inside its range": _inside(law, budget, optimum),
        }
        for header, value in row.items():
            found["Laws", f"{get_column_letter(table.columns[header])}{number}"] = value
    inside = sum(value == "yes" for (sheet, _), value in found.items() if sheet == "Laws")
    rest = " laws stay inside the range that they were fitted in; the others stretch it, or state none."
    found["Laws", "C5"] = f"{inside} of {table.last - table.first + 1}{rest}" if good else ""
    found.update(_budget_line(native, budget, laws_sheet.AREA))
    return found


def _inside(law: Any, budget: Any, optimum: Any) -> str:
    unit, low, high = law.fitted
    if low is None:
        return "not on record"
    value = budget if unit == "FLOPs" else getattr(optimum, str(unit), None)
    if not is_number(value):
        return "no: an extrapolation"
    return "yes" if low <= value <= high else "no: an extrapolation"


def _budget_line(native: Native, budget: Any, area: PlotArea) -> Values:
    """The ends of the line of equal compute, inside the chart."""
    cells = [cell for row in native.book["Laws"].iter_rows() for cell in row if cell.value == "your budget"]
    found: Values = {}
    for cell, edge, level, pick in zip(cells, (area.left, area.right), (area.top, area.bottom), (max, min)):
        across: Any = NA
        up: Any = NA
        if is_size(budget):
            across = pick(edge, budget / (6 * level))
            up = min(max(budget / (6 * across), area.bottom), area.top)
        for value, column in ((across, cell.column + 1), (up, cell.column + 2)):
            found["Laws", f"{get_column_letter(column)}{cell.row}"] = value
    return found


def _slide(native: Native, typed: Typed, compared: Values) -> Values:
    sheet, most, good = "Slide", slide_layout.MOST, usable(typed)
    rows = [_row(name, typed) for name in typed.models]
    numbers = [_counts_as(row, good) for row in rows]
    by_ratio = str(typed.ranked).lower() != ranking.AS_LISTED
    drawn = [at for at, number in enumerate(numbers) if number >= 0]
    drawn.sort(key=lambda at: -numbers[at] if by_ratio else 0)
    absent = [_absent(row) for row, number in zip(rows, numbers, strict=True) if row["Name"] and number < 0]
    captions = "; ".join(str(compared["Compare", f"{HELPERS}{row}"]) for row in (5, 6))
    unusable = "The basis, the average length or the target on the sheet Compare cannot be used; it says why."
    used = (
        f"Basis: {joined(typed.basis)} ({compared['Compare', 'C4']}). "
        f"Average length: {joined(typed.avglen)} residues. "
        f"Target: {joined(typed.target)} tokens per parameter."
    )
    more = f"and {len(drawn) - most} more on the sheet Compare; plm-ratios export shows all"
    missing = ", ".join(absent)
    missing = missing if len(missing) <= 170 else f"{missing[:170]} ..."
    title = str(compared["Compare", "A1"]).partition(";")[0].partition(". ")[0].removesuffix(".")
    found: Values = {
        (sheet, "A1"): title if good else "Tokens per parameter",
        (sheet, "A2"): f"{_counted(typed, len(absent))}; {captions}" if good else unusable,
        (sheet, "A29"): f"No number on this basis: {missing}" if missing else "",
        (sheet, "A30"): (used if good else "No ratio is shown before all three inputs can be used.")
        + f" Catalog {load().label}, plm-ratios {__version__}.",
    }
    first = slide_page.FIRST_ROW + 1
    found[sheet, f"C{first + most}"] = more if len(drawn) > most else ""
    for place in range(most):
        shown = rows[drawn[place]] if place < len(drawn) else None
        found[sheet, f"C{first + place}"] = shown["Name"] if shown else ""
        for column, header in zip("DEFG", ("Parameters", "Tokens per parameter", "Times target", "Verdict")):
            value = "" if shown is None else "–" if shown[header] == NA else shown[header]
            found[sheet, f"{column}{first + place}"] = value
    found.update(_slide_helpers(native, typed, rows, numbers, drawn))
    return found


def _counts_as(row: dict[str, Any], good: bool) -> float:
    """A ratio; -1 for what the slide leaves out, 0 for a model without a ratio because of an input."""
    if not row["Name"]:
        return -1
    ratio = row["Tokens per parameter"]
    return float(ratio) if is_number(ratio) else -1 if good else 0


def _absent(row: dict[str, Any]) -> str:
    unknown = row["Verdict"] == "not in the catalog"
    return f"{row['Name']} (not in the catalog)" if unknown else str(row["Name"])


def _counted(typed: Typed, absent: int) -> str:
    count = sum(1 for name in typed.models if name not in (None, ""))
    of_others = any(model is not None and model.reads_nucleotides for model in map(model_of, typed.models))
    kind = ("" if of_others else "protein ") + "language model" + ("" if count == 1 else "s")
    return f"{count} {kind}" + (f", {count - absent} with a number" if absent else "")


def _slide_helpers(
    native: Native, typed: Typed, rows: list[dict[str, Any]], numbers: list[float], drawn: list[int]
) -> Values:
    sheet, first, good = "Slide", slide_page.FIRST_ROW + 1, usable(typed)
    table = native.tables["Comparison"]
    letters = [
        get_column_letter(column + 1) for column in range(slide_rows.HELPERS, slide_rows.LAST_HELPER + 1)
    ]
    found: Values = {}
    names = ""
    for at in range(max(60, table.last - table.first + 1 + 40)):
        here = at < len(numbers)
        if here and numbers[at] < 0 and rows[at]["Name"]:
            names += (", " if names else "") + _absent(rows[at])
        model = model_of(typed.models[at]) if here else None
        cells = (
            numbers[at] if here else -1,
            drawn.index(at) + 1 if at in drawn else 0,
            names,
            int(model is not None and model.reads_nucleotides),
        )
        found.update({(sheet, f"{letter}{first + at}"): cell for letter, cell in zip(letters, cells)})
    for place in range(slide_layout.MOST):
        here = place < len(drawn)
        ratio = numbers[drawn[place]] if here and good else NA
        bar = list(_bar(ratio, typed.target).values()) if here and good else [NA] * len(_BAR)
        shown = (drawn[place] + 1 if here else 0, ratio, *bar)
        found.update({(sheet, f"{letter}{first + place}"): cell for letter, cell in zip(letters[4:], shown)})
    return found


@functools.lru_cache
def _stored_claims(avglen: float, target: float) -> Values:
    """The sheet Claims alone, of a workbook whose other sheets take ten times as long to read."""
    book = openpyxl.load_workbook(
        fresh("native", avglen=avglen, target=target), data_only=True, read_only=True
    )
    cells = (cell for row in book["Claims"].iter_rows() for cell in row if cell.value is not None)
    return {("Claims", cell.coordinate): value_of(cell.value) for cell in cells}


def _claims(typed: Typed, native: Native) -> Values:
    """The sheet Claims. With usable inputs it is what is stored for them, which other tests hold to the
    claims themselves. Without, nothing is answered that an input goes into."""
    good = usable(typed)
    held = _stored_claims(*((typed.avglen, typed.target) if good else (325, 20)))
    found: Values = {place: held.get(place) for place in native.formulas if place[0] == "Claims"}
    if good:
        return found
    sheet = claims_formulas
    shown = [number for number, test in enumerate(sheet.TESTS, sheet.FIRST) if test in ratios.BASES]
    on_a_basis = [
        number for number, (test, _) in enumerate(sheet.COLUMNS, sheet.FIRST) if test in ratios.BASES
    ]
    models = range(sheet.MODELS_ROW + 2, sheet.LAWS_ROW - 1)
    by_input = {sheet.RATIO_ON[basis] for basis in ratios.BASES}
    by_input |= {sheet.FIRST + 2, sheet.FIRST + 5, sheet.LENGTH}  # tokens by sequences, effective ones
    for place in found:
        row, column = (number - 1 for number in coordinate_to_tuple(place[1]))
        if row < sheet.HEADER_ROW:
            found[place] = "see the sheet Compare"
        elif row == sheet.READINGS_ROW:
            found[place] = claims_sheet.OTHER_INPUTS
        elif row < sheet.NUMBERS_ROW:
            if row > sheet.READINGS_ROW:
                found[place] = claims_sheet.CHANGES + "input not usable"
            elif column in shown:
                found[place] = "input not usable"
        elif row < sheet.COUNTS_ROW:
            if column in on_a_basis:
                found[place] = NA
        elif row < sheet.BOUNDS_ROW:
            if column in on_a_basis:
                found[place] = 0
        elif row < sheet.MODELS_ROW or (row in models and column in by_input):
            found[place] = NA
    return found
