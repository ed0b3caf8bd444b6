"""What WHY says of a model, with slots for all that depends on the average length somebody types.

For hosts that have no Python where the formula is: hosts/sheets/ and hosts/lambdas/ fill the slots in.
"""

from __future__ import annotations

from typing import NamedTuple

from ..catalog import Model
from ..errors import NotAvailable
from . import explanations, ratios
from .pieces import joined


class Template(NamedTuple):
    """The sentences of one basis.

    start, end   said at every length; on the bases "unique" and "seen" there is no end
    off          said between them where the length is far from that of the training set
    """

    start: str
    off: str = ""
    end: str = ""


def template(model: Model, basis: str, kind: str | None = "total") -> Template | None:
    """The sentences about a model on a basis, other than "effective"; None where it has no ratio there.

    Parameters
    ----------
    model : whose ratio it is
    basis : "sequences", "unique" or "seen"; the last two are without slots, as nothing depends on a length
    kind : of parameters; None for sentences in which {sized}, {own} and {ratio} are slots, and the words of
        kind_words.py are missing: its phrase is what comes into {sized}, and its cautions are the last ones

    Slots: {ratio}, {length}, {total}, {active}, {whole}, {exact}.
    """
    if ratios.known(ratios.ratio, model, basis, ratios.AVERAGE_LENGTH, kind or "total") is None:
        return None
    if kind is not None and basis != "sequences":
        return Template(explanations.why(model.id, basis, ratios.AVERAGE_LENGTH, kind))
    near, far = _sentences(model, basis, kind, False), _sentences(model, basis, kind, True)
    start = next((at for at, (one, other) in enumerate(zip(near, far)) if one != other), len(near))
    more = len(far) - len(near)
    return Template(near[:start], far[start : start + more], near[start:])


def reason(model: Model, basis: str) -> str:
    """Why a model has no ratio on a basis; "" where it has one."""
    try:
        ratios.ratio(model, basis)
    except NotAvailable as error:
        return str(error)
    return ""


def _sentences(model: Model, basis: str, kind: str | None, far: bool) -> str:
    """The sentences with their slots, where the length is or is not far from that of the training set."""
    held = (piece for piece in explanations.pieces(model, basis, kind) if far or not piece.own)
    return " ".join([joined(held), *explanations.own_entry(model)])
