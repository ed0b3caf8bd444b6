"""What titles, footnotes, notes and alt texts of exports say."""

from __future__ import annotations

import datetime
from typing import Collection, Iterable

from .. import formatting
from ..analysis import cost, ratios
from ..analysis.kind_words import COUNTED
from ..catalog import citations, load
from ..catalog.facts import Source
from ..characters import fault
from ..errors import WrongValue
from ..version import __version__
from . import effective
from .compare import Comparison
from .rows import QUANTITIES, RESIDUES, Row

TITLE = "Tokens per parameter of protein language models"
_WITH_DNA = "Tokens per parameter of language models"
COUNTED_KINDS = ("exact", "non-embedding")
USER_MARK = "*"  # marks numbers and models of the user
USER_MARK_MEANING = f"{USER_MARK} the user's own, or worked out from it; not of the bundled catalog."
_QUOTED = "third-party text"  # the kind of a source without name and address
UNKNOWN = "not in the catalog"
NO_NUMBER = "no number on this basis"


def require_text(text: str, what: str) -> None:
    """Raises WrongValue where a line that somebody typed holds what no file can show.

    what   the word for it: "title"
    """
    found = fault(text, one_line=True)
    if found:
        raise WrongValue(f"The {what} {found}. Leave that out.")


def label(compared: Comparison) -> str:
    """What is compared, in a few words: a model of nucleotides is no protein language model."""
    return _WITH_DNA if any(row.model and row.model.reads_nucleotides for row in compared.rows) else TITLE


def subtitle(compared: Comparison) -> str:
    """Basis and target in one line."""
    return f"basis: {compared.basis_in_words}; target: {compared.target:g} tokens per parameter"


def edition(compared: Comparison, date: datetime.date | None = None) -> str:
    """Catalog, version and date, and what the mark of the user's own numbers means, where there are any."""
    day = f", {date.isoformat()}" if date else ""
    said = f"Catalog {load().label}, plm-ratios {__version__}{day}."
    return f"{said} {USER_MARK_MEANING}" if compared.has_user_values else said


def footnote(compared: Comparison, date: datetime.date | None = None, units: bool = True) -> str:
    """What a number must never be seen without: basis, average length, target, units that are no residues,
    catalog, date. A sheet that follows its inputs has no date, and the units in its column of sources."""
    basis = f"Basis: {compared.basis} ({meaning(compared.basis)})."
    return _footnote(basis, compared, date, units)


def footnote_on_every_basis(compared: Comparison, date: datetime.date | None = None) -> str:
    """The same for what shows all bases side by side."""
    return _footnote(meaning_of_bases(), compared, date)


def meaning_of_bases() -> str:
    """What each basis counts, in a sentence."""
    meanings = "; ".join(f"{basis} ({meaning(basis)})" for basis in ratios.BASES)
    return f"Bases: {meanings}."


def meaning(basis: str) -> str:
    """What a basis counts; of the one that goes by a law, also what to beware of."""
    said = ratios.MEANING_OF_BASIS[basis]
    return f"{said}: {effective.law()}; {effective.CAVEAT}" if basis == effective.BASIS else said


def _footnote(basis: str, compared: Comparison, date: datetime.date | None, units: bool = True) -> str:
    kind = "" if compared.kind == ratios.PARAMETER_KINDS[0] else f"Parameters: {compared.kind}."
    parts = [
        basis,
        *([kind] if kind else []),
        f"Average length: {compared.avglen:g} residues.",
        f"Target: {compared.target:g} tokens per parameter.",
        *(_units(compared) if units else []),
        edition(compared, date),
    ]
    return " ".join(parts)


def _units(compared: Comparison) -> list[str]:
    """Which models count no residues, and what they count, in a sentence for each unit."""
    found: dict[str, list[str]] = {}
    for row in compared.rows:
        unit = row.token_unit if row.ratio is not None else ""
        if unit and unit != RESIDUES:
            found.setdefault(unit, []).append(row.name)
    return [f"In {unit}: {_few(names)}." for unit, names in found.items()]


def _few(names: list[str]) -> str:
    more = len(names) - 3
    return f"{', '.join(names[:3])}{f' and {more} more' if more > 0 else ''}"


def sources(rows: Iterable[Row], quantities: Collection[str] = QUANTITIES) -> list[Source]:
    """Every source that numbers of these quantities rest on, once, in the order of the rows.

    Texts of others that quote a source, and whose names nobody recorded, are left to the notes.
    """
    facts = [fact for row in rows for quantity, fact in row.facts if quantity in quantities]
    cited = (source for fact in facts for source in (fact.source, fact.via))
    return list({each.id: each for each in cited if each is not None and each.kind != _QUOTED}.values())


def as_quoted(source: Source, rows: Iterable[Row]) -> bool:
    """Whether some number of a source was read in a text of somebody else's that quotes it."""
    facts = (fact for row in rows for _, fact in row.facts)
    return any(fact.source == source and fact.via and fact.via.kind == _QUOTED for fact in facts)


def sources_in_short(compared: Comparison, most: int, on_every_basis: bool = False) -> str:
    """The sources of the ratios by their short names; after `most` of them, how many more there are."""
    cited = sources(compared.rows) if on_every_basis else sources(compared.drawn, compared.quantities)
    names = list(dict.fromkeys(source.short for source in cited))
    if not names:
        return "No source of the catalog: every number is the user's own." if compared.has_user_values else ""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"Sources: {'; '.join(names[:most])}{more}."


def soft_tokens(compared: Comparison, on_every_basis: bool = False, most: int = 3) -> str:
    """Whose tokens seen are upper bounds, and whose were worked out from compute, for a chart that rests on
    them; "" where there are none. Of each, `most` names and how many more."""
    if not on_every_basis and ratios.QUANTITY_OF_BASIS[compared.basis] != "tokens_seen":
        return ""
    seen = [
        (row, fact)
        for row in (compared.rows if on_every_basis else compared.drawn)
        for quantity, fact in row.facts
        if quantity == "tokens_seen"
    ]
    said = (
        ("Tokens seen at most", [row.name for row, fact in seen if fact.upper_bound]),
        ("Tokens seen worked out from compute", [row.name for row, fact in seen if fact.circular]),
    )
    return " ".join(
        f"{what}: {', '.join(names[:most])}{f' and {len(names) - most} more' if len(names) > most else ''}."
        for what, names in said
        if names
    )


def name(row: Row) -> str:
    """A model's name, marked where it is the user's own."""
    return f"{row.name} {USER_MARK}" if row.is_user_model else row.name


def point(row: Row) -> str:
    """A model's name on a chart that shows no numbers: marked also if one of its numbers is the user's."""
    return (
        f"{row.name} {USER_MARK}"
        if row.is_user_model or row.user_fields & {"parameters", "tokens"}
        else row.name
    )


def number(row: Row, field: str) -> str:
    """A number of a row as a table shows it, marked where it is the user's own."""
    value = getattr(row, field)
    text = (
        formatting.count(value) if field in ("parameters", "sequences", "tokens") else formatting.ratio(value)
    )
    return text + USER_MARK if field in row.user_fields else text


def verdict(row: Row) -> str:
    """The verdict, or in a few words why there is none."""
    if row.verdict:
        return row.verdict + (USER_MARK if "verdict" in row.typed else "")
    return NO_NUMBER if row.known else UNKNOWN


def spread(row: Row) -> str:
    """The ratios between which sources disagree; "" where they do not."""
    return f"{formatting.ratio(row.range[0])} to {formatting.ratio(row.range[1])}" if row.range else ""


def quantity(name: str) -> str:
    """A quantity of the catalog as sentences name it.

    >>> quantity("params_total"), quantity("tokens_seen")
    ('parameters', 'tokens seen')
    """
    named = {"params_total": "parameters", "params_active": "active parameters"}
    return named.get(name, name.replace("_", " "))


def description_on_every_basis(row: Row) -> str:
    """The ratios of a row on each basis, and where its numbers come from, in sentences for notes."""
    known = [basis for basis in ratios.BASES if getattr(row, f"ratio_{basis}")]
    if not known:
        return f"{row.name}: {row.why}"
    shown = ", ".join(f"{number(row, f'ratio_{basis}')} by {basis}" for basis in known)
    return " ".join([f"{row.name}: {shown} (tokens per parameter).", *_cited(row)])


def description(row: Row) -> str:
    """Everything about a row in sentences, for notes: its ratio, its sources, and what was typed."""
    if row.ratio is None:
        return f"{row.name}: {row.why}"
    said = [f"{row.name}: {formatting.ratio(row.ratio)} tokens per parameter."]
    if row.range:
        fits = effective.FITS if row.basis == effective.BASIS else ""
        said.append(f"Sources{fits} give {spread(row)}.")
    if row.basis == effective.BASIS and row.model and "tokens" not in row.user_fields:
        said.append(f"Seen in {effective.passes(row.model, row.average_length)}.")
    if row.typed:
        where = f" in {row.place}" if row.place else ""
        said.append(f"Typed by the user{where}: {', '.join(sorted(row.typed)).replace('_', ' ')}.")
    if "source" in row.typed:
        said.append(f"Source: {row.source}.")
    if row.model and "parameters" not in row.user_fields:
        said += cost.cautions(row.model)
    if row.token_unit not in ("", RESIDUES):
        said.append(f"Its tokens are {row.token_unit}.")
    return " ".join([*said, *_cited(row)])


def _cited(row: Row) -> list[str]:
    """The source of each number of the catalog, in sentences."""
    if row.model is None:
        return []
    stated = [
        f"{quantity(name).capitalize()}: {citations.citation(row.model.id, name)}."
        for name, fact in row.facts
        if fact is row.model.fact(name)
    ]
    if row.kind in COUNTED_KINDS and "parameters" not in row.user_fields:
        stated.insert(0, f"Parameters ({row.kind}): {COUNTED}.")
    return stated
