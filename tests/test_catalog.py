"""Every model and every dataset keeps the rules of docs/catalog.md; a failure names each that does not."""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Iterator

import pytest

from breaches import every_breach
from bundled_yaml import compiled, draft
from plm_ratios.analysis import ratios
from plm_ratios.catalog import Catalog, Dataset, Entry, Model, fold, load
from plm_ratios.catalog.facts import QUANTITIES, Fact
from plm_ratios.catalog.loading import from_json, from_lines
from plm_ratios.catalog.nearest_names import NameIndex
from plm_ratios.curation import yaml_files
from plm_ratios.curation.derive import Derivation
from plm_ratios.errors import NotAvailable, UnknownName
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA

CONFIDENCES = ("high", "medium", "low")
MODELS, DATASETS = load().models, load().datasets
ENTRIES = (*MODELS, *DATASETS)
NUMBERS = Path(__file__).parent / "data" / "research_numbers.tsv"


def facts_of(entry: Entry) -> Iterator[tuple[str, Fact]]:
    for quantity, facts in entry.facts.items():
        for number, fact in enumerate(facts):
            yield f"{entry.id}: {quantity}.{number}", fact


def every_fact() -> Iterator[tuple[str, Fact]]:
    """Every fact of the catalog, with where it stands."""
    for entry in ENTRIES:
        yield from facts_of(entry)


def every_quantity() -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """The facts about each quantity of each entry, with where they stand."""
    for entry in ENTRIES:
        for quantity, facts in entry.facts.items():
            yield f"{entry.id}: {quantity}", facts


def respelt(name: str) -> set[str]:
    """The ways in which people write a name."""
    spellings = {name, name.upper(), name.lower(), f" {name} ", re.sub("[-_ ]", "", name)}
    return spellings | {re.sub("[-_ ]", separator, name) for separator in ("-", "_", " ", "–", "\u00a0")}


def test_there_are_at_least_90_models_and_40_datasets() -> None:
    assert len(MODELS) >= 90
    assert len(DATASETS) >= 40


def test_nearly_every_model_says_how_many_parameters_it_has() -> None:
    assert len([model for model in MODELS if model.value("params_total")]) >= 90


class TestEveryEntry:
    def test_it_is_found_by_id_name_and_alias_however_they_are_spelt(self, catalog: Catalog) -> None:
        with every_breach() as at:
            for entry in ENTRIES:
                look_up = catalog.model if isinstance(entry, Model) else catalog.dataset
                for name in (entry.id, entry.name, *entry.aliases):
                    for spelling in respelt(name):
                        with at(f"{entry.id}: {spelling!r}"):
                            assert look_up(spelling) is entry
                            assert catalog.find(spelling) is entry
                            assert catalog.entry(spelling) is entry

    def test_it_shares_no_name_with_another(self) -> None:
        owners = defaultdict(set)
        for entry in ENTRIES:
            for name in (entry.id, entry.name, *entry.aliases):
                owners[fold(name)].add(entry.id)
        assert sum(map(len, owners.values())) >= len(ENTRIES)
        with every_breach() as at:
            for name, ids in owners.items():
                with at(name):
                    assert len(ids) == 1, ids

    def test_every_fact_has_a_source_and_a_place_or_a_formula(self) -> None:
        with every_breach() as at:
            for where, fact in every_fact():
                with at(where):
                    assert fact.formula or fact.source
                    assert fact.locator or not fact.source

    def test_every_fact_gives_a_number_above_zero_or_a_range(self) -> None:
        with every_breach() as at:
            for where, fact in every_fact():
                with at(where):
                    if fact.range:
                        assert fact.value is None and 0 < fact.range[0] < fact.range[1]
                    else:
                        assert fact.value is not None and fact.value > 0

    def test_every_quantity_is_known(self) -> None:
        with every_breach() as at:
            for entry in ENTRIES:
                with at(entry.id):
                    assert set(entry.facts) <= set(QUANTITIES)

    def test_every_formula_recomputes_to_the_compiled_number(self) -> None:
        derivation = Derivation(draft())
        written = {entry.id: entry for entry in draft().entries}
        with every_breach() as at:
            for entry in ENTRIES:
                with at(entry.id):
                    assert list(written[entry.id].facts) == list(entry.facts)
                for quantity, facts in written[entry.id].facts.items():
                    with at(f"{entry.id}: {quantity}"):
                        compiled = entry.facts_about(quantity)
                        values = [derivation.value(written[entry.id], fact) for fact in facts]
                        assert values == [fact.value for fact in compiled]
                        assert [fact.formula or "" for fact in facts] == [fact.formula for fact in compiled]

    def test_every_source_resolves(self, catalog: Catalog) -> None:
        with every_breach() as at:
            for where, fact in every_fact():
                for source in (fact.source, fact.via):
                    with at(where):
                        assert source is None or source is catalog.sources[source.id]
            for entry in ENTRIES:
                remarks = entry.remarks if isinstance(entry, Model) else ()
                for cited in (*entry.citations.values(), *remarks):  # type: ignore[attr-defined]
                    with at(f"{entry.id}: {cited}"):
                        assert cited["source"] in catalog.sources and cited["locator"]
                        assert cited.get("via", cited["source"]) in catalog.sources

    def test_no_fact_is_preferred_over_one_of_higher_confidence(self) -> None:
        with every_breach() as at:
            for where, facts in every_quantity():
                ranks = [CONFIDENCES.index(fact.confidence) for fact in facts if fact.range is None]
                with at(where):
                    assert not ranks or ranks[0] == min(ranks)

    def test_facts_that_differ_say_why(self) -> None:
        with every_breach() as at:
            for where, facts in every_quantity():
                values = [fact.value for fact in facts if fact.value is not None]
                if values and max(values) > 1.005 * min(values):
                    with at(where):
                        assert any(fact.note for fact in facts)

    @pytest.mark.parametrize(
        ("part", "whole"), [("tokens_unique", "tokens_seen"), ("params_active", "params_total")]
    )
    def test_a_part_is_no_larger_than_the_whole(self, part: str, whole: str) -> None:
        with every_breach() as at:
            for entry in ENTRIES:
                smaller, larger = entry.value(part), entry.value(whole)
                with at(entry.id):
                    assert smaller is None or larger is None or smaller <= larger

    def test_quotes_are_short_and_notes_are_sentences(self) -> None:
        with every_breach() as at:
            for where, fact in every_fact():
                with at(where):
                    assert len(fact.quote.split()) <= 40
                    assert not fact.note or re.match(r"[A-Z0-9\"].*[.!?)\"]$", fact.note, re.DOTALL)


class TestEveryModel:
    def test_parameters_counted_agree_with_those_stated_or_a_note_says_why_not(self) -> None:
        with every_breach() as at:
            for model in MODELS:
                with at(model.id):
                    try:
                        counted = ratios.exact_parameters(model)
                    except NotAvailable:
                        assert not model.architecture
                        continue
                    stated = ratios.parameters(model)
                    assert counted == pytest.approx(stated, rel=0.03) or model.architecture_note

    def test_it_was_released_on_a_date_that_exists(self, catalog: Catalog) -> None:
        edition = datetime.date.fromisoformat(catalog.edition)
        with every_breach() as at:
            for model in MODELS:
                if model.released:
                    with at(f"{model.id}: {model.released}"):
                        written = datetime.date.fromisoformat((model.released + "-01-01")[:10])
                        assert datetime.date(2015, 1, 1) < written <= edition

    def test_its_datasets_are_in_the_catalog(self, catalog: Catalog) -> None:
        with every_breach() as at:
            for model in MODELS:
                for name in model.datasets:
                    with at(f"{model.id}: {name}"):
                        assert catalog.dataset(name).id == name

    def test_its_words_are_known_and_cited(self) -> None:
        with every_breach() as at:
            for model in MODELS:
                with at(model.id):
                    assert model.kind in ("protein", "antibody", "msa", "dna", "rna")
                    assert model.weights in ("", "open", "restricted", "closed")
                for key in ("objective", "released", "weights", "license"):
                    with at(f"{model.id}: {key}"):
                        assert not getattr(model, key) or key in model.citations

    def test_its_family_lists_it(self, catalog: Catalog) -> None:
        with every_breach() as at:
            for model in MODELS:
                with at(model.id):
                    assert model in catalog.family(model.family)


def test_every_source_can_be_found_by_a_reader(catalog: Catalog) -> None:
    with every_breach() as at:
        for source in catalog.sources.values():
            with at(source.id):
                assert source.title and source.short
                assert not source.url or re.match(r"https?://[^\s/]+\.[^\s]+$", source.url)
                assert source.year is None or 1990 < source.year <= int(catalog.edition[:4])


def said(entry: Entry) -> dict[str, object]:
    """All that an entry holds."""
    stages = [said(stage) for stage in getattr(entry, "stages", ())]
    return {**vars(entry), "facts": dict(entry.facts), "stages": stages}


class TestFiles:
    def test_the_compiled_catalog_is_what_the_yaml_builds(self) -> None:
        shipped = (yaml_files.DATA / "catalog.json").read_text(encoding="utf-8")
        same = shipped == compiled()["catalog.json"]  # yes or no: the diff of a megabyte helps nobody
        assert same, "catalog.json is not what the YAML files build; run: plm-ratios catalog build"

    def test_read_entry_by_entry_it_is_the_same_catalog(self) -> None:
        text = (yaml_files.DATA / "catalog.json").read_bytes()
        by_entry, whole = from_lines(text), from_json(json.loads(text))
        for keys in ("model_keys", "dataset_keys"):
            ours, theirs = getattr(by_entry, keys), getattr(whole, keys)
            assert list(ours) == list(theirs)
            for name in reversed(list(theirs)):
                assert said(ours[name]) == said(theirs[name]), name
                assert ours[name] is by_entry.find(ours[name].id)
        assert [model.id for model in by_entry.models[-3:]] == [model.id for model in whole.models[-3:]]

    def test_every_file_is_in_canonical_form(self) -> None:
        with every_breach() as at:
            for name, file in draft().files.items():
                with at(name):
                    same = file.text == yaml_files.formatted(file)
                    assert same, "is not in canonical form; run: plm-ratios catalog format"


def numbers() -> dict[str, list[tuple[str, str, str]]]:
    """The research file's quantity, value and address of each entry."""
    found = defaultdict(list)
    lines = [line for line in NUMBERS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for line in lines[1:]:
        entry, *rest = line.split("\t")
        found[entry].append(tuple(rest))
    return found


# Where the research file rounds what the catalog computes, by more than one part in 500: none today.
ROUNDED: dict[tuple[str, str], float] = {}


class TestAgainstTheResearch:
    def test_its_numbers_are_those_of_the_research(self, catalog: Catalog) -> None:
        with every_breach() as at:
            for entry, rows in numbers().items():
                found = catalog.entry(entry)
                with at(entry):
                    assert found.id == entry
                for quantity, stated, address in rows:
                    facts = found.facts_about(quantity)
                    within = ROUNDED.get((entry, quantity), 0.002)
                    values = [fact.value for fact in facts if fact.value is not None]
                    with at(f"{entry}: {quantity} of {stated} ({address})"):
                        if ".." in stated:
                            assert tuple(map(float, stated.split(".."))) in [fact.range for fact in facts]
                        else:
                            near = pytest.approx(float(stated), rel=within)
                            assert any(value == near for value in values), f"there are only {values}"

    def test_it_covers_the_entries_that_it_began_with(self) -> None:
        """Entries that came later are checked by their own review."""
        assert len(numbers()) >= 200


class TestLookup:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("esm2 15", "ESM-2 15B"),
            ("ESM2 15 billion", "ESM-2 15B"),
            ("esm-2 650", "ESM-2 650M"),
            ("esmc 600", "ESM C 600M"),
            ("progen2 xl", "ProGen2-xlarge"),
            ("progen2 xlrage", "ProGen2-xlarge"),
            ("xtrimo", "xTrimoPGLM-100B"),
            ("xtrimopglm 100", "xTrimoPGLM-100B"),
            ("prottrans", "ProtT5-XL-U50"),
            ("protbertt", "ProtBERT"),
            ("proteinbrt", "ProteinBERT"),
            ("rita", "RITA-XL"),
            ("saprot", "SaProt 650M"),
            ("amplfy 350m", "AMPLIFY 350M"),
            ("tranceptoin", "Tranception L"),
        ],
    )
    def test_a_wrong_name_brings_up_the_model_that_was_meant(
        self, typed: str, meant: str, catalog: Catalog
    ) -> None:
        with pytest.raises(UnknownName) as caught:
            catalog.model(typed)
        assert meant in caught.value.nearest
        assert meant in str(caught.value) and typed in str(caught.value)
        assert len(caught.value.nearest) <= 4

    def test_the_nearest_names_are_looked_for_when_somebody_asks(
        self, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A column of unknown names costs no more than to find out that they are unknown."""
        compared: list[str] = []
        monkeypatch.setattr(NameIndex, "nearest", lambda _, name: compared.append(name) or ())
        answers = FUNCTIONS["RATIO"]([[f"no such model {number}"] for number in range(100)])
        assert answers == [[NA]] * 100
        assert compared == []
        assert "No model is called" in FUNCTIONS["WHY"]("no such model 7")
        assert compared

    @pytest.mark.parametrize(("typed", "meant"), [("unirf50", "UniRef50"), ("bfd 10", "BFD100")])
    def test_a_wrong_name_brings_up_the_dataset_that_was_meant(
        self, typed: str, meant: str, catalog: Catalog
    ) -> None:
        with pytest.raises(UnknownName) as caught:
            catalog.dataset(typed)
        assert meant in caught.value.nearest

    def test_models_are_offered_for_models_and_datasets_for_datasets(self, catalog: Catalog) -> None:
        models, datasets = {model.name for model in MODELS}, {dataset.name for dataset in DATASETS}
        assert set(catalog.nearest("xtrimo", "model")) <= models
        assert set(catalog.nearest("xtrimo", "dataset")) <= datasets
        assert "xTrimoPGLM corpus" in catalog.nearest("xtrimo", "dataset")

    def test_a_wrong_family_brings_up_the_family_that_was_meant(self, catalog: Catalog) -> None:
        with pytest.raises(UnknownName, match="ProtTrans"):
            catalog.family("ProtTran")

    @pytest.mark.parametrize("typed", ["", " - ", "qwertyuiop", "🧬", "x" * 10_000])
    def test_a_name_like_no_other_is_refused_without_a_guess(self, typed: str, catalog: Catalog) -> None:
        with pytest.raises(UnknownName) as caught:
            catalog.entry(typed)
        assert caught.value.nearest == ()
        assert "Nearest" not in str(caught.value)

    def test_a_quantity_that_is_not_on_record_lists_those_that_are(self, catalog: Catalog) -> None:
        model = catalog.model("ESM-2 15B")
        with pytest.raises(NotAvailable, match=r"has no tokens_unique on record\. It has: params_total"):
            catalog.source_of(model, "tokens_unique")

    def test_a_range_is_cited_where_only_that_is_published(self, catalog: Catalog) -> None:
        model = catalog.model("ProGen2-small")
        assert model.value("tokens_seen") is None
        assert catalog.source_of(model, "tokens_seen").range == (175e9, 400e9)


def test_models_and_datasets_are_told_apart(catalog: Catalog) -> None:
    assert isinstance(catalog.entry("esm2-15b"), Model) and isinstance(catalog.entry("bfd100"), Dataset)
    with pytest.raises(UnknownName):
        catalog.model("bfd100")
    with pytest.raises(UnknownName):
        catalog.dataset("esm2-15b")
