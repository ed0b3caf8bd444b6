"""The sentences that open and close a talk about a comparison, computed from its numbers.

Like findings.py, each has a form for none, one, two, some and all of the models, and says only what can be
counted.
"""

from __future__ import annotations

from typing import List

from .. import formatting
from ..analysis import ratios, scaling_laws
from . import findings
from .compare import Comparison
from .rows import Row

# Where the laws for proteins end that say within which budgets they were fitted; see data/laws.yaml.
BUDGET = 1e21
_RULE = "20"  # the law behind the usual target


def opening(compared: Comparison) -> List[str]:
    """Two or three sentences that say more than findings.ratio_title(): range, basis, sources.

    Parameters
    ----------
    compared : any comparison

    Returns
    -------
    list of sentences, each with its full stop
    """
    drawn = compared.drawn
    said = []
    if len(drawn) == 1 and drawn[0].parameters and drawn[0].tokens:
        said.append(f"{findings.in_numbers(drawn[0], compared)}.")
    elif len(drawn) > 1:
        nearest = findings.nearest_row(compared)
        assert nearest is not None, "several rows have a ratio"
        near = f"nearest to {compared.target:g} is {nearest.name} with {formatting.ratio(nearest.ratio)}"
        said.append(f"{findings.range_title(compared)}; {near}.")
    said.append(f"{findings.bases_title(compared)}.")
    further = findings.disagreement(compared)
    if further:
        said.append(further)
    elif compared.missing and drawn:
        said.append(f"{findings.missing_title(compared)}.")
    if len(said) < 2:
        said.append(_rule(compared))
    return said


def conclusion_title(compared: Comparison) -> str:
    """Whether the verdicts depend on what is counted as tokens.

    >>> from .compare import compare
    >>> from .rows import RowRequest
    >>> conclusion_title(compare([RowRequest("ESM-2 15B")]))
    'Whether a model had enough tokens depends on what is counted'
    """
    several = _on_several_bases(compared)
    if any(len(findings.verdicts_of(row, compared)) > 1 for row in several):
        return "Whether a model had enough tokens depends on what is counted"
    if several:
        return "No verdict here depends on the basis, as far as more than one is known"
    if any(findings.known_ratios(row) for row in compared.rows):
        return "Every verdict here rests on a single basis, since no other is known"
    return "Nothing can be concluded without a number of tokens per parameter"


def conclusions(compared: Comparison) -> List[str]:
    """Three to five sentences: how many models are near the target, and what that rests on.

    Parameters
    ----------
    compared : any comparison

    Returns
    -------
    list of sentences: counts, basis, sources and models without a number where there are any, and last what
    laws made for proteins advise, since 20 tokens per parameter is a rule for text models
    """
    said = [_counts(compared), _basis(compared), _sources(compared), _missing(compared), _rule(compared)]
    return [sentence for sentence in said if sentence]


def _counts(compared: Comparison) -> str:
    drawn = compared.drawn
    if len(drawn) < 2:
        return f"{findings.ratio_title(compared)}."
    verdicts = [findings.verdict_of(row, compared) for row in drawn]
    target = f"{compared.target:g} tokens per parameter"
    has = {
        ratios.TOO_FEW: f"less than half of {target}",
        ratios.NEAR_OPTIMAL: f"{target} within a factor of 2",
        ratios.MORE: f"more than twice {target}",
    }
    by = findings.capital(findings.BY_BASIS[compared.basis])
    for verdict, what in has.items():
        if verdicts.count(verdict) == len(drawn):
            return f"{by}, {findings.who_has(len(drawn), len(drawn))} {what}."
    few, near, more = (verdicts.count(verdict) for verdict in has)
    parts = [
        *([f"{few} {_have(few)} less than half of {target}"] if few else []),
        *([f"{near} {_are(near)} within a factor of 2 of {'that' if few else target}"] if near else []),
        *([f"{more} {_have(more)} more than twice that"] if more else []),
    ]
    count, _, first = parts[0].partition(" ")
    return f"{by}, {_listed([f'{count} of {len(drawn)} models {first}', *parts[1:]])}."


def _basis(compared: Comparison) -> str:
    several = _on_several_bases(compared)
    if not several:
        return "No model here has a number on a second basis, so what another basis would say is open."
    changed = sum(len(findings.verdicts_of(row, compared)) > 1 for row in several)
    advice = "so a number without its basis says little"
    if len(several) == 1:
        name = several[0].name
        if changed:
            return f"For {name} the basis decides the verdict, {advice}."
        return f"For {name} the verdict is the same on every basis that is known."
    more = "with more than one basis"
    if changed:
        who = findings.of_models(changed, len(several))
        return f"The basis decides the verdict on {who} {more}, {advice}."
    none = "neither of 2" if len(several) == 2 else f"none of {len(several)}"
    return f"The basis changes the verdict on {none} models {more}."


def _sources(compared: Comparison) -> str:
    """On how many verdicts sources disagree, not merely on ratios."""
    apart = [row for row in compared.drawn if row.range]
    if not apart:
        return ""
    who = findings.who_disagree(compared)
    decided = sum(_depends_on_source(row, compared) for row in apart)
    if len(compared.drawn) == 1:
        depends = "and the verdict depends on which one is right" if decided else "but not on the verdict"
        return f"{who} on the ratio, {depends}."
    count = findings.of_ratios(len(apart), len(compared.drawn))
    if not decided:
        return f"{who} on {count}, but on no verdict."
    which = "it" if len(apart) == 1 else "both" if decided == len(apart) == 2 else f"{decided} of them"
    which = "all of them" if 2 < decided == len(apart) else which
    return f"{who} on {count}, and for {which} the verdict depends on which one is right."


def _missing(compared: Comparison) -> str:
    """Models without a number, where others have one."""
    if not compared.missing or not compared.drawn:
        return ""
    return f"{findings.missing_title(compared)}, and therefore no verdict."


def _rule(compared: Comparison) -> str:
    """What the target is worth for protein models: the ratios that the laws made for them advise."""
    advised = [
        f"{formatting.ratio(scaling_laws.optimum(BUDGET, law).ratio)} ({law.name})"
        for law in scaling_laws.protein_laws()
    ]
    rule = scaling_laws.law(_RULE).ratio
    said = (
        f"{rule:g} tokens per parameter is a rule for text models: at {BUDGET:g} FLOPs the laws for proteins "
        f"advise {_listed(advised)}, in tokens seen."
    ).replace("e+", "e")
    if any(row.model is not None and row.model.reads_nucleotides for row in compared.rows):
        said += " None of these laws was made for DNA or RNA."
    return said


def _on_several_bases(compared: Comparison) -> List[Row]:
    return [row for row in compared.rows if len(findings.known_ratios(row)) > 1]


def _depends_on_source(row: Row, compared: Comparison) -> bool:
    return len({ratios.verdict(ratio, compared.target) for ratio in row.range or ()}) > 1


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _listed(parts: List[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
