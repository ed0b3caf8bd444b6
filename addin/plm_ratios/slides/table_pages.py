"""The slides with tables: the comparison, the claims of the essay, the sources."""

from __future__ import annotations

from typing import Sequence

from .. import formatting
from ..analysis import claim_tests, ratios, scaling_laws
from ..catalog import load
from ..catalog.facts import Source
from ..comparison import captions, effective, findings
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from . import claims_shown, tables
from .canvas import NOTE_POINTS
from .pages import Deck, descriptions, part, split

_COMPARISON_COLUMNS = (
    tables.SlideColumn("Model"),
    tables.SlideColumn("Parameters", numbers=True),
    tables.SlideColumn("Tokens on the basis", numbers=True),
    *(tables.SlideColumn(f"Ratio: {basis}", numbers=True) for basis in ratios.BASES),
    tables.SlideColumn("Verdict"),
    tables.SlideColumn("Where sources disagree"),
    tables.SlideColumn("Sources"),
)
_CLAIM_COLUMNS = (
    tables.SlideColumn("Claim of the essay"),
    *(tables.SlideColumn(f"By {basis}") for basis in ratios.BASES),
    *(tables.SlideColumn(scaling_laws.law(law).name) for law in claim_tests.LAWS),
    tables.SlideColumn("By sequences, with the average length in residues"),
)
_SOURCE_COLUMNS = (
    tables.SlideColumn("No.", numbers=True),
    tables.SlideColumn("Source"),
    tables.SlideColumn("Address", widest=0.42),
)
_MOST_POINTS = 16.0
_HOW_CLAIMS = (
    "Of the largest models of the families that the essay compares. Mildly true, by less than a factor of 2, "
    "counts as holding. Not testable: a number is missing, or the law was made for other models."
)
_HOW_EFFECTIVE = f"Ratio: effective counts repeats of tokens less, {effective.BEWARE}."
_AS_QUOTED = "Read as others quote it."


def table_slides(deck: Deck) -> None:
    """Add every row of the comparison on every basis, with the numbers of its sources."""
    compared = deck.compared
    number_of = {source.id: number for number, source in enumerate(deck.numbered(), 1)}
    texts = [_cells(row, number_of) for row in compared.rows]
    length = (
        f"; average length: {compared.avglen:g} residues"
        if compared.basis not in ratios.LENGTH_COUNTS
        else ""
    )
    subtitle = (
        f"{captions.label(compared)} on every basis; verdict by {compared.basis_in_words}; "
        f"target: {compared.target:g}{length}"
    )
    _paged(
        deck,
        findings.table_title(compared),
        subtitle,
        "Comparison on every basis",
        _COMPARISON_COLUMNS,
        texts,
        descriptions(compared.rows),
        below=_HOW_EFFECTIVE if any(row.ratio_effective for row in compared.rows) else "",
    )


def claims_slides(deck: Deck) -> None:
    """Add the essay's claims, tested on every basis at the comparison's average length and target."""
    compared, essay = deck.compared, load().sources["essay"]
    claims = claims_shown.of(compared)
    texts, notes = [], []
    for claim in claims:
        found = claim_tests.answers(claim, avglen=compared.avglen, target=compared.target)
        changes = claim_tests.changes_in_words(claim, compared.target, "largest")
        texts.append([claim.name, *(answer.answer for answer in found.values()), changes])
        source = load().sources[claim.source]
        said = [f"{test}: {answer.answer}. {answer.why}" for test, answer in found.items()]
        stated = f'{claim.sentence} Stated in {source.title}; {claim.locator}; {source.url}; "{claim.quote}".'
        notes.append("\n".join([f"{claim.name}. {stated} Tested by: {claim.formula}.", *said]))
    _paged(
        deck,
        findings.claims_title(compared, claims),
        f"{essay.title}; tested at {compared.avglen:g} residues and target {compared.target:g}",
        "Claims of the essay, tested",
        _CLAIM_COLUMNS,
        texts,
        notes,
        below=_HOW_CLAIMS,
        link=(essay.title, essay.url),
    )


def source_slides(deck: Deck) -> None:
    """Add the sources by number, with their addresses as links."""
    sources, compared = deck.numbered(), deck.compared
    if not sources:
        return
    texts = [
        [str(number), _named(source, compared), source.url or formatting.NONE]
        for number, source in enumerate(sources, 1)
    ]
    notes = [f"{number}: {_used(source, compared)}" for number, source in enumerate(sources, 1)]
    rest = f"{len(sources)} sources" if len(sources) > 1 else "one source"
    title = f"The numbers on these slides rest on {rest}"
    subtitle = "Numbered as in the table of the comparison" if "table" in deck.kinds else ""
    _paged(deck, title, subtitle, "Sources", _SOURCE_COLUMNS, texts, notes)


def _paged(
    deck: Deck,
    title: str,
    subtitle: str,
    name: str,
    columns: Sequence[tables.SlideColumn],
    texts: Sequence[Sequence[str]],
    notes: Sequence[str],
    below: str = "",
    link: tuple[str, str] = ("", ""),
) -> None:
    """Add a table on as many slides as needed, with the speaker notes of the rows on each.

    below   a note at the foot of every slide
    link    words of the subtitle, and where they lead
    """
    canvas = deck.canvas
    room, _ = split(canvas.body(deck.edition, subtitle), below)
    table = tables.laid_out(columns, texts, room, _MOST_POINTS)
    shared = table.pages(room.height)
    headers = ", ".join(column.header for column in columns)
    for number, rows in enumerate(shared, 1):
        said = "\n".join(notes[row] for row in rows)
        slide, box = canvas.add(part(title, number, len(shared)), subtitle, deck.edition, said, link)
        box, note = split(box, below)
        if note:
            canvas.text(slide, *note, NOTE_POINTS, canvas.look.muted, "Note on the table")
        description = f"Table: {name}, {len(rows)} rows. Columns: {headers}."
        tables.add(slide, box, table, rows, canvas.look, name, description)


def _cells(row: Row, number_of: dict[str, int]) -> list[str]:
    numbers = sorted(number_of[source.id] for source in captions.sources([row]))
    return [
        captions.name(row),
        captions.number(row, "parameters"),
        captions.number(row, "tokens"),
        *(captions.number(row, f"ratio_{basis}") for basis in ratios.BASES),
        captions.verdict(row),
        captions.spread(row) or formatting.NONE,
        ", ".join(map(str, numbers)) or formatting.NONE,
    ]


def _named(source: Source, compared: Comparison) -> str:
    """Title and year of a source, and whether it was read only where others quote it."""
    said = ". ".join(part for part in (source.title, str(source.year or "")) if part)
    return f"{said}. {_AS_QUOTED}" if captions.as_quoted(source, compared.rows) else said


def _used(source: Source, compared: Comparison) -> str:
    """A source, with the numbers and models for which it was used."""
    used = [
        f"{row.name} ({captions.quantity(quantity)})"
        for row in compared.rows
        for quantity, fact in row.facts
        if source in (fact.source, fact.via)
    ]
    return f"{source.title}. For {', '.join(used) or 'the claims of the essay'}."
