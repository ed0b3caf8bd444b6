"""What Python says that the sheets Plan and PlanSums show, and the distances on the sheet Catalog."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from engines.native import Native, Place
from engines.typed_inputs import Planned, Typed
from plm_ratios.analysis import planning, ratios
from plm_ratios.analysis.accelerators import accelerators
from plm_ratios.catalog import load
from plm_ratios.functions.cells import NA
from plm_ratios.workbook_builder import accelerators_sheet, plan_laws, plan_neighbours

Values = dict[Place, Any]
INSTEAD = (1e21, 1e10)  # FLOPs and distinct tokens of the sums that nobody sees


class Sums(NamedTuple):
    """What follows from the inputs: places counted from 1, and 0 for none; FLOPs and distinct tokens."""

    chip: int
    peak: float
    dataset: int
    of_dataset: float
    sequences: float
    length: float
    compute_ok: bool
    data_ok: bool
    budget: float
    ok: bool
    flops: float
    unique: float


def planned(native: Native, typed: Typed) -> Values:
    """Every formula of these sheets, and what it shows."""
    sums = _sums(typed.plan)
    found = _inputs(typed.plan, sums)
    found.update(_hidden(sums))
    found.update(_laws(native, typed.plan, sums))
    found.update(_below(native, typed.plan, sums))
    return found


def _is_number(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _fits(cell: Any) -> bool:
    return _is_number(cell) and 0 < cell <= 1e15


def _place(cell: Any, names: list[str]) -> int:
    """Where a name stands in a list, upper and lower case being one; 0 where it does not."""
    lowered = [name.lower() for name in names]
    return lowered.index(cell.lower()) + 1 if isinstance(cell, str) and cell.lower() in lowered else 0


def _objective(cell: Any) -> str | None:
    return cell.upper() if isinstance(cell, str) and cell.upper() in ("MLM", "CLM") else None


def _sums(plan: Planned) -> Sums:
    chip = _place(plan.accelerator, [each.name for each in accelerators()])
    peak = accelerators()[chip - 1].peak if chip else 0
    dataset = _place(plan.dataset, [each.name for each in load().datasets])
    of_dataset = (load().datasets[dataset - 1].value("sequences") or 0) if dataset else 0
    sequences = plan.sequences if _is_number(plan.sequences) else 0
    sequences = of_dataset if plan.sequences is None else sequences
    length = plan.length if _is_number(plan.length) else 0
    if plan.length is None:
        own = ratios.known_average_length(load().datasets[dataset - 1]) if dataset else None
        length = own if own and plan.sequences is None else 325
    share = _is_number(plan.utilization) and 0 < plan.utilization <= 1
    compute_ok = chip > 0 and _fits(plan.count) and _fits(plan.days) and share
    data_ok = _fits(sequences) and _fits(length) and sequences * length >= 1
    budget = plan.count * plan.days * 86400 * peak * plan.utilization if compute_ok else 0
    ok = compute_ok and data_ok and budget >= 1e12 and _fits(plan.batch) and bool(_objective(plan.objective))
    flops, unique = (budget, sequences * length) if ok else INSTEAD
    return Sums(
        chip, peak, dataset, of_dataset, sequences, length, compute_ok, data_ok, budget, ok, flops, unique
    )


def _inputs(plan: Planned, sums: Sums) -> Values:
    """What is said beside the inputs, and what follows from them."""
    if plan.sequences is None:
        dataset = "Choose a dataset, or type a number of sequences below."
        blank = "Blank. Type a number, or choose a dataset above."
        sequences = blank if plan.dataset is None else "blank: those of the dataset"
    else:
        dataset = "blank: your own sequences below count"
        fine = "the number that counts; clear it to take that of the dataset"
        sequences = _said(plan.sequences, fine, "60000000")
    if plan.dataset is not None and not sums.dataset:
        dataset = "Not in the list. Choose one from it, or type a number of sequences below."
    elif plan.dataset is not None and not sums.of_dataset:
        dataset = "Its number of sequences is not on record. Type one below."
    elif plan.dataset is not None:
        typed = "not used: the number below counts"
        dataset = "its sequences count" if plan.sequences is None else typed
    length = _said(plan.length, "residues per sequence; clear it to take that of the dataset", "325")
    if plan.length is None:
        length = "blank: 325, the average of UniRef50"
        if plan.sequences is None and sums.dataset:
            length = "blank: that of the dataset; 325 where it has none on record"
    unknown = "Not in the list. Choose one from it, or add yours on the sheet Accelerators."
    chip = unknown if plan.accelerator is not None else "Blank. Choose one from the list."
    if sums.chip:
        chip = accelerators_sheet.in_words(accelerators()[sums.chip - 1])
    does = "decides which published models are listed, and whether many passes are warned of"
    objectives = {"MLM": f"masked: {does}", "CLM": f"causal: {does}"}
    needs = "needs the first four inputs"
    product = "accelerators x seconds x peak x utilization; training costs about 6 x parameters x tokens"
    small = "Too little to plan with: at least 1E12 FLOPs are needed."
    budget = (product if sums.budget >= 1e12 else small) if sums.compute_ok else needs
    tokens = "sequences x average length: what can be seen before anything repeats"
    said = [
        chip,
        _said(plan.count, "accelerators that train at the same time", "8"),
        _said(plan.days, "days of training, on the clock", "7"),
        _said_of_share(plan.utilization),
        dataset,
        sequences,
        length,
        _said(plan.batch, "tokens of one step: sequences of a batch x their length", "1000000"),
        objectives.get(_objective(plan.objective) or "", "Choose MLM (masked) or CLM (causal)."),
        budget,
        "accelerators x hours, as they are billed" if sums.compute_ok else needs,
        tokens if sums.data_ok else "needs a number of sequences and their average length",
    ]
    follows = [
        sums.budget if sums.compute_ok else "",
        plan.count * plan.days * 24 if sums.compute_ok else "",
        sums.sequences * sums.length if sums.data_ok else "",
    ]
    found: Values = {("Plan", f"C{row}"): text for row, text in enumerate(said, 4)}
    return {**found, **{("Plan", f"B{row}"): value for row, value in enumerate(follows, 13)}}


def _said(cell: Any, fine: str, example: str) -> str:
    if cell is None:
        return f"Blank. Type a number such as {example}."
    if not _is_number(cell):
        return f"Not a number. Type one such as {example}."
    if cell <= 0:
        return f"Must be above zero. Type a number such as {example}."
    return fine if cell <= 1e15 else "Must be at most 1E15."


def _said_of_share(cell: Any) -> str:
    if cell is None:
        return "Blank. Type a share such as 0.35."
    if _is_number(cell) and 0 < cell <= 1:
        return "share of the peak that training reaches; published trainings of protein models: 9 to 38 %"
    return "Must be above 0 and at most 1: type 35 % as 0.35 or 35%."


def _hidden(sums: Sums) -> Values:
    """The sheet PlanSums: its cells, the halvings, and the sizes of the same loss."""
    law = planning.constants()
    best = planning.optimum(sums.flops, sums.unique)
    loss = planning.loss(best.parameters, best.tokens, sums.unique) - law.E
    cells = [*sums, None, None, None, None, None, law.filled_size(sums.unique)]
    cells += [math.log(sums.flops / 6), best.parameters, loss]
    found: Values = {
        ("PlanSums", f"B{row}"): value for row, value in enumerate(cells, 4) if value is not None
    }
    # Where to look next, as the rows have it; what is found in the end is planning.py's.
    middle, whole = math.log(sums.flops / 6) / 2, math.log(sums.flops / 6)
    for halving in range(1, planning.HALVINGS + 2):
        sides = (
            _slope(middle, law.filled_size(sums.unique), law.r_n_star, law.alpha, law.A),
            _slope(whole - middle, sums.unique, law.r_star, law.beta, law.B),
        )
        for column, value in zip("EFG", (middle, *sides)):
            found["PlanSums", f"{column}{halving + 4}"] = value
        middle += (1 if sides[0] > sides[1] else -1) * whole / 2 ** (halving + 1)
    for row, each in enumerate(planning.loss_equivalent(sums.flops, sums.unique), 5):
        size = planning.effective_tokens(law.filled_size(sums.unique), each.parameters, law.r_n_star)
        left = loss - law.A / size**law.alpha
        worth = (law.B / left) ** (1 / law.beta) if left > 0 else 0
        compute = each.compute if sums.ok and each.compute is not None else NA
        values = (each.parameters, size, left, worth, each.tokens or 0, compute)
        found.update({("PlanSums", f"{column}{row}"): value for column, value in zip("JKLMNO", values)})
    return found


def _slope(log_number: float, full: float, r_star: float, exponent: float, factor: float) -> float:
    """ln of -dL/d ln N, or of the same of D: what the loss gains from more of it."""
    passes = max(math.exp(log_number) / full, 1)
    worth = full * (1 + r_star * (1 - math.exp((1 - passes) / r_star)))
    log_worth = math.log(worth) if passes > 1 else log_number
    last = (1 - passes) / r_star + log_number - log_worth  # ln of what the last bit adds, in parts of all
    return math.log(exponent * factor) - exponent * log_worth + last


def _laws(native: Native, plan: Planned, sums: Sums) -> Values:
    table = native.tables["PlanTable"]
    found: Values = {}
    for number, law in enumerate(plan_laws.laws(), table.first):
        row: dict[str, Any] = dict.fromkeys(_HEADERS, "")
        row["Note"] = "An input above cannot be used; the words beside it say why."
        if sums.ok:
            each = planning.plan(sums.flops, sums.unique, law)
            cells = (
                each.best.parameters,
                each.best.tokens,
                each.best.ratio,
                each.epochs,
                each.effective,
                each.effective / each.best.tokens,
                each.best.tokens / plan.batch,
                each.limited_by,
                plan_laws.note(each, _objective(plan.objective) or ""),
            )
            row = dict(zip(_HEADERS, cells, strict=True))
        for header, value in row.items():
            found["Plan", f"{get_column_letter(table.columns[header])}{number}"] = value
    return found


_HEADERS = ("Parameters", "Tokens", "Tokens per parameter", "Epochs", "Effective tokens", "Effective share")
_HEADERS += ("Steps", "Limited by", "Note")


def _below(native: Native, plan: Planned, sums: Sums) -> Values:
    """The nearest models, and the sizes that reach the same loss."""
    best = planning.optimum(sums.flops, sums.unique)
    objective = "MLM" if _objective(plan.objective) == "MLM" else "CLM"
    table = native.tables["CatalogTable"]
    column = get_column_letter(table.columns["Distance to the plan"])
    found: Values = {}
    for row, model in enumerate(load().models, table.first):
        parameters, fits = model.value("params_total"), objective in model.objective
        known = fits and model.kind == "protein" and parameters and model.value("tokens_seen") is not None
        far = round(abs(math.log(parameters / best.parameters)), 6) + row / 1e9 if known else 9e99
        found["Catalog", f"{column}{row}"] = far
    first = native.tables["PlanTable"].last + 4
    nearest = plan_neighbours.nearest(best.parameters, objective)
    for row, model in enumerate(nearest, first):
        for letter, value in zip("ABCDEF", plan_neighbours.row(model)):
            found["Plan", f"{letter}{row}"] = value if sums.ok else ""
    for row, each in enumerate(planning.loss_equivalent(sums.flops, sums.unique), first + 6):
        cells: list[Any] = ["out of reach", each.parameters, "–", "–", "–", "–"]
        if each.tokens is not None:
            ratio, epochs = each.tokens / each.parameters, each.tokens / sums.unique
            days = plan.days * each.compute if sums.ok else ""
            cells = [days, each.parameters, each.tokens, ratio, epochs, each.compute]
        for letter, value in zip("BCDEFG", cells):
            found["Plan", f"{letter}{row}"] = value if sums.ok else ""
    return found
