"""plm-ratios plan: what it prints, and what programs read."""

from __future__ import annotations

import json
import re

import pytest

from cli.command_line import Run
from plm_ratios.analysis import planning, scaling_laws
from plm_ratios.analysis.cautions import HARMFUL_PASSES
from plm_ratios.records.fields import names
from plm_ratios.records.plans import PLAN_FIELDS

WEEK = ("plan", "--gpu", "H100 SXM", "--count", "8", "--days", "7")
OWN = ("--sequences", "60M", "--length", "286")


def records(run: Run, *words: str) -> list[dict[str, object]]:
    found = json.loads(run(*words, "--json").out)
    assert isinstance(found, list)
    return found


def text(run: Run, *words: str) -> str:
    return run(*words).words


def test_a_week_of_eight_gpus_on_ones_own_sequences(run: Run) -> None:
    found = {str(each["id"]): each for each in records(run, *WEEK, *OWN)}
    assert list(found)[:2] == ["20", "repetition-text"]
    assert set(found) == {"20", "repetition-text", *(law.id for law in scaling_laws.protein_laws())}
    masked = found["cheng-mlm"]
    assert list(masked) == list(names(PLAN_FIELDS))
    assert [masked[key] for key in ("accelerator", "accelerators", "hours", "utilization")] == [
        "H100 SXM",
        8,
        168,
        0.35,
    ]
    assert (masked["tokens_unique"], masked["limited_by"]) == (60e6 * 286, "data")
    assert masked["parameters"] == pytest.approx(1.824e9, rel=1e-3)
    assert masked["steps"] == pytest.approx(153034, rel=1e-3)


def test_what_people_read(run: Run) -> None:
    said = text(run, *WEEK, *OWN)
    assert "1.67e21 FLOPs: 8 x H100 SXM x 168 hours at 35 % of its peak, 989 TFLOP/s in dense BF16." in said
    assert "17.2 billion distinct tokens: 60 million sequences x 286 residues." in said
    assert "Cheng et al., MLM 1.82B 153B 83.9 8.92 81 % 153,034 data" in said
    assert "Published models nearest to 3.12B parameters" in said
    assert re.search(r"ESM-2 3B MLM 3B 1T 333 47\.3", said)
    assert "6.23B x 2 55.2B 3.22 x 1.23 8.63" in said
    assert "Only Repeated text knows of repeats" in said
    assert "an extrapolation." in said
    for source in ("Hoffmann et al.", "Muennighoff et al.", "Cheng et al.", "Peak of H100 SXM"):
        assert source in said.partition("Sources")[2]


@pytest.mark.parametrize(("objective", "other"), [("mlm", "CLM"), ("CLM", "MLM")])
def test_an_objective_chooses_laws_models_and_warnings(run: Run, objective: str, other: str) -> None:
    said = text(run, *WEEK, *OWN, "--objective", objective)
    assert f"Cheng et al., {objective.upper()}" in said
    assert f"Cheng et al., {other}" not in said
    assert f" {other} " not in said.partition("Published models")[2].partition("As good by")[0]
    assert ("a masked model of 2.8 billion parameters got worse" in said) == (objective == "mlm")
    assert ("On UniRef50 the law overstates" in said) == (objective == "CLM")


def test_few_epochs_need_no_warning(run: Run) -> None:
    words = ("plan", "--flops", "1e20", "--sequences", "60M", "--length", "286", "--objective", "MLM")
    assert all(float(str(each["epochs"])) <= HARMFUL_PASSES for each in records(run, *words))
    assert "masked model" not in text(run, *words)


def test_a_dataset_brings_its_sequences_its_length_and_its_source(run: Run) -> None:
    (own,) = records(run, "plan", "--flops", "1e21", "--dataset", "BFD100", "--law", "20")
    assert own["average_length"] == pytest.approx(185, abs=1)
    assert own["accelerator"] is None
    said = text(run, "plan", "--flops", "1e21", "--dataset", "BFD100")
    assert "2.12 billion sequences of BFD100 x 185" in said
    assert "assumed" not in said
    assert "Sequences: " in said
    assert "x 325 residues. The length is assumed; --length gives your own." in text(
        run, "plan", "--flops", "1e21", "--sequences", "60M"
    )


def test_a_share_may_be_typed_in_percent_and_a_time_in_hours(run: Run) -> None:
    words = ("plan", "--gpu", "A100", *OWN, "--law", "20")
    (days,) = records(run, *words, "--days", "2", "--utilization", "40%")
    (hours,) = records(run, *words, "--hours", "48", "--utilization", "0.4")
    assert days == hours


def test_laws_are_those_that_are_named(run: Run) -> None:
    found = records(run, "plan", "--flops", "1e21", *OWN, "--law", "Cheng CLM", "--law", "besiroglu-2024")
    assert [each["id"] for each in found] == ["cheng-clm", "besiroglu-2024"]
    (exact,) = records(run, "plan", "--flops", "1e21", *OWN, "--law", "Muennighoff")
    assert exact["parameters"] == pytest.approx(planning.optimum(1e21, 60e6 * 286).parameters)
