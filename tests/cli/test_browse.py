"""catalog list, search and show, laws: for people who do not know the names yet."""

from __future__ import annotations

import json

import pytest

from cli.command_line import Run, refused
from plm_ratios.analysis import scaling_laws
from plm_ratios.catalog import load


@pytest.fixture(autouse=True)
def _a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def names_of(run: Run, *words: str) -> list[str]:
    records = json.loads(run(*words, "--json").out)
    return [next(iter(record.values())) for record in records]


class TestList:
    @pytest.mark.parametrize("word", ["protbert", "ProtBERT", "prot_bert"])
    def test_a_part_of_a_name_lists_all_that_hold_it(self, run: Run, word: str) -> None:
        assert names_of(run, "catalog", "list", word) == ["ProtBERT", "ProtBERT-BFD", "DistilProtBert"]

    def test_a_family_lists_its_members_and_no_other_names_that_hold_the_word(self, run: Run) -> None:
        assert names_of(run, "catalog", "list", "ESM-2") == [model.name for model in load().family("ESM-2")]

    def test_words_are_alternatives_and_nothing_comes_twice(self, run: Run) -> None:
        both = names_of(run, "catalog", "list", "ESM-2", "esm2-15b", "progen3")
        assert both[:6] == [model.name for model in load().family("ESM-2")]
        assert len(both) == len(set(both)) and "ProGen3-46B" in both

    def test_datasets_by_part_of_their_name(self, run: Run) -> None:
        found = names_of(run, "catalog", "list", "--datasets", "bfd")
        assert "BFD100" in found and all("BFD" in name for name in found)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["progen 9x"], 'No model or family is called "progen 9x", or in part. Nearest: '),
            (["--datasets", "unirev50"], 'No dataset is called "unirev50", or in part. Nearest: UniRef50'),
            (["qqqq"], "plm-ratios catalog search WORDS"),
        ],
    )
    def test_nothing_found_is_one_line_that_goes_on(self, run: Run, words: list[str], said: str) -> None:
        refused(run("catalog", "list", *words), said)


class TestSearch:
    def test_names_come_first_then_what_is_about_the_word(self, run: Run) -> None:
        found = names_of(run, "catalog", "search", "antibody")
        assert {"IgLM", "AbLang-2", "OAS (unclustered)"} <= set(found)
        assert found.index("IgLM") < found.index("ProGen2-OAS")

    def test_every_word_must_fit(self, run: Run) -> None:
        found = names_of(run, "catalog", "search", "esm", "15b")
        assert found == ["ESM-2 15B"]

    def test_by_training_set_and_objective(self, run: Run) -> None:
        found = names_of(run, "catalog", "search", "uniref50", "CLM")
        assert "ProtGPT2" in found and "ESM-2 15B" not in found

    def test_models_and_datasets_are_told_apart(self, run: Run) -> None:
        records = json.loads(run("catalog", "search", "OAS", "--json").out)
        assert {record["what"] for record in records} == {"model", "dataset"}
        assert "plm-ratios catalog show NAME" in run("catalog", "search", "OAS").out

    def test_nothing_found_names_the_nearest(self, run: Run) -> None:
        refused(run("catalog", "search", "ESM2 15 bilion"), "Nearest: ESM-2 15B")


class TestShow:
    def test_a_family_lists_its_members(self, run: Run) -> None:
        end = run("catalog", "show", "ESM-2")
        assert end.code == 0
        for model in load().family("ESM-2"):
            assert model.name in end.out
        assert "Name one of these to see its facts and their sources." in end.out

    def test_a_part_that_only_one_name_has_shows_that_one(self, run: Run) -> None:
        end = run("catalog", "show", "pglm-100")
        assert end.out.startswith("xTrimoPGLM-100B  (model xtrimopglm-100b)")

    def test_a_part_that_several_names_have_lists_them(self, run: Run) -> None:
        end = run("catalog", "show", "progen2-b")
        assert "ProGen2-base" in end.out and "ProGen2-BFD90" in end.out and "confidence" not in end.out

    def test_several_names_one_after_another(self, run: Run) -> None:
        end = run("catalog", "show", "esm2-15b", "BFD100")
        assert end.out.index("(model esm2-15b)") < end.out.index("(dataset ")

    def test_a_name_is_not_taken_for_a_part_of_longer_ones(self, run: Run) -> None:
        assert run("catalog", "show", "ProtBERT").out.startswith("ProtBERT  (model")


class TestLaws:
    def test_every_law_with_what_it_advises(self, run: Run) -> None:
        end = run("laws")
        for law in scaling_laws.laws():
            (line,) = [line for line in end.out.splitlines() if f" {law.id} " in line]
            assert law.name in line and law.domain in line

    def test_one_law_with_what_to_beware_of(self, run: Run) -> None:
        end = run("laws", "Cheng MLM")
        for caveat in scaling_laws.law("Cheng MLM").caveats:
            assert caveat in end.words

    def test_a_law_that_there_is_not_names_the_nearest(self, run: Run) -> None:
        refused(run("laws", "chinchila"), "Nearest: chinchilla")
