"""Every function of the spreadsheets has a twin in Python, and they give the same answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

import plm_ratios
from own_models import ONE, Mine
from plm_ratios.analysis import scaling_laws
from plm_ratios.analysis.ratios import BASES
from plm_ratios.catalog import load
from plm_ratios.catalog.citations import QUANTITY_WORDS
from plm_ratios.errors import PlmError
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError

TWINS: dict[str, Callable[..., Any]] = {
    "TOKENS": plm_ratios.tokens,
    "RATIO": plm_ratios.ratio,
    "MODELTOKENS": plm_ratios.model_tokens,
    "PARAMS": plm_ratios.parameters,
    "SEQS": plm_ratios.sequences,
    "AVGLEN": plm_ratios.average_length,
    "EPOCHS": plm_ratios.epochs,
    "SCORE": plm_ratios.score,
    "FLOPS": plm_ratios.flops,
    "VERDICT": plm_ratios.verdict,
    "OPTIMALTOKENS": plm_ratios.optimal_tokens,
    "OPTIMALPARAMS": plm_ratios.optimal_parameters,
    "OPTIMAL": plm_ratios.optimal,
    "FRONTIER": plm_ratios.frontier,
    "LAWS": plm_ratios.laws,
    "GPUHOURS": plm_ratios.gpu_hours,
    "COMPUTE": plm_ratios.compute,
    "MFU": plm_ratios.mfu,
    "PLAN": plm_ratios.plan,
    "ACCELERATORS": plm_ratios.accelerators,
    "NEAREST": plm_ratios.nearest,
    "MODELS": plm_ratios.models,
    "CATALOG": plm_ratios.catalog_table,
    "COMPARE": plm_ratios.compare,
    "BASES": plm_ratios.bases,
    "SPREAD": plm_ratios.spread,
    "SOURCE": plm_ratios.source,
    "WHY": plm_ratios.why,
    "PLMVERSION": plm_ratios.about,
}
MODELS = [model.name for model in load().models]
DATASETS = [dataset.name for dataset in load().datasets]
GPUS = ("H100 SXM", "tpu v4", "A100 80GB", "V100", "no such chip")
LAWS = [law.name for law in scaling_laws.laws()]
NUMBERS = (1e9, "15B", "1.2 T", "65,000,000", 3, 0, -1, 1e300, float("inf"), "many")
ODD = ("esm2_t48_15b", "ESM2 15 billion", '"ESM-2 15B"', "our big one")


def crossed(*values: Any) -> list[tuple[Any, ...]]:
    return list(itertools.product(*values))


# For functions that give one number or text: what each is asked.
ASKED: dict[str, list[tuple[Any, ...]]] = {
    "TOKENS": crossed((*NUMBERS, *DATASETS[:20]), (325, "200", 0)),
    "RATIO": crossed((*MODELS, *ODD), (*BASES, " Seen"), (325,))
    + crossed(MODELS[:9], ("sequences",), (200, "1k", -1)),
    "MODELTOKENS": crossed((*MODELS, *ODD), BASES),
    "PARAMS": crossed((*MODELS, *ODD), ("total", "active", "Exact")),
    "SEQS": crossed((*MODELS, *DATASETS, *ODD)),
    "AVGLEN": crossed((*MODELS, *DATASETS, *ODD)),
    "EPOCHS": crossed((*MODELS, *ODD)),
    "SCORE": crossed((*MODELS, *ODD), (None, "indels", " Substitutions", "MSA")),
    "FLOPS": crossed(NUMBERS, NUMBERS),
    "VERDICT": crossed((*NUMBERS, *MODELS), (20, "1", 0, "20", "Cheng MLM")),
    "OPTIMALTOKENS": crossed(NUMBERS, (*LAWS, 20, "no such law")),
    "OPTIMALPARAMS": crossed(NUMBERS, (*LAWS, 20, "no such law")),
    "GPUHOURS": crossed(("650M", 0, "many", *MODELS[:40]), (None, "1T", 0, -1), GPUS, (0.35, "0.5", 35, 1)),
    "COMPUTE": crossed(GPUS, NUMBERS, (24, "1k", 0), (0.35, 0, 1.01)),
    "MFU": crossed(("15B", *MODELS), (None, "1T"), (None, *GPUS[:2]), (None, 1e6, 0)),
    "SOURCE": crossed((*MODELS[:30], *DATASETS[:30], *ODD), (*QUANTITY_WORDS, "size")),
    "WHY": crossed((*MODELS, *DATASETS[:20], *LAWS, *ODD), BASES),
    "PLMVERSION": [()],
}


def test_every_function_has_a_twin() -> None:
    assert set(TWINS) == set(FUNCTIONS)


def as_a_cell(twin: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """The answer of a twin, or the cell error that stands for what it raised."""
    try:
        return twin(*arguments)
    except PlmError as error:
        return CellError(error.cell)


@pytest.mark.parametrize("name", ASKED)
def test_a_twin_answers_as_the_cell(name: str) -> None:
    differing = [
        (arguments, python, cell)
        for arguments in ASKED[name]
        if (python := as_a_cell(TWINS[name], arguments)) != (cell := FUNCTIONS[name](*arguments))
    ]
    assert differing == []


@pytest.mark.parametrize("name", ["RATIO", "PARAMS", "SEQS", "VERDICT", "SOURCE", "WHY"])
def test_a_list_gives_the_answers_to_its_values(name: str, mine: Mine) -> None:
    mine.write(ONE)
    cells = {arguments: FUNCTIONS[name](*arguments) for arguments in ASKED[name]}
    known = (*MODELS, "our big one")
    asked = [each for each in cells if each[0] in known and str(cells[each]) not in ("#VALUE!", "#NUM!")]
    columns = [list(column) for column in zip(*asked)]
    answers = [None if isinstance(cells[each], CellError) else cells[each] for each in asked]
    assert TWINS[name](*columns) == answers
    assert len(answers) > 100


# For tables: arguments as cells take them, and as Python does.
TABLES: dict[str, list[tuple[tuple[Any, ...], tuple[Any, ...]]]] = {
    "OPTIMAL": [((budget, law),) * 2 for budget in (1e18, "1e21", 5.88e23) for law in LAWS[:9]]
    + [(([[1e21], [1e24]], "Cheng MLM"), ([1e21, 1e24], "Cheng MLM"))],
    "PLAN": [((budget, "60M", 286, law, 1e6),) * 2 for budget in (1e18, "1e21", 5.88e23) for law in LAWS[:9]]
    + [((1e21, "UniRef50"),) * 2, ((1e21, 5e7, 325, "repetition-text", "2M"),) * 2]
    + [(([[1e21], [1e24]], 1e6, 300, "Cheng MLM"), ([1e21, 1e24], 1e6, 300, "Cheng MLM"))],
    "FRONTIER": [((name, law),) * 2 for name in ("ESM-2 15B", "ProGen3-46B") for law in LAWS[:9]]
    + [(([["ESM-2 15B"], ["ProGen2-large"]], "20"), (["ESM-2 15B", "ProGen2-large"], "20"))],
    "BASES": [((name,), (name,)) for name in MODELS]
    + [(([["ESM-2 15B"], ["ProGen"]],), (["ESM-2 15B", "ProGen"],))],
    "SPREAD": [((name, "seen"),) * 2 for name in ("ESM-2 15B", "ProGen")]
    + [(([[name] for name in MODELS], basis), (MODELS, basis)) for basis in BASES],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_that_of_the_cells(name: str) -> None:
    for cells, python in TABLES[name]:
        table = TWINS[name](*python)
        header, *rows = FUNCTIONS[name](*cells)
        assert len(table.columns) == len(header)
        shown = [[None if isinstance(cell, CellError) else cell for cell in row] for row in rows]
        assert [list(row.values()) for row in table] == shown


# Where Python has the names that programs read from the command line: columns of cells, and those of Python.
RENAMED = {
    "LAWS": {
        "Law": "law",
        "Domain": "domain",
        "Counts": "counts",
        "Fitted to": "fitted_to",
        "Exponent of parameters": "exponent",
        "Tokens per parameter at 1e21 FLOPs": "tokens_per_parameter",
        "Costs 6ND": "six_nd",
    },
    "ACCELERATORS": {
        "Accelerator": "accelerator",
        "Maker": "maker",
        "Kind": "kind",
        "Released": "released",
        "Peak (FLOP/s, dense BF16)": "peak",
        "Precision": "precision",
        "Memory (bytes)": "memory",
        "Id": "id",
    },
    "CATALOG": {
        "Model": "model",
        "Family": "family",
        "Parameters": "parameters",
        "Active parameters": "active_parameters",
        "Unique tokens": "tokens_unique",
        **{f"Ratio ({basis})": f"ratio_{basis}" for basis in BASES},
    },
}


@pytest.mark.parametrize("name", RENAMED)
def test_a_table_has_the_values_of_the_cells(name: str) -> None:
    header, *rows = FUNCTIONS[name]()
    table = TWINS[name]()
    for cells, python in RENAMED[name].items():
        assert table[python] == [row[header.index(cells)] for row in rows]


@pytest.mark.parametrize("basis", BASES)
def test_compare_has_the_numbers_of_the_cells(basis: str) -> None:
    columns = {
        "Model": "model",
        "Parameters": "parameters",
        "Sequences": "sequences",
        "Tokens": "tokens",
        "Basis": "basis",
        "Tokens per parameter": "tokens_per_parameter",
        "Times target": "times_target",
        "Verdict": "verdict",
    }
    header, *rows = FUNCTIONS["COMPARE"]([[name] for name in MODELS], basis, 200)
    python = plm_ratios.compare(MODELS, basis, avglen=200)
    for row, cells in zip(python, rows):
        shown = [None if isinstance(cell, CellError) else cell for cell in cells]
        assert [row[name] for name in columns.values()] == shown[: len(columns)]
        if row["tokens_per_parameter"] is not None:
            cited = cells[header.index("Source")]
            # Effective tokens rest on distinct ones too, and a row of Python has room for both.
            assert row["source"].startswith(cited) if basis == "effective" else row["source"] == cited
    assert len(python) == len(rows) == len(MODELS)


@pytest.mark.parametrize("family", [None, "ESM-2", "progen 2"])
def test_models_are_those_of_the_cells(family: str | None) -> None:
    assert plm_ratios.models(family) == [name for (name,) in FUNCTIONS["MODELS"](family)]


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("target", [1, "20", 1e4])
def test_nearest_is_that_of_the_cells(target: Any, basis: str) -> None:
    assert plm_ratios.nearest(target, basis).name == FUNCTIONS["NEAREST"](target, basis)
    among = plm_ratios.models("ESM-2")
    nearest = as_a_cell(lambda *given: plm_ratios.nearest(*given).name, (target, basis, among))
    assert nearest == FUNCTIONS["NEAREST"](target, basis, [[name] for name in among])
