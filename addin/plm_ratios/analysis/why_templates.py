"""What WHY says of a model, with slots for all that depends on the average length somebody types.

For hosts that have no Python where the formula is: hosts/sheets/ and hosts/lambdas/ fill the slots in.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..catalog import Model
from ..errors import NotAvailable
from ..formatting import human
from . import explanations, ratios


class Template(NamedTuple):
    """The sentences of one basis.

    start, end   said at every length; on the bases "unique" and "seen" there is no end
    off          said between them where the length is far from that of the training set
    """

    start: str
    off: str = ""
    end: str = ""


def template(model: Model, basis: str) -> Template | None:
    """The sentences about a model on a basis; None where it has no ratio there.
    Slots: {ratio}, {length}, {total}, {active}."""
    if ratios.known(ratios.ratio, model, basis) is None:
        return None
    if basis != "sequences":
        return Template(explanations.why(model.id, basis, ratios.AVERAGE_LENGTH))
    own = ratios.known_average_length(model) or ratios.AVERAGE_LENGTH
    near, far = _at(model, own), _at(model, 2 * own)
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


def _at(model: Model, avglen: float) -> str:
    """The sentences at an average length, with slots for all that depends on it."""
    total = ratios.model_tokens(model, "sequences", avglen)
    ratio = human(ratios.ratio(model, "sequences", avglen))
    per_active = human(total / (model.value("params_active") or math.inf))
    text = explanations.why(model.id, "sequences", avglen)
    for said, with_slots in (
        (f" has {ratio} tokens per parameter:", " has {ratio} tokens per parameter:"),
        (f" x {avglen:g} residues = {human(total)} tokens,", " x {length} residues = {total} tokens,"),
        (f" residues, not {avglen:g};", " residues, not {length};"),
        (f" active per token the ratio is {per_active}.", " active per token the ratio is {active}."),
    ):
        text = text.replace(said, with_slots, 1)
    return text
