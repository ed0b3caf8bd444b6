"""ProteinGym's scores in the catalog are those of its files, and every row of these is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from plm_ratios.analysis.scores import BENCHMARKS, QUANTITY_OF_BENCHMARK
from plm_ratios.catalog.loading import bundled
from plm_ratios.curation import proteingym

DATA = Path(__file__).parent.parent / "data"
FILES = {benchmark: DATA / f"proteingym_{benchmark}.csv" for benchmark in BENCHMARKS}


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_the_catalog_has_every_score_of_its_models_and_no_other(benchmark: str) -> None:
    published = proteingym.facts(proteingym.rows(FILES[benchmark]), benchmark)
    ours = {
        model.id: (fact.value, fact.standard_error, fact.locator, fact.quote, fact.note or None)
        for model in bundled().models
        for fact in model.facts_about(QUANTITY_OF_BENCHMARK[benchmark])
    }
    assert ours == {
        id: (fact.value, fact.standard_error, fact.locator, fact.quote, fact.note)
        for id, (_, fact) in published.items()
    }
    assert len(ours) == {"substitutions": 46, "indels": 14}[benchmark]


def test_the_best_row_has_no_error_since_it_is_that_of_the_difference_to_it() -> None:
    for benchmark in BENCHMARKS:
        best, *rest = proteingym.rows(FILES[benchmark])
        assert best.standard_error is None
        assert all(row.standard_error and row.score <= best.score for row in rest)


def test_no_row_and_no_model_is_named_twice() -> None:
    known = proteingym.joined()
    rows = {row.name for file in FILES.values() for row in proteingym.rows(file)}
    named = [*known.models, *known.all_others]
    assert sorted(named) == sorted(rows)
    assert len({*known.models.values()}) == len(known.models)
    assert {*known.notes} <= {*known.models}


def test_rows_that_nobody_has_reviewed_are_named(tmp_path: Path) -> None:
    text = FILES["indels"].read_text(encoding="utf-8")
    file = tmp_path / "newer.csv"
    file.write_text(text + "25,A new model,Single sequence,0.1,0.01\n", encoding="utf-8")
    with pytest.raises(ValueError, match="does not say what these rows are: A new model"):
        proteingym.facts(proteingym.rows(file), "indels")
