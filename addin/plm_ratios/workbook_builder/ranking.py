"""The columns of the table Comparison that its chart reads: the models in the order of the chart, and for
each of them the segments of its bar.

They belong to the table, hidden, so that Excel continues them and the chart when a model is added. A bar is
stacked from an invisible start, the part from the target to the ratio in one of three colours, and a mark at
the target. On a log axis the parts end where they should, since the axis takes the logarithm of their sum;
so the chart follows a target that changes, which no axis of a chart does. Last come invisible segments whose
values are the labels: the factor, which the number format of the chart puts into words.
"""

from __future__ import annotations

import math
from typing import Any, Sequence

from ..analysis import ratios
from ..functions.cells import NA
from .book import Column

FIRST = "Number"  # the first of the columns
NAME, NUMBER, DISTANCE, PLACE, FROM = "Name", "Number", "Distance", "Place", "From"
RANKED, RANKED_RATIO = "Ranked", "Ranked ratio"
START, TOO_FEW, NEAR_BELOW, MARK, NEAR_ABOVE, MORE = (
    f"Bar: {part}" for part in ("start", "too few", "near below", "target", "near above", "more")
)
LABEL_BELOW, LABEL_NEAR, LABEL_ABOVE = (f"Label: {part}" for part in ("below", "near", "above"))
SEGMENTS = (START, TOO_FEW, NEAR_BELOW, MARK, NEAR_ABOVE, MORE, LABEL_BELOW, LABEL_NEAR, LABEL_ABOVE)

AS_LISTED, BY_RATIO = "as listed", "ratio"
RANKED_BY = "RankedBy"  # the name of the input

_BEFORE, _AFTER = 0.985, 1.015  # the mark at the target runs between these multiples of it
_FAR = 9e99  # the distance of a model without a ratio
_NEAR_LABEL = 2.0  # at least 2, as all factors are: the chart shows no smaller label


def columns(table: str, ratio: str) -> list[Column]:
    """The columns; `ratio` is the header of the column of ratios."""
    keys, places, sheet_rows = f"{table}[Key]", f"{table}[{PLACE}]", f"{table}[Row]"
    number, key, row, from_ = (f"[@[{header}]]" for header in (NUMBER, "Key", "Row", FROM))
    formulas = {
        NUMBER: f"=IF(ISNUMBER([@[{ratio}]]),IF([@[{ratio}]]>0,[@[{ratio}]],0),0)",
        "Key": f'=IF([@[Model]]="",-1,IF({RANKED_BY}="{AS_LISTED}",1,{number}))',
        DISTANCE: f"=IF({number}>0,IF(InputsOk,ABS(LN({number}/Target)),9E+99),9E+99)",
        "Row": "=ROW()",  # of the sheet: not every program gives the rows of a range
        PLACE: f"=SUMPRODUCT(({keys}>{key})*1)+SUMPRODUCT(({keys}={key})*({sheet_rows}<={row}))",
        FROM: f"=MATCH(SUMPRODUCT(({sheet_rows}<={row})*1),{places},0)",
        RANKED: f"=INDEX({table}[{NAME}],{from_})",
        RANKED_RATIO: f"=INDEX({table}[{NUMBER}],{from_})",
        **segments(f"[@[{RANKED_RATIO}]]"),
    }
    return [Column(header, 9, "number", "", formula, hidden=True) for header, formula in formulas.items()]


def segments(r: str) -> dict[str, str]:
    """The formulas of the segments of a bar and its labels, by header; `r` is the cell of the ratio, 0 where
    there is none."""
    near = f"{ratios.NEAR:g}"
    too_few = f"AND({r}>0,{r}*{near}<Target)"
    # A part that a bar does not have is #N/A, which is not drawn; zero is no value of a log axis. A label
    # that it does not have is a number too small to be seen, since some versions of Excel label errors too.
    tiny, none = "MIN(1,Target/2000)", "NA()"

    def part(body: str) -> str:
        return f"=IF(InputsOk,{body},NA())"

    return {
        START: part(f"IF({r}>0,MIN({r},Target*{_BEFORE}),Target*{_BEFORE})"),
        TOO_FEW: part(f"IF({too_few},Target*{_BEFORE}-{r},{none})"),
        NEAR_BELOW: part(f"IF(AND({r}*{near}>=Target,{r}<Target*{_BEFORE}),Target*{_BEFORE}-{r},{none})"),
        MARK: part(f"Target*{_AFTER}-Target*{_BEFORE}"),
        NEAR_ABOVE: part(f"IF(AND({r}>Target*{_AFTER},{r}<=Target*{near}),{r}-Target*{_AFTER},{none})"),
        MORE: part(f"IF({r}>Target*{near},{r}-Target*{_AFTER},{none})"),
        LABEL_BELOW: part(f"IF({too_few},Target/{r},{tiny})"),
        LABEL_NEAR: part(f"IF(AND({r}*{near}>=Target,{r}<=Target*{near}),{_NEAR_LABEL:g},{tiny})"),
        LABEL_ABOVE: part(f"IF({r}>Target*{near},{r}/Target,{tiny})"),
    }


def rows(names: Sequence[str], found: Sequence[float | None], target: float, first: int) -> list[list[Any]]:
    """The values of the columns, the largest ratio first; `first` is the sheet's row of the first model."""
    numbers = [number or 0.0 for number in found]
    order = sorted(range(len(numbers)), key=lambda row: -numbers[row])
    return [
        [
            numbers[row],
            numbers[row],
            min(ratios.distance(numbers[row], target), _FAR),
            first + row,
            order.index(row) + 1,
            order[row] + 1,
            names[order[row]],
            numbers[order[row]],
            *parts(numbers[order[row]], target),
        ]
        for row in range(len(numbers))
    ]


def parts(ratio: float, target: float) -> list[Any]:
    """The segments of a bar and its labels; a ratio of 0 has but the mark at the target."""
    before, after = target * _BEFORE, target * _AFTER
    tiny = min(1, target / 2000)
    verdict = ratios.verdict(ratio, target) if ratio else ""
    few, near, more = (verdict == each for each in (ratios.TOO_FEW, ratios.NEAR_OPTIMAL, ratios.MORE))
    return [
        min(ratio, before) if ratio else before,
        before - ratio if few else NA,
        before - ratio if near and ratio < before else NA,
        after - before,
        ratio - after if near and ratio > after else NA,
        ratio - after if more else NA,
        target / ratio if few else tiny,
        _NEAR_LABEL if near else tiny,
        ratio / target if more else tiny,
    ]


def decade(number: float) -> float:
    """The power of ten that is not above a number.

    >>> decade(0.07), decade(1.2), decade(1000.0)
    (0.01, 1.0, 1000.0)
    """
    return float(10.0 ** math.floor(math.log10(number)))
