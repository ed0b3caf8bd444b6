"""Every model and every dataset keeps the rules of docs/catalog.md; a failure names the entry."""

from __future__ import annotations

import datetime
import difflib
import re
from collections import defaultdict
from pathlib import Path
from typing import Iterator

import pytest

from plm_ratios.analysis import ratios
from plm_ratios.catalog import Catalog, Dataset, Entry, Model, fold, load
from plm_ratios.catalog.facts import QUANTITIES, Fact, Source
from plm_ratios.curation import build, yaml_files
from plm_ratios.curation.derive import Derivation
from plm_ratios.errors import NotAvailable, UnknownName
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA

CONFIDENCES = ("high", "medium", "low")
MODELS, DATASETS = load().models, load().datasets
NUMBERS = Path(__file__).parent / "data" / "research_numbers.tsv"


def by_id(entry: Entry) -> str:
    return entry.id


every_entry = pytest.mark.parametrize("entry", [*MODELS, *DATASETS], ids=by_id)
every_model = pytest.mark.parametrize("model", MODELS, ids=by_id)


@pytest.fixture(scope="session")
def draft() -> yaml_files.Draft:
    """The YAML files that the catalog is compiled from."""
    return yaml_files.read()


@pytest.fixture(scope="session")
def derivation(draft: yaml_files.Draft) -> Derivation:
    return Derivation(draft)


def facts_of(entry: Entry) -> Iterator[tuple[str, Fact]]:
    for quantity, facts in entry.facts.items():
        for number, fact in enumerate(facts):
            yield f"{entry.id}: {quantity}.{number}", fact


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
    @every_entry
    def test_it_is_found_by_id_name_and_alias_however_they_are_spelt(
        self, entry: Entry, catalog: Catalog
    ) -> None:
        look_up = catalog.model if isinstance(entry, Model) else catalog.dataset
        for name in (entry.id, entry.name, *entry.aliases):
            for spelling in respelt(name):
                assert look_up(spelling) is entry
                assert catalog.find(spelling) is entry
                assert catalog.entry(spelling) is entry

    @every_entry
    def test_it_shares_no_name_with_another(self, entry: Entry) -> None:
        own = {fold(name) for name in (entry.id, entry.name, *entry.aliases)}
        for other in (*MODELS, *DATASETS):
            if other is not entry:
                assert not own & {fold(name) for name in (other.id, other.name, *other.aliases)}, other.id

    @every_entry
    def test_every_claim_has_a_source_and_a_place_or_a_formula(self, entry: Entry) -> None:
        for where, fact in facts_of(entry):
            assert fact.formula or fact.source, where
            assert fact.locator or not fact.source, where

    @every_entry
    def test_every_claim_gives_a_number_above_zero_or_a_range(self, entry: Entry) -> None:
        for where, fact in facts_of(entry):
            if fact.range:
                assert fact.value is None and 0 < fact.range[0] < fact.range[1], where
            else:
                assert fact.value is not None and fact.value > 0, where

    @every_entry
    def test_every_quantity_is_known(self, entry: Entry) -> None:
        assert set(entry.facts) <= set(QUANTITIES)

    @every_entry
    def test_every_formula_recomputes_to_the_compiled_number(
        self, entry: Entry, draft: yaml_files.Draft, derivation: Derivation
    ) -> None:
        written = next(each for each in draft.entries if each.id == entry.id)
        assert list(written.facts) == list(entry.facts)
        for quantity, facts in written.facts.items():
            compiled = entry.facts_about(quantity)
            assert [derivation.value(written, fact) for fact in facts] == [c.value for c in compiled]
            assert [fact.formula or "" for fact in facts] == [c.formula for c in compiled]

    @every_entry
    def test_every_source_resolves(self, entry: Entry, catalog: Catalog) -> None:
        for where, fact in facts_of(entry):
            for source in (fact.source, fact.via):
                assert source is None or source is catalog.sources[source.id], where
        remarks = entry.remarks if isinstance(entry, Model) else ()
        for cited in (*entry.citations.values(), *remarks):  # type: ignore[attr-defined]
            assert cited["source"] in catalog.sources and cited["locator"]
            assert cited.get("via", cited["source"]) in catalog.sources

    @every_entry
    def test_no_claim_is_preferred_over_one_of_higher_confidence(self, entry: Entry) -> None:
        for quantity, facts in entry.facts.items():
            ranks = [CONFIDENCES.index(fact.confidence) for fact in facts if fact.range is None]
            assert not ranks or ranks[0] == min(ranks), quantity

    @every_entry
    def test_claims_that_differ_say_why(self, entry: Entry) -> None:
        for quantity, facts in entry.facts.items():
            values = [fact.value for fact in facts if fact.value is not None]
            if values and max(values) > 1.005 * min(values):
                assert any(fact.note for fact in facts), quantity

    @every_entry
    @pytest.mark.parametrize(
        ("part", "whole"), [("tokens_unique", "tokens_seen"), ("params_active", "params_total")]
    )
    def test_a_part_is_no_larger_than_the_whole(self, entry: Entry, part: str, whole: str) -> None:
        smaller, larger = entry.value(part), entry.value(whole)
        assert smaller is None or larger is None or smaller <= larger

    @every_entry
    def test_quotes_are_short_and_notes_are_sentences(self, entry: Entry) -> None:
        for where, fact in facts_of(entry):
            assert len(fact.quote.split()) <= 40, where
            assert not fact.note or re.match(r"[A-Z0-9\"].*[.!?)\"]$", fact.note, re.DOTALL), where


class TestEveryModel:
    @every_model
    def test_parameters_counted_agree_with_those_stated_or_a_note_says_why_not(self, model: Model) -> None:
        try:
            counted = ratios.exact_parameters(model)
        except NotAvailable:
            assert not model.architecture
            return
        assert counted == pytest.approx(ratios.parameters(model), rel=0.03) or model.architecture_note

    @every_model
    def test_it_was_released_on_a_date_that_exists(self, model: Model) -> None:
        if model.released:
            written = datetime.date.fromisoformat((model.released + "-01-01")[:10])
            assert datetime.date(2015, 1, 1) < written <= datetime.date.fromisoformat(load().edition)

    @every_model
    def test_its_datasets_are_in_the_catalog(self, model: Model, catalog: Catalog) -> None:
        for name in model.datasets:
            assert catalog.dataset(name).id == name

    @every_model
    def test_its_words_are_known_and_cited(self, model: Model) -> None:
        assert model.kind in ("protein", "antibody", "msa", "dna")
        assert model.weights in ("", "open", "restricted", "closed")
        for key in ("objective", "released", "weights", "license"):
            assert not getattr(model, key) or key in model.citations, key

    @every_model
    def test_its_family_lists_it(self, model: Model, catalog: Catalog) -> None:
        assert model in catalog.family(model.family)


@pytest.mark.parametrize("source", load().sources.values(), ids=lambda source: source.id)
def test_every_source_can_be_found_by_a_reader(source: Source) -> None:
    assert source.title and source.short
    assert not source.url or re.match(r"https?://[^\s/]+\.[^\s]+$", source.url)
    assert source.year is None or 1990 < source.year <= int(load().edition[:4])


class TestFiles:
    def test_the_compiled_catalog_is_what_the_yaml_builds(self) -> None:
        compiled = (yaml_files.DATA / "catalog.json").read_text(encoding="utf-8")
        same = compiled == build.compiled()  # a plain yes or no: the diff of a megabyte helps nobody
        assert same, "catalog.json is not what the YAML files build; run: plm-ratios catalog build"

    @pytest.mark.parametrize("path", yaml_files.files_of(yaml_files.DATA), ids=lambda path: path.name)
    def test_every_file_is_in_canonical_form(self, path: Path) -> None:
        same = path.read_text(encoding="utf-8") == yaml_files.canonical(path)
        assert same, f"{path.name} is not in canonical form; run: plm-ratios catalog format"


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
    @pytest.mark.parametrize("entry", numbers())
    def test_its_numbers_are_those_of_the_research(self, entry: str, catalog: Catalog) -> None:
        found = catalog.entry(entry)
        assert found.id == entry
        for quantity, stated, address in numbers()[entry]:
            facts = found.facts_about(quantity)
            if ".." in stated:
                assert tuple(map(float, stated.split(".."))) in [fact.range for fact in facts], quantity
            else:
                within = ROUNDED.get((entry, quantity), 0.002)
                values = [fact.value for fact in facts if fact.value is not None]
                assert any(value == pytest.approx(float(stated), rel=within) for value in values), (
                    f"{entry} has no {quantity} of {stated} ({address}), only {values}"
                )

    def test_no_more_than_a_handful_of_entries_stand_without_it(self, catalog: Catalog) -> None:
        """Entries that came later are checked by their own review."""
        assert len(numbers()) >= 0.8 * len([*catalog.models, *catalog.datasets])


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
        monkeypatch.setattr(difflib, "get_close_matches", lambda name, *_, **__: compared.append(name) or [])
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
