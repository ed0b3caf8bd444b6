"""What titles and headlines say holds for the numbers, whatever is compared."""

from __future__ import annotations

import random
import re
from typing import Callable, Sequence

import pandas
import pytest

from breaches import every_breach
from plm_ratios import formatting
from plm_ratios.analysis import claim_tests, ratios, scaling_laws
from plm_ratios.analysis.essay_claims import CLAIMS, EssayClaim
from plm_ratios.catalog import load
from plm_ratios.comparison import conclusions, findings
from plm_ratios.comparison.compare import Comparison, compare
from plm_ratios.comparison.rows import RowRequest


def some_comparison(seed: int) -> Comparison:
    """A comparison of some models, now and then with numbers of the user's own, on any terms."""
    chance = random.Random(seed)
    names = [model.name for model in load().models]
    picked = chance.sample(names, chance.choice([1, 1, 2, 2, 3, 5, 16, 60]))
    rows = [RowRequest(name) for name in picked]
    if chance.random() < 0.3:
        own = {"parameters": 10 ** chance.uniform(6, 11), "tokens_seen": 10 ** chance.uniform(9, 13)}
        rows.append(RowRequest("Mine", own))
    return compare(
        rows, chance.choice(ratios.BASES), chance.choice([200.0, 325.0]), chance.choice([5.0, 20.0, 150.5])
    )


COMPARISONS = [some_comparison(seed) for seed in range(200)]


def near(compared: Comparison) -> list[float]:
    """The ratios within a factor of 2 of the target."""
    return [
        row.ratio
        for row in compared.rows
        if row.ratio and compared.target / 2 <= row.ratio <= compared.target * 2
    ]


def the_headline_is_true(compared: Comparison) -> None:
    said = findings.headline(compared)
    drawn = [row for row in compared.rows if row.ratio]
    counted = re.match(r"(\d+) of (\d+) models (is|are) ", said)
    if counted:
        assert (int(counted[1]), int(counted[2])) == (len(near(compared)), len(drawn))
        assert (counted[3] == "is") == (counted[1] == "1") and 0 < int(counted[1]) < len(drawn)
    elif said.startswith(("All ", "Both ")):
        assert len(near(compared)) == len(drawn) > 1
    elif "no number of" in said or " a number of" in said:
        assert not drawn
    elif said.startswith(("None of ", "Neither ")):
        assert not near(compared) and len(drawn) > 1
    else:
        (row,) = drawn
        assert row.ratio is not None and said.startswith(row.name)
        assert ("less than half" in said) == (row.ratio * 2 < compared.target)
        assert ("more than twice" in said) == (row.ratio > compared.target * 2)
    if "nearest: " in said:
        name = said.split("nearest: ")[1].split(". ")[0].removesuffix(".")
        ratio = next(row.ratio for row in drawn if row.name == name)
        assert ratio is not None
        best = min(
            max(row.ratio / compared.target, compared.target / row.ratio) for row in drawn if row.ratio
        )
        assert max(ratio / compared.target, compared.target / ratio) == pytest.approx(best)
    missing = len(compared.rows) - len(drawn)
    if drawn:
        assert (f" {missing} ha" in said) == (missing > 0)
    assert f"{compared.target:g} tokens per parameter" in said or not drawn
    assert findings.BY_BASIS[compared.basis] in said


@pytest.mark.parametrize(
    ("names", "basis", "target", "said"),
    [
        ([], "seen", 20, "No model is chosen."),
        (
            ["ESM-2 15B"],
            "unique",
            20,
            "ESM-2 15B does not have a number of tokens per parameter by unique tokens.",
        ),
        (
            ["ESM-2 15B"],
            "sequences",
            20,
            "ESM-2 15B has less than half of 20 tokens per parameter by sequences.",
        ),
        (
            ["ESM-2 15B", "ProGen2-xlarge"],
            "seen",
            55,
            "Both models are within a factor of 2 of 55 tokens per parameter by tokens seen; nearest: "
            "ProGen2-xlarge.",
        ),
        (
            ["ESM-2 15B", "ProGen2-xlarge", "ProGen2-large"],
            "seen",
            20,
            "Neither of 2 models is within a factor of 2 of 20 tokens per parameter by tokens seen; nearest: "
            "ProGen2-xlarge. 1 has no number on this basis.",
        ),
        (
            ["ESM-2 15B", "ProGen2-large"],
            "unique",
            20,
            "Neither of 2 models has a number of tokens per parameter by unique tokens.",
        ),
    ],
)
def test_the_headline_reads_well_at_none_one_and_all(
    names: list[str], basis: str, target: float, said: str
) -> None:
    assert findings.headline(compare([RowRequest(name) for name in names], basis, 325, target)) == said


def counts(compared: Comparison) -> dict[str, int]:
    """How many models each kind of title is about."""
    drawn = [row.ratio for row in compared.rows if row.ratio]
    few = sum(ratio * 2 < compared.target for ratio in drawn)
    more = sum(ratio > compared.target * 2 for ratio in drawn)
    return {"less than half": few, "more than twice": more, "within": len(drawn) - few - more}


def the_title_says_what_most_models_have(compared: Comparison) -> None:
    said, drawn = findings.ratio_title(compared), compared.drawn
    if len(drawn) < 2:
        assert said.startswith(drawn[0].name if drawn else (compared.rows[0].name, "None of", "Neither of"))
        return
    (kind,) = (kind for kind in counts(compared) if kind in said)
    count = counts(compared)[kind]
    words = {len(drawn): ("all ", "both "), 0: ("none of ", "neither of ")}
    assert any(each in said for each in words.get(count, (f"{count} of {len(drawn)} ",))), said
    assert 2 * count > len(drawn) or kind == "within"
    assert ("only" in said) == (kind == "within" and 0 < 2 * count < len(drawn))
    assert said.startswith(f"B{findings.BY_BASIS[compared.basis][1:]}, ") and not said.endswith(".")


def the_basis_decides_where_it_says_so(compared: Comparison) -> None:
    said = findings.bases_title(compared)
    known = {
        row.name: [getattr(row, f"ratio_{basis}") for basis in ratios.BASES if getattr(row, f"ratio_{basis}")]
        for row in compared.rows
    }
    several = {name: found for name, found in known.items() if len(found) > 1}
    changed = [
        name
        for name, found in several.items()
        if len({ratios.verdict(ratio, compared.target) for ratio in found}) > 1
    ]
    if not several:
        assert said == "No model here has a number on more than one basis"
        return
    name = next(name for name in sorted(several, key=len, reverse=True) if f": {name} has " in said)
    low, high = (formatting.ratio(value) for value in (min(several[name]), max(several[name])))
    assert f"{name} has {low} by " in said and f" and {high} by " in said
    assert ("changes no verdict" in said) == (not changed)
    if changed:
        assert name in changed
        alone = ("both models", f"all {len(several)} models", "The basis decides:")
        if len(changed) < len(several):
            assert f"{len(changed)} of {len(several)} models" in said
        else:
            assert any(each in said for each in alone)


def ranges_are_those_of_the_models(compared: Comparison) -> None:
    said = findings.range_title(compared)
    drawn = [row.ratio for row in compared.rows if row.ratio]
    if len(drawn) < 2:
        assert said == findings.ratio_title(compared)
        return
    low, high = (formatting.ratio(value) for value in (min(drawn), max(drawn)))
    assert f"reach from {low} (" in said and f" to {high} (" in said


def a_title_about_size_holds_in_the_picture(compared: Comparison) -> None:
    said = findings.plane_title(compared)
    drawn = [row for row in compared.rows if row.ratio and row.parameters]
    sizes = [row.parameters for row in drawn if row.parameters]
    if not drawn:
        assert said == findings.ratio_title(compared)
    elif len(drawn) == 1:
        parameters, tokens = formatting.count(drawn[0].parameters), formatting.count(drawn[0].tokens)
        assert said.startswith(f"{drawn[0].name} has {parameters} parameters and {tokens} ")
    elif "larger ones" in said:
        ranks = pandas.DataFrame({"size": sizes, "ratio": [row.ratio for row in drawn]}).rank()
        correlation = ranks["size"].corr(ranks["ratio"])
        assert (correlation <= -0.7 + 1e-9) if "fewer" in said else (correlation >= 0.7 - 1e-9)
        assert len(drawn) >= 5 and f"Of {len(drawn)} models" in said
    else:
        assert f"{formatting.ratio(max(sizes) / min(sizes))} times, " in said


def a_title_about_time_is_of_models_of_that_time(compared: Comparison) -> None:
    said = findings.time_title(compared)
    dated = [
        (row.model.released[:4], row.ratio)
        for row in compared.rows
        if row.model and row.model.released and row.ratio
    ]
    if len(dated) < 2:
        assert said == findings.ratio_title(compared)
        return
    alone = re.match(r"Models of (\d{4}) alone", said)
    of_then = [ratio for year, ratio in dated if alone is None or year == alone[1]]
    low, high = (formatting.ratio(value) for value in (min(of_then), max(of_then)))
    assert f"{low} to {high} tokens per parameter" in said
    assert alone is None or len(of_then) >= 3


def ratios_in_words(count: int, of: int) -> str:
    whole = {1: "the ratio", 2: "both ratios"}.get(of, f"all {of} ratios")
    return whole if count == of else f"{count} of {of} ratios"


def a_disagreement_names_the_widest(compared: Comparison) -> None:
    said = findings.disagreement(compared)
    ranges = {row.name: row.range for row in compared.rows if row.ratio and row.range}
    assert (said == "") == (not ranges)
    if ranges:
        widest = max(ranges, key=lambda name: ranges[name][1] / ranges[name][0])
        assert f"for {widest} they give " in said
        assert f"disagree on {ratios_in_words(len(ranges), len(compared.drawn))}: " in said
        assert f"{formatting.ratio(ranges[widest][0])} to {formatting.ratio(ranges[widest][1])}." in said


def verdicts(compared: Comparison) -> list[str]:
    return [ratios.verdict(row.ratio, compared.target) for row in compared.rows if row.ratio]


def on_bases(compared: Comparison) -> list[set[str]]:
    """The verdicts on each model that has a ratio on more than one basis."""
    found = ([getattr(row, f"ratio_{basis}") for basis in ratios.BASES] for row in compared.rows)
    known = ([ratio for ratio in row if ratio] for row in found)
    return [{ratios.verdict(ratio, compared.target) for ratio in row} for row in known if len(row) > 1]


def bars_have_a_title_of_their_own(compared: Comparison) -> None:
    said = findings.bars_title(compared)
    if len(compared.drawn) == 1:
        assert said != findings.ratio_title(compared)
        (verdict,) = verdicts(compared)
        words = {"less than half": ratios.TOO_FEW, "within": ratios.NEAR_OPTIMAL, "more than": ratios.MORE}
        assert [words[each] for each in words if each in said] == [verdict]
    else:
        assert said == findings.range_title(compared)


def a_table_counts_models_on_every_basis(compared: Comparison) -> None:
    said = findings.table_title(compared)
    if " disagree on " in said:
        assert f"{said}." == findings.disagreement(compared)
        return
    count = sum(all(getattr(row, f"ratio_{basis}") for basis in ratios.BASES) for row in compared.rows)
    of = len(compared.rows)
    if of == 1:
        assert ("does not have" in said) == (count == 0)
    else:
        words = {0: ("None of", "Neither of"), of: ("All ", "Both ")}
        assert said.startswith(words.get(count, (f"{count} of {of} ",)))
    assert said.endswith(" tokens per parameter on all four bases")


def missing_models_are_counted(compared: Comparison) -> None:
    said = findings.missing_title(compared)
    missing = sum(not row.ratio for row in compared.rows)
    assert (said == "") == (missing == 0)
    if 0 < missing < len(compared.rows):
        assert said.startswith(f"{missing} of {len(compared.rows)} models ha")


def claims_are_counted_where_they_can_be_tested(compared: Comparison) -> None:
    for claims in (CLAIMS, CLAIMS[:1], CLAIMS[1:3], CLAIMS[3:5]):
        first, second = findings.claims_title(compared, claims).split("; ")
        for said, by, basis in ((first, "By sequences, ", "sequences"), (second, "by tokens seen, ", "seen")):
            found = [
                claim_tests.answer(claim, basis, "largest", compared.avglen, compared.target).answer
                for claim in claims
            ]
            holding, of = sum(each in ("true", "mildly true") for each in found), len(found)
            assert "not testable" not in found and said.startswith(by)
            if of == 1:
                assert ("does not hold" in said) == (holding == 0)
            else:
                whole = {0: ("none of", "neither"), of: (f"all {of}", "both")}
                assert said[len(by) :].startswith(whole.get(holding, (f"{holding} of {of}",))), said
        assert ("holds" in first) == (holding_one(compared, claims)), first


def holding_one(compared: Comparison, claims: Sequence[EssayClaim]) -> bool:
    """Whether the verb about the claims by sequences is in the singular, and says that one holds."""
    found = [
        claim_tests.answer(claim, "sequences", "largest", compared.avglen, compared.target).answer
        for claim in claims
    ]
    holding = sum(each != "false" for each in found)
    return holding == 1 if len(claims) == 1 else holding < 2


def an_opening_is_two_or_three_sentences(compared: Comparison) -> None:
    said = conclusions.opening(compared)
    assert 2 <= len(said) <= 3 and len(set(said)) == len(said)
    assert all(each.endswith(".") and ".." not in each and each[0] != " " for each in said)
    assert f"{findings.ratio_title(compared)}." not in said
    if len(compared.drawn) > 1:
        name, ratio = re.findall(r"nearest to [\d.]+ is (.+) with ([\d.,e+-]+)\.$", said[0])[0]
        (row, *_) = (row for row in compared.drawn if row.name == name)
        assert formatting.ratio(row.ratio) == ratio and f"nearest: {name}." in findings.headline(compared)


def conclusions_count_right(compared: Comparison) -> None:
    said = conclusions.conclusions(compared)
    found = verdicts(compared)
    assert 3 <= len(said) <= 5 and all(each.endswith(".") and ".." not in each for each in said)
    if len(found) > 1:
        number = r"(all \d+|both|\d+)(?: of \d+)?(?: models)? "
        patterns = {
            ratios.TOO_FEW: f"{number}ha(?:s|ve) less than half",
            ratios.NEAR_OPTIMAL: f"{number}(?:(?:is|are) within|have [\\d.]+ tokens per parameter within)",
            ratios.MORE: f"{number}ha(?:s|ve) more than twice",
        }
        for verdict, pattern in patterns.items():
            counted = re.search(pattern, said[0])
            said_of = counted[1].replace("both", "2").removeprefix("all ") if counted else "0"
            assert int(said_of) == found.count(verdict), said[0]
    changed = sum(len(each) > 1 for each in on_bases(compared))
    assert ("a number without its basis says little" in said[1]) == (changed > 0)
    assert ("second basis" in said[1]) == (not on_bases(compared))
    counted = re.search(r"(\d+) of (\d+) models with more", said[1])
    if counted:
        assert (int(counted[1]), int(counted[2])) == (changed, len(on_bases(compared)))
    assert ("depends on what is counted" in conclusions.conclusion_title(compared)) == (changed > 0)


def conclusions_say_where_sources_decide(compared: Comparison) -> None:
    (said,) = [each for each in conclusions.conclusions(compared) if "disagree on" in each] or [""]
    ranges = [row.range for row in compared.drawn if row.range]
    decided = sum(len({ratios.verdict(end, compared.target) for end in ends}) > 1 for ends in ranges)
    assert (said == "") == (not ranges)
    if ranges:
        assert ("the verdict depends on" in said) == (decided > 0)
        assert f"on {ratios_in_words(len(ranges), len(compared.drawn))}, " in said
        counted = re.search(r"for (\d+) of them", said)
        assert counted is None or int(counted[1]) == decided


def conclusions_warn_that_the_target_is_for_text(compared: Comparison) -> None:
    said = conclusions.conclusions(compared)[-1]
    assert said.startswith("20 tokens per parameter is a rule for text models: at 1e21 FLOPs ")
    for law in scaling_laws.laws():
        if law.domain == "protein" and law.gives_sizes:
            advised = f"{formatting.ratio(scaling_laws.optimum(1e21, law).ratio)} ({law.name})"
            assert (advised in said) == (not law.revises)  # as it was published
    dna = any(row.model and row.model.reads_nucleotides for row in compared.rows)
    assert ("DNA" in said) == dna


#: It works out every claim of each: of one comparison in four.
LONGEST = claims_are_counted_where_they_can_be_tested


@pytest.mark.parametrize(
    "holds",
    [
        the_headline_is_true,
        the_title_says_what_most_models_have,
        the_basis_decides_where_it_says_so,
        ranges_are_those_of_the_models,
        a_title_about_size_holds_in_the_picture,
        a_title_about_time_is_of_models_of_that_time,
        a_disagreement_names_the_widest,
        bars_have_a_title_of_their_own,
        a_table_counts_models_on_every_basis,
        missing_models_are_counted,
        claims_are_counted_where_they_can_be_tested,
        an_opening_is_two_or_three_sentences,
        conclusions_count_right,
        conclusions_say_where_sources_decide,
        conclusions_warn_that_the_target_is_for_text,
    ],
    ids=lambda check: check.__name__,
)
def test_over_two_hundred_comparisons(holds: Callable[[Comparison], None]) -> None:
    with every_breach() as at:
        for seed, compared in enumerate(COMPARISONS[::4] if holds is LONGEST else COMPARISONS):
            with at(f"comparison {seed}"):
                holds(compared)


def test_titles_of_nothing_say_so() -> None:
    nothing = compare([], "seen")
    for title in (
        findings.ratio_title,
        findings.bases_title,
        findings.range_title,
        findings.plane_title,
        findings.table_title,
    ):
        assert title(nothing) == "No model is chosen"
