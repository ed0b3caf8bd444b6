"""What repeated protein data was worth: the readings on made-up runs, and the results that are kept."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest

import rerun
import worth
from plm_ratios.analysis.law_book import law
from plm_ratios.analysis.repetition import effective_tokens
from released_runs import COMMIT, PAIRS, REPOSITORY, UNIQUE, Curve

ROOT = Path(__file__).parents[2]
RESULTS = json.loads(rerun.RESULTS.read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "repetition.md").read_text(encoding="utf-8")
CLONE = os.environ.get("PLM_RATIOS_SCALING_REPO", "")

PASS, LENGTH = 15e9, 200e9
RERUN = 0.016


def loss_of(tokens: np.ndarray | float) -> np.ndarray:
    """The loss after so many fresh tokens, in these made-up runs."""
    return 1.9 + 2200 / np.asarray(tokens) ** 0.36


def made_up(worth_of: np.ndarray, tokens: np.ndarray) -> Curve:
    return Curve(tokens, loss_of(worth_of))


TOKENS = np.linspace(LENGTH / 600, LENGTH, 600)
FRESH = made_up(TOKENS, TOKENS)
ENDED = [made_up(TOKENS * part, TOKENS * part) for part in (0.25, 0.5, 0.75)]
REPEATED = made_up(np.array([effective_tokens(PASS, each, 4.0) for each in TOKENS]), TOKENS)
OVERFITTED = Curve(TOKENS, REPEATED.loss + 0.4 * np.maximum(TOKENS / LENGTH - 0.6, 0) ** 2)


def read(repeated: Curve, shorter: list[Curve]) -> worth.Worth:
    return worth.worth(repeated, FRESH, shorter, PASS, RERUN, seed=7)


class TestReadings:
    def test_repeated_data_are_worth_what_the_law_made_them(self) -> None:
        """Made by R* = 4: read on the same schedule, and by runs that ended, it comes out again."""
        found = read(REPEATED, ENDED)
        made = effective_tokens(PASS, LENGTH, 4.0)
        assert found.ended is not None
        assert found.same_schedule.value == pytest.approx(made, rel=0.02)
        assert found.ended.value == pytest.approx(made, rel=0.02)
        assert worth.r_star(found.same_schedule.value / PASS, found.passes) == pytest.approx(4.0, rel=0.03)

    def test_the_first_pass_is_worth_itself(self) -> None:
        assert read(REPEATED, []).first_pass.value == pytest.approx(PASS, rel=0.02)

    def test_fresh_data_are_worth_all_they_are(self) -> None:
        assert read(FRESH, ENDED).same_schedule.value == pytest.approx(LENGTH, rel=0.02)

    def test_a_worse_corpus_shows_in_the_first_pass_and_cancels_out(self) -> None:
        """Each of its tokens is worth 0.7 of a fresh one, seen once or often: R* is 4 all the same."""
        other = made_up(0.7 * np.array([effective_tokens(PASS, each, 4.0) for each in TOKENS]), TOKENS)
        found = read(other, ENDED)
        assert found.ended is not None
        assert found.first_pass.value / PASS == pytest.approx(0.7, rel=0.02)
        joint = worth.r_star_of([found.ended.over(found.first_pass)], found.passes)
        assert joint.value == pytest.approx(4.0, rel=0.05)

    def test_the_interval_holds_the_value_and_grows_with_what_reruns_differ(self) -> None:
        narrow, wide = (
            worth.worth(REPEATED, FRESH, ENDED, PASS, rerun_differs, seed=7).same_schedule
            for rerun_differs in (0.004, 0.016)
        )
        assert narrow.interval[0] < narrow.value < narrow.interval[1]
        assert wide.interval[0] < narrow.interval[0] and narrow.interval[1] < wide.interval[1]

    def test_a_run_that_gets_worse_has_its_lowest_loss_where_it_was(self) -> None:
        found = read(OVERFITTED, [])
        tokens, loss = found.lowest
        assert PASS < tokens < 0.9 * LENGTH
        assert loss == pytest.approx(OVERFITTED.loss.min(), abs=0.001)
        assert found.final_loss > loss + 0.02
        assert found.same_schedule.value < read(REPEATED, []).same_schedule.value

    def test_without_runs_that_ended_there_is_no_such_reading(self) -> None:
        assert read(REPEATED, []).ended is None

    def test_a_single_wild_point_moves_nothing_much(self) -> None:
        loss = REPEATED.loss.copy()
        loss[-1] += 0.05
        moved = read(Curve(TOKENS, loss), []).same_schedule
        assert moved.value > 0.8 * read(REPEATED, []).same_schedule.value


class TestConstant:
    @pytest.mark.parametrize("constant", [0.5, 3.3, 15.387756, 60.0])
    def test_it_inverts_the_law(self, constant: float) -> None:
        given = effective_tokens(1.0, 13.0, constant)
        assert worth.r_star(given, 13.0) == pytest.approx(constant, rel=1e-6)

    def test_it_ends_where_the_law_ends(self) -> None:
        assert worth.r_star(0.8, 13.0) == 0  # less than one pass: no constant does that
        assert worth.r_star(13.0, 13.0) == np.inf


class TestResults:
    def test_they_name_repository_commit_and_every_file(self) -> None:
        assert (RESULTS["repository"], RESULTS["commit"]) == (REPOSITORY, COMMIT)
        assert [run["run"] for run in RESULTS["runs"]] == [name for pair in PAIRS for name in pair.repeated]
        assert all(len(run["files"]) >= 2 for run in RESULTS["runs"])

    def test_they_come_out_again(self) -> None:
        if not CLONE:
            pytest.skip(f"set PLM_RATIOS_SCALING_REPO to a clone of {REPOSITORY} to derive them again")
        again, _ = rerun.derive(Path(CLONE))
        assert json.dumps(again["runs"]) == json.dumps(RESULTS["runs"])
        assert again["r_star_of_clm"] == RESULTS["r_star_of_clm"]

    def test_the_law_has_their_constants(self) -> None:
        facts = law("repetition-protein-clm").constants["r_star"]
        kept = list(RESULTS["r_star_of_clm"].values())
        assert [fact.value for fact in facts] == [each["value"] for each in kept]
        for fact, each in zip(facts, kept):
            low, high = each["interval"]
            assert f"{low} to {high}" in fact.note
            assert fact.confidence == "low"

    def test_the_warnings_say_what_they_say(self) -> None:
        warnings = law("repetition-text").warnings
        (masked,), (causal,) = warnings["MLM"], warnings["CLM"]
        assert f"after {_passes()} passes" in masked
        assert f"worth {_from_to('CLM', ('1.2B', '3B'))} billion" in causal

    def test_the_caveats_say_what_they_say(self) -> None:
        caveats = " ".join(law("repetition-text").caveats + law("repetition-protein-clm").caveats)
        said = round(effective_tokens(UNIQUE, 200e9, law("repetition-text").constant("r_star")) / 1e9)
        for text in (
            f"worth {_from_to('CLM', ('1.2B', '3B'))} billion fresh tokens to causal models",
            f"where it says {said}",
            f"{_from_to('MLM', ('3B',))} billion to a masked model",
            f"{_passes()} passes",
            f"worth {_first_pass('CLM')} % of the larger corpus",
        ):
            assert text in caveats


class TestPage:
    def test_its_tables_are_the_results(self) -> None:
        rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in PAGE.splitlines()]
        for run in RESULTS["runs"]:
            found = run["worth_in_billions_of_fresh_tokens"]
            assert (
                f"{run['objective']} {run['size']}",
                run["run"],
                _shown(found["first_pass"]),
                _shown(found["end_on_same_schedule"]),
                _shown(found["end_by_runs_that_ended"]),
                f"{run['lowest_at_passes']}",
                f"{run['rise_since_lowest']:.3f}",
            ) in rows

    def test_its_constants_are_the_results(self) -> None:
        for each in RESULTS["r_star_of_clm"].values():
            low, high = each["interval"]
            assert f"{each['value']} ({low} to {high})" in PAGE

    def test_its_sentences_are_the_results(self) -> None:
        for text in (
            f"{_from_to('CLM', ('1.2B', '3B'))} billion",
            f"{_from_to('MLM', ('3B',))} billion",
            f"{_passes()} passes",
            f"{_first_pass('CLM')} %",
            f"{_first_pass('MLM')} %",
        ):
            assert text in re.sub(r"\s+", " ", PAGE)


def _shown(reading: dict | None) -> str:
    if reading is None:
        return ""
    low, high = reading["interval"]
    return f"{reading['value']:.0f} ({low:.0f} to {high:.0f})"


def _from_to(objective: str, sizes: tuple[str, ...]) -> str:
    values = [
        run["worth_in_billions_of_fresh_tokens"]["end_by_runs_that_ended"]["value"]
        for run in RESULTS["runs"]
        if run["objective"] == objective and run["size"] in sizes
    ]
    return f"{min(values):.0f} to {max(values):.0f}"


def _passes() -> str:
    at = [
        run["lowest_at_passes"] for run in RESULTS["runs"] if (run["objective"], run["size"]) == ("MLM", "3B")
    ]
    return f"{min(at):.0f} to {max(at):.0f}"


def _first_pass(objective: str) -> str:
    """In percent of the tokens of one pass, over the sizes."""
    sizes = {"CLM": ("1.2B", "3B"), "MLM": ("150M", "3B")}[objective]
    shares = [
        run["worth_in_billions_of_fresh_tokens"]["first_pass"]["value"] * 1e11 / UNIQUE
        for run in RESULTS["runs"]
        if run["objective"] == objective and run["size"] in sizes
    ]
    return f"{min(shares):.0f} to {max(shares):.0f}"
