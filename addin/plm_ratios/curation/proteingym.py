"""ProteinGym's published zero-shot scores as facts of models.

data/proteingym.yaml says which row is which model. What a file of theirs holds is compared with the catalog
by tests, so that no number is typed twice.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from ..analysis.scores import QUANTITY_OF_BENCHMARK
from .schema import Fact
from .schema_values import Id, Sentence
from .yaml_files import DATA

PATH = DATA / "proteingym.yaml"
SOURCE = "proteingym-scores"
COMMIT = "bb68524"  # of the repository, from which the numbers were read
_FILE = 'Summary_performance_DMS_{benchmark}_Spearman.csv at {commit}, row "{row}", column Average_Spearman'
_ERROR = "; error from Bootstrap_standard_error_Spearman, which is that of the difference to the best row"


class Joined(BaseModel):
    """data/proteingym.yaml: rows that are models, what to know of them, and why the other rows are none."""

    model_config = ConfigDict(extra="forbid")

    models: dict[str, Id]
    notes: dict[str, Sentence]
    others: dict[str, list[str]]

    @property
    def all_others(self) -> list[str]:
        """Every row that is no model of the catalog."""
        return [row for rows in self.others.values() for row in rows]


class Row(NamedTuple):
    """A row of a summary file.

    text             the row as it stands in the file
    standard_error   bootstrap standard error of the difference to the best row; None of the best row itself
    """

    name: str
    text: str
    score: float
    standard_error: float | None


def joined() -> Joined:
    """The reviewed table of rows and models."""
    return Joined.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))


def rows(path: Path) -> list[Row]:
    """The rows of a summary file of ProteinGym, or of its first five columns."""
    with open(path, encoding="utf-8", newline="") as file:
        return [_row(each) for each in csv.DictReader(file)]


def _row(cells: dict[str, str]) -> Row:
    score, error = cells["Average_Spearman"], cells["Bootstrap_standard_error_Spearman"]
    name = cells["Model_name"]
    text = ",".join((cells["Model_rank"], name, cells["Model type"], score, error))
    return Row(name, text, float(score), float(error) or None)


def facts(found: list[Row], benchmark: str) -> dict[str, tuple[str, Fact]]:
    """The facts of a summary file by the ids of models, each with its quantity.

    Parameters
    ----------
    found : rows of the file
    benchmark : "substitutions" or "indels"

    Raises
    ------
    ValueError : rows that the reviewed table does not know; the message names them
    """
    known = joined()
    unmatched = [row.name for row in found if row.name not in (*known.models, *known.all_others)]
    if unmatched:
        raise ValueError(f"{PATH.name} does not say what these rows are: {', '.join(unmatched)}.")
    quantity = QUANTITY_OF_BENCHMARK[benchmark]
    return {
        known.models[row.name]: (quantity, _fact(row, benchmark, known.notes.get(row.name)))
        for row in found
        if row.name in known.models
    }


def _fact(row: Row, benchmark: str, note: str | None) -> Fact:
    return Fact(
        value=row.score,
        standard_error=row.standard_error,
        source=SOURCE,
        locator=_FILE.format(benchmark=benchmark, commit=COMMIT, row=row.name)
        + (_ERROR if row.standard_error else ""),
        quote=row.text,
        confidence="high",
        note=note,
    )
