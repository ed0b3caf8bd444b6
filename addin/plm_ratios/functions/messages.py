"""What functions say to what is wrong with a cell, with slots in the place of what was typed.

For hosts that have no Python where the formula is: hosts/sheets/ and hosts/lambdas/ fill the slots in.
"""

from __future__ import annotations

import math
from typing import Any, Callable, NamedTuple

from ..analysis import hardware, ratios, scaling_laws, scores
from ..analysis.accelerators import UnknownAccelerator
from ..catalog import Model, citations, load, typed_names, typed_numbers
from ..catalog.facts import QUANTITIES
from ..errors import PlmError, UnknownName
from .cells import to_number, to_size
from .definitions import FUNCTIONS
from .signature import name_of


class Choice(NamedTuple):
    """The words among which an argument chooses.

    options   by their form without case
    default   what a blank stands for; None where it stands for nothing
    unknown   the cell error and the sentence for any other word
    missing   the same where there is no word
    """

    options: dict[str, str]
    default: str | None
    unknown: tuple[str, str]
    missing: tuple[str, str]


def choices() -> dict[str, Choice]:
    """Every choice of words: "basis", "kind", "benchmark" and "quantity"."""
    return {
        "basis": _choice("RATIO", 1, ratios.BASES),
        "kind": _choice("PARAMS", 1, ratios.PARAMETER_KINDS),
        "benchmark": _choice("SCORE", 1, scores.BENCHMARKS),
        "quantity": _choice("SOURCE", 1, (*QUANTITIES, *citations.QUANTITY_WORDS)),
    }


def _choice(function: str, position: int, options: tuple[str, ...]) -> Choice:
    read = FUNCTIONS[function].arguments[position].read
    try:
        default = read(None)
    except PlmError:
        default = None
    return Choice(
        {option.casefold(): option for option in options}, default, _remarked(read), _message(lambda: read(1))
    )


def messages() -> dict[str, tuple[str, str]]:
    """What goes wrong with what people type: the cell error and the sentence of each. The core says
    them here about slots instead of cells."""
    catalog = load()
    nobody = Model(id="", name="{name}", facts={"{known}": ()})
    sequences, _ = FUNCTIONS["TOKENS"].arguments
    ratio, target = FUNCTIONS["VERDICT"].arguments
    sized, _ = FUNCTIONS["FLOPS"].arguments

    def remarks() -> tuple[str, ...]:
        return ("{remarks}",)

    def unknown(nearest: tuple[str, ...]) -> Callable[[], Any]:
        return lambda: _raise(
            UnknownName("{what}", "{cell}", lambda: nearest, catalog.cell_warnings, remarks)
        )

    def unknown_law(nearest: tuple[str, ...]) -> Callable[[], Any]:
        return lambda: _raise(scaling_laws.UnknownLaw("{cell}", lambda: nearest, remarks))

    def unknown_gpu(nearest: tuple[str, ...]) -> Callable[[], Any]:
        return lambda: _raise(UnknownAccelerator("{cell}", lambda: nearest, remarks))

    return {
        "noNumber": _remarked(lambda cell: to_number(cell, "{what}")),
        "ambiguous": _ambiguous(),
        "notFinite": _message(lambda: to_number(math.inf, "{what}")),
        "negative": _message(lambda: to_number(-7, "{what}"), number="-7"),
        "zero": _message(lambda: to_size(0, "{what}")),
        "blankName": _message(lambda: name_of("{what}")(None)),
        "noName": _message(lambda: name_of("{what}")(7), cell="7"),
        "unknown": _message(unknown(("{nearest}",))),
        "unknownFar": _message(unknown(())),
        "unknownLaw": _message(unknown_law(("{nearest}",))),
        "unknownLawFar": _message(unknown_law(())),
        "neitherSequences": _remarked(sequences.read),
        "neitherRatio": _remarked(ratio.read),
        "neitherParameters": _remarked(sized.read),
        "noTokenCount": _message(lambda: FUNCTIONS["FLOPS"].compute(1.0, None)),
        "noGpu": _message(lambda: hardware.accelerator_used(1.0, None)),
        "noChipHours": _message(lambda: hardware.chip_hours_used(1.0, None)),
        "gpuNotOnRecord": _message(lambda: hardware.accelerator_used(nobody, None)),
        "chipHoursNotOnRecord": _message(lambda: hardware.chip_hours_used(nobody, None)),
        "noShare": _message(lambda: hardware.share(1.25), given="1.25"),
        "unknownGpu": _message(unknown_gpu(("{nearest}",))),
        "unknownGpuFar": _message(unknown_gpu(())),
        "neitherTarget": _remarked(target.read),
        "noQuantity": _message(lambda: catalog.source_of(nobody, "{quantity}")),
        "noScore": _message(lambda: scores.score(nobody, "indels"), benchmark="indels"),
        "noneNearest": _message(lambda: ratios.nearest(basis="{basis}", models=[])),
        "noOptimum": _message(
            lambda: scaling_laws.at_parameters(1e300), what="number of parameters", given="1e+300"
        ),
    }


def _message(call: Callable[[], Any], **slots: str) -> tuple[str, str]:
    """The cell error and the sentence of what a call complains about, with slots for what was given."""
    try:
        call()
    except PlmError as error:
        text = str(error)
        for slot, said in slots.items():
            text = text.replace(said, f"{{{slot}}}")
        return error.cell, text
    raise AssertionError("nothing was wrong")


def _remarked(read: Callable[[str], Any]) -> tuple[str, str]:
    """The same for a text that something can be remarked on, with the slot {remarks} where that is said."""
    odd = "{cell}\u200b"
    return _message(lambda: read(odd), cell=odd, remarks=" ".join(typed_names.oddities(odd)))


def _ambiguous() -> tuple[str, str]:
    text = "1,234"
    read = typed_numbers.typed_number(text)
    assert isinstance(read, typed_numbers.Ambiguous), "nobody knows whether it is a thousand"
    return _message(lambda: to_number(text, "{what}"), cell=text, says=read.says)


def said(call: Callable[[], Any]) -> str:
    """What a call complains about; "" where it is content."""
    try:
        call()
    except PlmError as error:
        return str(error)
    return ""


def _raise(error: PlmError) -> None:
    raise error
