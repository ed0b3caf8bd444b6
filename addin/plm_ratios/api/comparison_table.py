"""compare(): models side by side, as a table with the chart that goes with it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ..analysis import ratios
from ..catalog import load
from ..catalog.in_use import settled
from ..comparison import captions, records
from ..comparison.compare import DEFAULT_MODELS, Comparison, largest_first
from ..comparison.compare import compare as computed
from ..comparison.rows import Row
from ..records.fields import Field
from . import names
from .cell_functions import size_given
from .table import COUNT, RATIO, TEXT, Column, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What is shown of a comparison, with headers; all else is in its rows.
_HEADERS = {
    "model": "Model",
    "parameters": "Parameters",
    "sequences": "Sequences",
    "tokens": "Tokens",
    **{f"ratio_{basis}": f"Ratio: {basis}" for basis in ratios.BASES},
    "verdict": "Verdict",
}
_COUNTS = ("parameters", "sequences", "tokens", "average_length")


class ComparisonTable(Table):
    """Models side by side on one basis, against one target, as a table.

    The columns are those of an exported CSV file. `comparison` holds what was computed: the rows with the
    facts behind each number.
    """

    def __init__(self, comparison: Comparison):
        self.comparison = comparison
        chosen = f"ratio_{comparison.basis}"
        shown = {name: at for at, name in enumerate(_HEADERS)}
        columns = [_column(field, chosen) for field in records.FIELDS]
        super().__init__(
            columns,
            [list(row.values()) for row in records.records(comparison)],
            _caption(comparison),
            _notes(comparison),
        )
        # People read the tokens before the ratios, while a CSV file has what belongs to the basis at its end.
        self._order = sorted(
            (at for at, column in enumerate(columns) if column.shown), key=lambda at: shown[columns[at].name]
        )

    @property
    def basis(self) -> str:
        """The basis: "sequences", "unique", "seen" or "effective"."""
        return self.comparison.basis

    @property
    def target(self) -> float:
        """Tokens per parameter that the models are compared with."""
        return self.comparison.target

    def plot(self, chart: str = "ratio", theme: str = "light", title: str = "") -> Figure:
        """The comparison as a chart, the same as plm-ratios export draws, with the largest ratio first.

        Parameters
        ----------
        chart : "ratio", bars of tokens per parameter from the target; "bases", every model on each basis;
            "time", ratios and tokens by the date of release; "score", published scores of ProteinGym over
            ratios; or "plane", parameters and tokens
        theme : "light" or "dark"
        title : of the chart, instead of its finding

        Returns
        -------
        a Figure of matplotlib, which a notebook shows; .savefig("chart.png") writes it to a file

        Raises
        ------
        NotAvailable : none of the models has what the chart shows
        WrongValue : no such chart or theme
        ModuleNotFoundError : matplotlib is not installed
        """
        try:
            from ..slides import pictures, themes
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                f"{error.name} is not installed. Install it: pip install {error.name}", name=error.name
            ) from error
        look = themes.theme(theme)
        return pictures.draw(chart, largest_first(self.comparison), title, datetime.date.today(), look)

    def _cut(self, part: slice) -> ComparisonTable:
        return ComparisonTable(self.comparison._replace(rows=self.comparison.rows[part]))

    def _shown(self) -> list[Column]:
        return [self._columns[at] for at in self._order]

    def _texts(self) -> list[list[str]]:
        return [[_said(row, column.name) for column in self._shown()] for row in self.comparison.rows]


@settled()
def compare(
    models: Any = None,
    basis: str = ratios.BASES[0],
    avglen: float | str = ratios.AVERAGE_LENGTH,
    target: float | str = ratios.TARGET,
    kind: str = ratios.PARAMETER_KINDS[0],
) -> ComparisonTable:
    """Models side by side: parameters, training tokens, and tokens per parameter on each basis.

    Parameters
    ----------
    models : the name of a model or a family, a list or pandas Series of them, or None for the well-known
        models. A model of your own is a dictionary:
        {"name": "Mine", "parameters": "1B", "tokens_seen": "20B"}
    basis : what counts as training tokens, by which the verdict goes: "sequences", "unique", "seen" or
        "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record
    target : tokens per parameter to compare with
    kind : of parameters, "total", "active", "exact" or "non-embedding"

    Returns
    -------
    ComparisonTable, which a notebook shows; .to_pandas(), .to_dict(), .to_json(), .plot()

    Raises
    ------
    UnknownName : neither a model nor a family has that name
    WrongValue : an unknown basis; an unknown kind; something else than names
    OutOfRange : a length or a target that is not finite and above zero

    >>> table = compare(["ESM-2 15B", "ProGen2-xlarge"], basis="seen")
    >>> [(row["model"], row["tokens_per_parameter"], row["verdict"]) for row in table]
    [('ESM-2 15B', 57.6, 'more tokens than optimal'), ('ProGen2-xlarge', 54.6875, 'more tokens than optimal')]
    """
    length, wanted = size_given(avglen, "average length"), size_given(target, "target")
    asked = names.requests(list(DEFAULT_MODELS) if models is None else models)
    return ComparisonTable(computed(asked, basis, length, wanted, kind))


def _column(field: Field, chosen: str) -> Column:
    header = _HEADERS.get(field.name, field.description)
    kind = TEXT if field.type == "string" else COUNT if field.name in _COUNTS else RATIO
    marked = field.name == chosen
    return Column(
        field.name, f"{header} (chosen)" if marked else header, kind, field.name in _HEADERS, marked
    )


def _said(row: Row, column: str) -> str:
    if column == "model":
        return captions.name(row)
    if column == "verdict":
        return captions.verdict(row)
    return captions.number(row, column)


def _caption(comparison: Comparison) -> str:
    return f"Tokens per parameter; {captions.subtitle(comparison)}; catalog {load().label}"


def _notes(comparison: Comparison) -> list[str]:
    notes = [f"Tokens and verdict go by the chosen basis: {ratios.MEANING_OF_BASIS[comparison.basis]}."]
    if comparison.has_user_values:
        notes.append(captions.USER_MARK_MEANING)
    return notes
