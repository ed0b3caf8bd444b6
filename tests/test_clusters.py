"""Clusters of similar sequences beside sequences and tokens seen, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plm_ratios import formatting
from plm_ratios.analysis import clusters, ratios
from plm_ratios.analysis.clusters import Diversity
from plm_ratios.catalog import Catalog
from plm_ratios.errors import OutOfRange

METHOD = Path(__file__).parent.parent / "docs" / "method.md"
FOUND = {each.model.id: each for each in clusters.diversity()}


def proteins(catalog: Catalog) -> int:
    return sum(model.kind == "protein" for model in catalog.models)


def test_clusters_that_the_model_s_source_states() -> None:
    esm2 = FOUND["esm2-15b"]
    assert (esm2.sequences, esm2.clusters, esm2.identity, esm2.one_each) == (65e6, 43e6, 50, False)
    assert esm2.fact.quote.endswith("UniRef50 training clusters")
    assert esm2.per_cluster == pytest.approx(65 / 43)
    assert esm2.by_sequences == ratios.ratio("ESM-2 15B")
    assert esm2.by_clusters == pytest.approx(43e6 * 325 / 15e9)
    assert (esm2.seen, esm2.draws) == (57.6, pytest.approx(864e9 / (43e6 * 325)))
    assert (FOUND["esmc-6b"].clusters, FOUND["esmc-6b"].identity) == (2.455e9, 70)


def test_a_set_of_one_sequence_a_cluster_has_as_many_clusters() -> None:
    for id, identity in (("esm1b", 50), ("esm1v", 90), ("ankh-large", 50), ("dsm-650m", 50)):
        each = FOUND[id]
        assert (each.sequences, each.per_cluster, each.identity) == (each.clusters, 1.0, identity), id
        assert each.by_sequences == pytest.approx(each.by_clusters)


def test_what_no_source_states_stays_blank() -> None:
    without_sequences = FOUND["esm1-85m"]
    assert (without_sequences.sequences, without_sequences.per_cluster) == (None, None)
    assert (without_sequences.by_sequences, without_sequences.clusters) == (None, 27.1e6)
    assert FOUND["esm1v"].seen is None and FOUND["esm1v"].draws is None


@pytest.mark.parametrize(
    "id",
    [
        "rita-xl",  # UniRef100 holds near copies
        "protbert-bfd",
        "prott5-xl-u50",  # two sets
        "esm1-670m-ur50d",  # the members of clusters, whose number is not on record
        "progen3-3b",
    ],
)
def test_sequences_are_no_clusters_without_a_source(id: str) -> None:
    assert id not in FOUND


def test_another_average_length() -> None:
    (longer,) = (each for each in clusters.diversity(650) if each.model.id == "esm2-15b")
    short = FOUND["esm2-15b"]
    assert longer.by_clusters == pytest.approx(2 * (short.by_clusters or 0))
    assert (longer.seen, longer.draws) == (short.seen, pytest.approx((short.draws or 0) / 2))
    with pytest.raises(OutOfRange):
        clusters.diversity(0)


class TestConclusions:
    def test_order_by_clusters_and_by_sequences(self, catalog: Catalog) -> None:
        said = " ".join(clusters.conclusions(list(FOUND.values()), proteins(catalog)))
        assert f"{len(FOUND)} of {proteins(catalog)} protein models" in said
        assert "ESM-2 has more sequences than Ankh but fewer clusters." in said
        assert "ESM-2 has 65M sequences in 43M clusters at 50 % identity, 1.51 to a cluster" in said

    def test_the_remark_cannot_be_tested_where_it_was_made(self, catalog: Catalog) -> None:
        families = {each.model.family for each in FOUND.values()}
        assert families.isdisjoint(clusters.REMARKED)
        said = clusters.conclusions(list(FOUND.values()), proteins(catalog))
        assert "No source states clusters for ProGen2 or xTrimoPGLM" in said[-2]
        assert said[-1] == clusters.LIMITS

    def test_once_its_models_have_clusters_it_is_not_said(self) -> None:
        first = FOUND["esm2-15b"]
        named = [first._replace(model=_of_family(first, family)) for family in clusters.REMARKED]
        assert not any("cannot be tested" in sentence for sentence in clusters.conclusions(named, 2))

    def test_nothing_on_record(self) -> None:
        said = clusters.conclusions([], 5)
        assert said[0] == "0 of 5 protein models have a number of clusters on record."
        assert len(said) == 3


def _of_family(each: Diversity, family: str) -> object:
    from plm_ratios.catalog.entries import Model

    return Model(id=family, name=family, family=family, facts=each.model.facts)


def test_the_page_on_the_method_shows_these_numbers(catalog: Catalog) -> None:
    page = " ".join(METHOD.read_text(encoding="utf-8").split())
    for each in clusters.one_of_each_set(list(FOUND.values())):
        assert " ".join(row(each).split()) in page
    for sentence in clusters.conclusions(list(FOUND.values()), proteins(catalog)):
        assert sentence in page


def row(each: Diversity) -> str:
    """A row of the table."""

    def ratio(value: float | None) -> str:
        return formatting.NONE if value is None else formatting.ratio(value)

    cells = (
        each.model.name,
        formatting.count(each.sequences) if each.sequences else formatting.NONE,
        formatting.count(each.clusters),
        f"{each.identity} %",
        *map(ratio, (each.per_cluster, each.by_sequences, each.by_clusters, each.seen)),
    )
    return f"| {' | '.join(cells)} |"
