"""A real notebook, run by a kernel of its own: tables show as HTML, charts as pictures."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import extras

CELLS = (
    'import plm_ratios\ntable = plm_ratios.compare(["ESM-2", "ProGen2"], basis="seen")\ntable',
    "table.to_pandas()",
    "table.plot()",
    "%matplotlib inline\ntable.plot('plane')",
    'plm_ratios.ratio("ESM2 15 billion")',
)


@pytest.fixture(scope="module")
def outputs() -> list[Any]:
    """What each cell shows."""
    nbformat, nbclient = extras.module("nbformat"), extras.module("nbclient")
    extras.module("ipykernel")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbclient.NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    return [cell.outputs[-1] for cell in notebook.cells]


@pytest.mark.host
def test_a_comparison_shows_as_a_table(outputs: list[Any]) -> None:
    data = outputs[0].data
    assert "<table" in data["text/html"]
    assert "ESM-2 15B" in data["text/html"]
    assert "ESM-2 15B" in data["text/plain"]


@pytest.mark.host
def test_a_frame_comes_out(outputs: list[Any]) -> None:
    assert "tokens_per_parameter" in outputs[1].data["text/html"]


@pytest.mark.host
@pytest.mark.parametrize("cell", [2, 3], ids=["before pyplot", "with pyplot inline"])
def test_a_chart_shows_as_a_picture(outputs: list[Any], cell: int) -> None:
    assert base64.b64decode(outputs[cell].data["image/png"]).startswith(b"\x89PNG")


@pytest.mark.host
def test_an_error_names_the_nearest_model(outputs: list[Any]) -> None:
    assert (outputs[4].output_type, outputs[4].ename) == ("error", "UnknownName")
    assert "Nearest: ESM-2 15B" in outputs[4].evalue
