"""What plm-ratios plan prints: the budget, the laws side by side, published models of that size, choices of
the same loss, what to beware of, and the sources."""

from __future__ import annotations

from typing import NamedTuple, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .. import formatting
from ..analysis import planning, repetition, scaling_laws
from ..analysis.cautions import HARMFUL_PASSES
from ..analysis.neighbours import OBJECTIVES, neighbours
from ..analysis.planning import Plan
from ..catalog import load
from ..catalog.citations import citation, source_name
from ..records.plans import Budget, Corpus
from . import output, tables
from .tables import TerminalColumn

_UNREACHED = (
    f"{formatting.NONE} however often the data are repeated, a model of this size does not get there. "
)


class Planned(NamedTuple):
    """A budget, sequences, and what each law makes of them.

    dataset     as it was typed; None for one's own sequences
    assumed     whether no average length was given or is on record
    objective   "MLM", "CLM", or None for either
    batch       tokens of a step
    """

    budget: Budget
    corpus: Corpus
    dataset: str | None
    assumed: bool
    objective: str | None
    batch: float
    plans: Sequence[Plan]


def print_plan(planned: Planned) -> None:
    """Print everything, at the width of the terminal."""
    console = output.console()
    console.print(f"[bold]Compute[/bold]  {escape(_compute_in_words(planned.budget))}")
    console.print(f"[bold]Data[/bold]     {escape(_data_in_words(planned))}\n")
    _print_laws(console, planned)
    _print_neighbours(console, planned)
    _print_choices(console, planned)
    _print_notes(console, planned)


def _compute_in_words(budget: Budget) -> str:
    said = f"{budget.flops:.3g} FLOPs".replace("e+", "e")
    chip = budget.accelerator
    if chip is None or budget.chips is None or budget.hours is None or budget.utilization is None:
        return f"{said}."
    share = f"{100 * budget.utilization:.3g} %"
    peak = f"{chip.peak / 1e12:,.4g} TFLOP/s in dense {chip.precision}"
    return f"{said}: {budget.chips:g} x {chip.name} x {budget.hours:g} hours at {share} of its peak, {peak}."


def _data_in_words(planned: Planned) -> str:
    corpus = planned.corpus
    of = f" of {load().dataset(planned.dataset).name}" if planned.dataset else ""
    sequences = f"{formatting.human(corpus.sequences)} sequences{of}"
    said = f"{formatting.human(corpus.tokens)} distinct tokens: {sequences} x {corpus.avglen:.4g} residues."
    return f"{said} The length is assumed; --length gives your own." if planned.assumed else said


def _print_laws(console: Console, planned: Planned) -> None:
    plans = planned.plans
    best = [each.best for each in plans]
    worth = [f"{100 * each.effective / each.best.tokens:.0f} %" for each in plans]
    columns = [
        TerminalColumn("Law", [escape(each.law.name) for each in plans], wraps=True),
        TerminalColumn("Params", [output.count(each.parameters) for each in best], right=True),
        TerminalColumn("Tokens", [output.count(each.tokens) for each in best], right=True),
        TerminalColumn("Per param", [output.ratio(each.ratio) for each in best], right=True),
        TerminalColumn("Epochs", [output.ratio(each.epochs) for each in plans], right=True),
        TerminalColumn("Worth", worth, right=True),
        TerminalColumn(
            "Steps", [output.count(each.tokens / planned.batch) for each in best], rank=1, right=True
        ),
        TerminalColumn("Limited by", [each.limited_by for each in plans]),
    ]
    tables.show(
        console,
        columns,
        title="What each law advises for this budget",
        notes=[
            f"Worth: what the tokens count when repeats count less, by {_cited(repetition.LAW)}. Up to "
            f"{planning.FREE_REPEATS:g} epochs compute is the limit, beyond that the data. A step takes "
            f"{output.count(planned.batch)} tokens."
        ],
    )


def _print_neighbours(console: Console, planned: Planned) -> None:
    objectives = [planned.objective] if planned.objective else list(OBJECTIVES)
    size = _size_to_compare(planned)
    found = [(each, objective) for objective in objectives for each in neighbours(size, objective)]
    tables.show(
        console,
        [
            TerminalColumn("Model", [escape(each.model.name) for each, _ in found]),
            TerminalColumn("Trained by", [objective for _, objective in found]),
            TerminalColumn("Params", [output.count(each.parameters) for each, _ in found], right=True),
            TerminalColumn("Tokens seen", [output.count(each.tokens_seen) for each, _ in found], right=True),
            TerminalColumn("Per param", [output.ratio(each.ratio) for each, _ in found], right=True),
            TerminalColumn("Epochs", [output.ratio(each.epochs) for each, _ in found], right=True),
        ],
        title=f"\nPublished models nearest to {formatting.count(size)} parameters",
        notes=[f"plm-ratios catalog show NAME gives the sources. Catalog {load().label}."],
    )


def _size_to_compare(planned: Planned) -> float:
    """The size that a law of proteins of the wanted objective advises, else the exact optimum."""
    plans = planned.plans
    fitting = [each for each in plans if planned.objective and each.law.objective == planned.objective]
    of_proteins = [each for each in fitting if each.law.domain == "protein"]
    exact = [each for each in plans if each.law.is_of_repetition]
    return (*of_proteins, *exact, *plans)[0].best.parameters


def _print_choices(console: Console, planned: Planned) -> None:
    """Smaller and larger models of the same loss, by the law of repeated data."""
    budget = planned.budget
    choices = planning.loss_equivalent(budget.flops, planned.corpus.tokens)
    columns = [
        TerminalColumn("Params", [output.count(each.parameters) for each in choices], right=True),
        TerminalColumn("Of the best", [f"x {each.size:.3g}" for each in choices], right=True),
        TerminalColumn("Tokens", [output.count(each.tokens) for each in choices], right=True),
        TerminalColumn("Epochs", [output.ratio(each.epochs) for each in choices], right=True),
        TerminalColumn("Compute", [_times(each.compute) for each in choices], right=True),
    ]
    if budget.hours:
        days = [each.compute and each.compute * budget.hours / 24 for each in choices]
        columns.append(TerminalColumn("Days", [output.ratio(each) for each in days], right=True))
    name = scaling_laws.law(planning.DEFAULT).name
    tables.show(
        console,
        columns,
        title=f"\nAs good by {name}: smaller and longer, or larger and shorter",
        notes=[
            f"{_UNREACHED if any(each.tokens is None for each in choices) else ''}"
            "A smaller model costs less each time that it is used."
        ],
    )


def _times(number: float | None) -> str:
    return output.NONE if number is None else f"x {number:.2f}"


def _print_notes(console: Console, planned: Planned) -> None:
    said: dict[str, None] = {}
    if any(each.on_repeats for each in planned.plans):
        known = scaling_laws.law(planning.DEFAULT).name
        said[f"Only {known} knows of repeats; the other laws advise as if all tokens were new."] = None
    for each in planned.plans:
        said.update(dict.fromkeys(note for note in each.notes if note != each.on_repeats))
        if each.law.counts == scaling_laws.SPARSE:
            said[
                f"{each.law.name} is for sparse models: all their parameters are counted, active or not."
            ] = None
    if planned.objective:
        said.update(dict.fromkeys(_about_repeats(planned, planned.objective)))
    if planned.budget.accelerator and planned.budget.accelerator.note:
        said[planned.budget.accelerator.note] = None
    if said:
        _print_list(console, "Beware", list(said))
    _print_list(console, "Sources", _sources(planned))


def _print_list(console: Console, title: str, sentences: Sequence[str]) -> None:
    console.print(f"\n[bold]{title}[/bold]")
    lines = Table.grid(padding=(0, 1))
    for each in sentences:
        lines.add_row("-", escape(each))
    console.print(lines)


def _about_repeats(planned: Planned, objective: str) -> Sequence[str]:
    """What the law of repeated data warns models of an objective of, where a plan has many epochs."""
    if all(each.epochs <= HARMFUL_PASSES for each in planned.plans):
        return ()
    return repetition.repetition_law().warnings.get(objective, ())


def _sources(planned: Planned) -> list[str]:
    found = [f"{each.law.name}: {each.law.source.title}" for each in planned.plans]
    if not any(each.law.is_of_repetition for each in planned.plans):
        found.append(f"Worth, and choices of the same loss: {repetition.repetition_law().source.title}")
    chip = planned.budget.accelerator
    if chip is not None:
        peak = chip.facts["peak"][0]
        title = peak.source.title if peak.source else source_name(peak)
        found.append(f"Peak of {chip.name}: {title}, {peak.locator}")
    if planned.dataset:
        found.append(f"Sequences: {citation(planned.dataset, 'sequences')}")
    return found


def _cited(law: str) -> str:
    return scaling_laws.law(law).source.short
