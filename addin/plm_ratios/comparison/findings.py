"""What a comparison shows, in sentences that are computed from its numbers and hold for them.

Each sentence has a form for none, one, two, some and all of the models, and says only what can be counted.
The headline of the sheet Compare is headline() as a formula.
"""

from __future__ import annotations

import math
from typing import Optional, Sequence

from .. import formatting
from ..analysis import claim_tests, ratios
from ..analysis.essay_claims import CLAIMS, EssayClaim
from . import effective
from .compare import Comparison
from .rows import Row

BY_BASIS = {
    "sequences": "by sequences",
    "unique": "by unique tokens",
    "seen": "by tokens seen",
    "effective": "by effective tokens",
}
_SINGLE = {
    ratios.TOO_FEW: "has less than half of {target}",
    ratios.NEAR_OPTIMAL: "is within a factor of 2 of {target}",
    ratios.MORE: "has more than twice {target}",
}


def headline(compared: Comparison) -> str:
    """How many models are near the target on the basis, which is nearest, and how many have no number.

    >>> from .compare import compare
    >>> from .rows import RowRequest
    >>> headline(compare([RowRequest(name) for name in ("ESM-2 15B", "ProGen2-large", "ProGen2-xlarge")]))
    '1 of 3 models is within a factor of 2 of 20 tokens per parameter by sequences; nearest: ProGen2-large.'
    """
    drawn, by = compared.drawn, BY_BASIS[compared.basis]
    if not compared.rows:
        return "No model is chosen."
    if not drawn:
        return f"{_none_has(compared)} a number of tokens per parameter {by}."
    target = f"{compared.target:g} tokens per parameter {by}"
    if len(drawn) == 1:
        said = f"{drawn[0].name} {_SINGLE[verdict_of(drawn[0], compared)].format(target=target)}."
    else:
        near = sum(verdict_of(row, compared) == ratios.NEAR_OPTIMAL for row in drawn)
        nearest = nearest_row(compared)
        assert nearest is not None, "several rows have a ratio"
        said = f"{how_many(near, len(drawn))} within a factor of 2 of {target}; nearest: {nearest.name}."
    return f"{said}{_without(len(compared.missing))}"


def verdict_of(row: Row, compared: Comparison) -> str:
    """The verdict that follows from the ratio of a row, also where somebody typed another one."""
    return ratios.verdict(row.ratio or 0.0, compared.target)


def nearest_row(compared: Comparison) -> Optional[Row]:
    """The row whose ratio is nearest to the target on a log scale, the first of equals; None without one."""

    def distance(row: Row) -> float:
        return ratios.distance(row.ratio or 0.0, compared.target)

    return min(compared.drawn, key=distance, default=None)


def how_many(count: int, of: int) -> str:
    """How many of several models are something, with the verb.

    >>> how_many(0, 2), how_many(1, 3), how_many(2, 2), how_many(5, 5)
    ('Neither of 2 models is', '1 of 3 models is', 'Both models are', 'All 5 models are')
    """
    if count == of:
        return "Both models are" if of == 2 else f"All {of} models are"
    if count == 0:
        return "Neither of 2 models is" if of == 2 else f"None of {of} models is"
    return f"{count} of {of} models {'is' if count == 1 else 'are'}"


def _none_has(compared: Comparison) -> str:
    count = len(compared.rows)
    if count == 1:
        return f"{compared.rows[0].name} does not have"
    return "Neither of 2 models has" if count == 2 else f"None of {count} models has"


def _without(count: int) -> str:
    return f" {count} {'has' if count == 1 else 'have'} no number on this basis." if count else ""


def ratio_title(compared: Comparison) -> str:
    """What most models have on the basis: too few tokens, enough, or more.

    >>> from .compare import compare
    >>> from .rows import RowRequest
    >>> ratio_title(compare([RowRequest("ESM-2 15B")], "seen"))
    'ESM-2 15B has 57.6 tokens per parameter by tokens seen, 2.88 times 20'
    """
    drawn, by, target = compared.drawn, BY_BASIS[compared.basis], f"{compared.target:g}"
    if not drawn:
        return f"{_none_has(compared)} a number of tokens per parameter {by}" if compared.rows else _NOTHING
    if len(drawn) == 1:
        (row,) = drawn
        return f"{row.name} has {_ratio(row.ratio)} tokens per parameter {by}, {_beside(row, compared)}"
    verdicts = [verdict_of(row, compared) for row in drawn]
    for verdict, has in ((ratios.TOO_FEW, "less than half of"), (ratios.MORE, "more than twice")):
        count = verdicts.count(verdict)
        if 2 * count > len(drawn):
            return f"{capital(by)}, {who_has(count, len(drawn))} {has} {target} tokens per parameter"
    near = verdicts.count(ratios.NEAR_OPTIMAL)
    who = how_many(near, len(drawn))
    only = "only " if 0 < 2 * near < len(drawn) else ""
    who = who if who[0].isdigit() else who[0].lower() + who[1:]
    return f"{capital(by)}, {only}{who} within a factor of 2 of {target} tokens per parameter"


def bases_title(compared: Comparison) -> str:
    """How far the basis decides what is said of a model."""
    several = [row for row in compared.rows if len(known_ratios(row)) > 1]
    if not several:
        return "No model here has a number on more than one basis" if compared.rows else _NOTHING
    changed = [row for row in several if len(verdicts_of(row, compared)) > 1]
    # First one that has too few tokens on a basis and more than optimal on another.
    widest = max(changed or several, key=lambda row: (_crosses(row, compared), _factor(row)))
    low, high = _ends(widest)
    example = (
        f"{widest.name} has {_ratio(low[1])} {BY_BASIS[low[0]]} and {_ratio(high[1])} {BY_BASIS[high[0]]}"
    )
    if not changed:
        return f"The basis changes no verdict here: {example}"
    if len(several) == 1:
        return f"The basis decides: {example}"
    return f"The basis decides the verdict on {of_models(len(changed), len(several))}: {example}"


def range_title(compared: Comparison) -> str:
    """From which ratio to which the models reach."""
    drawn, by = compared.drawn, BY_BASIS[compared.basis]
    if len(drawn) < 2:
        return ratio_title(compared)
    lowest = min(drawn, key=lambda row: row.ratio or 0.0)
    highest = max(drawn, key=lambda row: row.ratio or 0.0)
    return (
        f"Tokens per parameter {by} reach from {_ratio(lowest.ratio)} ({lowest.name}) to "
        f"{_ratio(highest.ratio)} ({highest.name})"
    )


def plane_title(compared: Comparison) -> str:
    """Whether larger models had more or fewer tokens per parameter; else how far apart the models are."""
    drawn = [row for row in compared.drawn if row.parameters and row.tokens]
    if len(drawn) == 1:
        return in_numbers(drawn[0], compared)
    if not drawn:
        return ratio_title(compared)
    by = BY_BASIS[compared.basis]
    if len(drawn) >= _LEAST_FOR_RANKS:
        sizes = [row.parameters or 0.0 for row in drawn]
        rank = _rank_correlation(sizes, [row.ratio or 0.0 for row in drawn])
        if abs(rank) >= _STRONG:
            fewer = "fewer" if rank < 0 else "more"
            return f"Of {len(drawn)} models, the larger ones have {fewer} tokens per parameter {by}"
    parameters = _spread([row.parameters or 0.0 for row in drawn])
    tokens = _spread([row.tokens or 0.0 for row in drawn])
    models, up_to = ("both", "") if len(drawn) == 2 else (str(len(drawn)), "up to ")
    return (
        f"Parameters of {models} models differ {up_to}{_ratio(parameters)} times, {_COUNTED[compared.basis]} "
        f"{up_to}{_ratio(tokens)} times"
    )


def time_title(compared: Comparison) -> str:
    """How far apart models of the same year are; else of which years the models are."""
    dated = [row for row in compared.drawn if row.model is not None and row.model.released]
    by = BY_BASIS[compared.basis]
    if len(dated) < 2:
        return ratio_title(compared)
    years: dict[str, list[float]] = {}
    for row in dated:
        years.setdefault((row.model.released if row.model else "")[:4], []).append(row.ratio or 0.0)
    crowded = {year: found for year, found in years.items() if len(found) >= _LEAST_IN_A_YEAR}
    if crowded:
        year = max(crowded, key=lambda each: _spread(crowded[each]))
        low, high = min(crowded[year]), max(crowded[year])
        return f"Models of {year} alone reach from {_ratio(low)} to {_ratio(high)} tokens per parameter {by}"
    low, high = min(row.ratio or 0.0 for row in dated), max(row.ratio or 0.0 for row in dated)
    when = f"of {min(years)}" if len(years) == 1 else f"from {min(years)} to {max(years)}"
    return f"Models {when} have {_ratio(low)} to {_ratio(high)} tokens per parameter {by}"


def score_title(compared: Comparison, count: int) -> str:
    """What a chart of scores shows, and nothing that one might conclude from it; `count` is of its models.

    >>> from .compare import compare
    >>> score_title(compare([], "seen"), 2)
    'Zero-shot scores on ProteinGym and tokens per parameter by tokens seen, of 2 models'
    """
    models = "1 model" if count == 1 else f"{count} models"
    return f"Zero-shot scores on ProteinGym and tokens per parameter {BY_BASIS[compared.basis]}, of {models}"


def in_numbers(row: Row, compared: Comparison) -> str:
    """Parameters and tokens of one model that has both."""
    parameters, tokens = formatting.count(row.parameters), formatting.count(row.tokens)
    return f"{row.name} has {parameters} parameters and {tokens} {_COUNTED[compared.basis]}"


def bars_title(compared: Comparison) -> str:
    """What bars of the ratios show beside ratio_title(): their range; of one model, on which side it is."""
    if len(compared.drawn) == 1:
        (row,) = compared.drawn
        target = f"{compared.target:g} tokens per parameter {BY_BASIS[compared.basis]}"
        return f"{row.name} {_SINGLE[verdict_of(row, compared)].format(target=target)}"
    return range_title(compared)


def table_title(compared: Comparison) -> str:
    """What only a table of every basis shows: where sources disagree; else who has a number on each.

    >>> from .compare import compare
    >>> from .rows import RowRequest
    >>> table_title(compare([RowRequest("xTrimoPGLM-100B"), RowRequest("ProGen2-base")], "seen"))
    '1 of 2 models has tokens per parameter on all four bases'
    """
    said = disagreement(compared)
    if said:
        return said[:-1]
    count, of = sum(len(known_ratios(row)) == len(ratios.BASES) for row in compared.rows), len(compared.rows)
    if not of:
        return _NOTHING
    if of == 1:
        has = "has" if count else "does not have"
        return f"{compared.rows[0].name} {has} tokens per parameter on all four bases"
    who = who_has(count, of) if count else _none_has(compared)
    return f"{capital(who)} tokens per parameter on all four bases"


def missing_title(compared: Comparison) -> str:
    """How many models have no number on the basis; "" where all have one."""
    count = len(compared.missing)
    if not count:
        return ""
    if len(compared.rows) == 1 or not compared.drawn:
        return ratio_title(compared)
    who = who_has(count, len(compared.rows))
    return f"{who} no number of tokens per parameter {BY_BASIS[compared.basis]}"


def claims_title(compared: Comparison, claims: Sequence[EssayClaim] = CLAIMS) -> str:
    """How many of the claims that can be tested hold, by sequences and by tokens seen.

    >>> from .compare import compare
    >>> claims_title(compare([]))
    'By sequences, 4 of 6 claims of the essay hold; by tokens seen, 5 of 6'
    """
    said: list[str] = []
    for basis in ("sequences", "seen"):
        found = [
            claim_tests.answer(claim, basis, avglen=compared.avglen, target=compared.target).answer
            for claim in claims
        ]
        testable = [answer for answer in found if answer != claim_tests.UNTESTABLE]
        if testable:
            holding = sum(answer != claim_tests.FALSE for answer in testable)
            said.append(f"{BY_BASIS[basis]}, {_holding(holding, len(testable), len(claims), first=not said)}")
    return capital("; ".join(said)) if said else "No claim of the essay can be tested here"


def disagreement(compared: Comparison) -> str:
    """On how many ratios sources disagree, and where most; "" where they do not."""
    apart = [row for row in compared.drawn if row.range]
    if not apart:
        return ""
    widest = max(apart, key=lambda row: _spread(list(row.range or (1.0, 1.0))))
    low, high = widest.range or (0.0, 0.0)
    many = of_ratios(len(apart), len(compared.drawn))
    return f"{who_disagree(compared)} on {many}: for {widest.name} they give {_ratio(low)} to {_ratio(high)}."


def who_disagree(compared: Comparison) -> str:
    """Who gives other numbers: sources, and on a basis that goes by a law also other fits of it."""
    return f"Sources{effective.FITS if compared.basis == effective.BASIS else ''} disagree"


_NOTHING = "No model is chosen"
_COUNTED = {
    "sequences": "tokens by sequences",
    "unique": "unique tokens",
    "seen": "tokens seen",
    "effective": "effective tokens",
}
_LEAST_FOR_RANKS = 5
_LEAST_IN_A_YEAR = 3
_STRONG = 0.7  # a rank correlation that a reader sees in the picture


def _ratio(number: float | None) -> str:
    return formatting.ratio(number)


def _beside(row: Row, compared: Comparison) -> str:
    """A ratio compared with the target, in words."""
    times = (row.ratio or 0.0) / compared.target
    if formatting.ratio(times) == "1.00":
        return f"as much as the target of {compared.target:g}"
    if times < 1:
        return f"{formatting.ratio(1 / times)} times below {compared.target:g}"
    return f"{formatting.ratio(times)} times {compared.target:g}"


def who_has(count: int, of: int) -> str:
    """How many of several models have something, with the verb, within a sentence.

    >>> who_has(1, 3), who_has(2, 2), who_has(3, 3)
    ('1 of 3 models has', 'both models have', 'all 3 models have')
    """
    if count == of:
        return "both models have" if of == 2 else f"all {of} models have"
    return f"{count} of {of} models {'has' if count == 1 else 'have'}"


def _holding(count: int, of: int, claims: int, first: bool) -> str:
    """How many of the testable claims hold; only the first time in full."""
    if of == 1:
        only = "" if claims == 1 else "only testable "
        what = f"the {only}claim of the essay" if first else "it" if claims == 1 else "the only testable one"
        return f"{what} {'holds' if count else 'does not hold'}"
    all_of, none_of = ("both", "neither") if of == 2 else (f"all {of}", f"none of {of}")
    who = all_of if count == of else none_of if not count else f"{count} of {of}"
    if not first:
        return who
    what = "of 2 claims" if who == "neither" else "claims"
    return f"{who} {what} of the essay {'hold' if count > 1 else 'holds'}"


def of_models(count: int, of: int) -> str:
    """The same without a verb."""
    if count == of:
        return "both models" if of == 2 else f"all {of} models"
    return f"{count} of {of} models"


def of_ratios(count: int, of: int) -> str:
    """Some of the ratios, all of them, or the only one."""
    if count == of:
        return "the ratio" if of == 1 else "both ratios" if of == 2 else f"all {of} ratios"
    return f"{count} of {of} ratios"


def known_ratios(row: Row) -> dict[str, float]:
    """The ratios of a row on the bases that have one."""
    found = {basis: getattr(row, f"ratio_{basis}") for basis in ratios.BASES}
    return {basis: ratio for basis, ratio in found.items() if ratio}


def _ends(row: Row) -> tuple[tuple[str, float], tuple[str, float]]:
    known = known_ratios(row)
    return min(known.items(), key=lambda each: each[1]), max(known.items(), key=lambda each: each[1])


def _factor(row: Row) -> float:
    return _spread(list(known_ratios(row).values()))


def verdicts_of(row: Row, compared: Comparison) -> set[str]:
    """The verdicts on a model on the bases on which it has a ratio."""
    return {ratios.verdict(ratio, compared.target) for ratio in known_ratios(row).values()}


def _crosses(row: Row, compared: Comparison) -> bool:
    return {ratios.TOO_FEW, ratios.MORE} <= verdicts_of(row, compared)


def _spread(numbers: list[float]) -> float:
    return max(numbers) / min(numbers)


def _rank_correlation(ones: list[float], others: list[float]) -> float:
    """Spearman's; equal numbers share the mean of their ranks."""
    first, second = _ranks(ones), _ranks(others)
    mean = (len(ones) + 1) / 2
    product = sum((one - mean) * (other - mean) for one, other in zip(first, second))
    norm = math.sqrt(sum((one - mean) ** 2 for one in first) * sum((other - mean) ** 2 for other in second))
    return product / norm if norm else 0.0


def _ranks(numbers: list[float]) -> list[float]:
    ordered = sorted(numbers)
    return [ordered.index(number) + (ordered.count(number) + 1) / 2 for number in numbers]


def capital(text: str) -> str:
    """A text that starts with a capital; the others stay as they are."""
    return text[:1].upper() + text[1:]
