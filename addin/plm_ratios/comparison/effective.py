"""What the basis "effective" rests on in a comparison: tokens seen, and how many of them were distinct.

Distinct tokens are those that a source reports, else sequences x average length; of a model that was trained
in stages, those of each stage.
"""

from __future__ import annotations

from .. import formatting
from ..analysis import repetition
from ..catalog import Model, citations
from ..catalog.facts import Fact
from ..errors import NotAvailable

BASIS = "effective"
CAVEAT = "large masked models overfit on repeats"
FITS = " and fits of the law"  # they disagree as sources do
BEWARE = f"by a law of text; {CAVEAT}"


def law() -> str:
    """The law and its constant, in a few words."""
    return f"{repetition.repetition_law().source.short}, R* = {repetition.r_star():.3g}"


def passes(model: Model, avglen: float) -> str:
    """How often a model went over how many distinct tokens."""
    distinct = repetition.distinct(model, avglen)
    counted = f"sequences x {avglen:g} residues" if distinct.quantity == "sequences" else "as reported"
    counted += ", each stage counted by itself" if model.stages else ""
    times = formatting.ratio(repetition.passes(model, avglen))
    return f"{times} passes over {formatting.count(distinct.tokens)} distinct tokens ({counted})"


def facts(model: Model) -> tuple[tuple[str, Fact], ...]:
    """The facts that say how many tokens were distinct, each with its quantity; none where one is missing."""
    try:
        parts = repetition.parts(model)
    except NotAvailable:
        return ()
    return tuple(("sequences" if part.by_sequences else "tokens_unique", part.counted) for part in parts)


def source(model: Model) -> str:
    """Who states the tokens seen, and who the distinct ones, in a few words; "" where one is unknown."""
    seen, distinct = citations.short_citation(model, "tokens_seen"), _distinct(model)
    return f"seen: {seen}; distinct: {distinct}" if seen and distinct else ""


def citation(model: Model, avglen: float) -> str:
    """The same with all that there is to say of the tokens seen, and how repeats were counted."""
    seen = citations.citation(model.id, "tokens_seen")
    return f"{seen}; distinct tokens: {_distinct(model)}; {passes(model, avglen)}; {law()}"


def _distinct(model: Model) -> str:
    cited = (citations.short_reference(fact, quantity) for quantity, fact in facts(model))
    return ", ".join(dict.fromkeys(cited))
