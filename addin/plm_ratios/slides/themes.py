"""Colours and sizes that slides and pictures share.

Colours of the data are from the palette of Okabe and Ito. No meaning depends on colour alone: bars point to
one side of the target or the other, points lie above or below its line, and everything is labelled.
"""

from __future__ import annotations

from typing import NamedTuple

from ..analysis import ratios
from ..errors import WrongValue


class Theme(NamedTuple):
    """Colours as hexadecimal RGB without a number sign."""

    background: str
    text: str
    muted: str
    grid: str
    header: str
    band: str
    verdicts: dict[str, str]
    laws: tuple[str, ...]
    bases: dict[str, str]

    @property
    def target(self) -> str:
        """The line at the target has the colour of text: everything else is compared with it."""
        return self.text


# Of the bases: none of them a colour of a verdict.
_INDIGO, _LAVENDER, _YELLOW = "4B3F9E", "A79BFF", "F0E442"
_ORANGE, _SKY, _GREEN, _BLUE, _PINK, _VERMILLION = "E69F00", "56B4E9", "009E73", "0072B2", "CC79A7", "D55E00"

LIGHT = Theme(
    background="FFFFFF",
    text="1F1F1F",
    muted="595959",
    grid="D9D9D9",
    header="DCE9F2",
    band="F5F8FA",
    verdicts={ratios.TOO_FEW: _BLUE, ratios.NEAR_OPTIMAL: _GREEN, ratios.MORE: _ORANGE},
    laws=(_PINK, _VERMILLION, _SKY),
    bases=dict(zip(ratios.BASES, (_INDIGO, _PINK, _VERMILLION, _SKY))),
)
DARK = Theme(
    background="16202B",
    text="F2F2F2",
    muted="B8C0C8",
    grid="3C4A58",
    header="2B3B4B",
    band="1C2835",
    verdicts={ratios.TOO_FEW: _SKY, ratios.NEAR_OPTIMAL: _GREEN, ratios.MORE: _ORANGE},
    laws=(_PINK, _VERMILLION, _YELLOW),
    bases=dict(zip(ratios.BASES, (_LAVENDER, _PINK, _VERMILLION, _YELLOW))),
)
THEMES = {"light": LIGHT, "dark": DARK}

VERDICTS = (ratios.TOO_FEW, ratios.NEAR_OPTIMAL, ratios.MORE)

# The marker shape of each basis, by its name in Office's charts.
BASIS_MARKERS = dict(zip(ratios.BASES, ("circle", "diamond", "square", "triangle")))


_FAMILY_MARKERS = tuple(BASIS_MARKERS.values())


def family_look(look: Theme, number: int) -> tuple[str, str]:
    """Colour and marker shape of a family by its number: no two of the first sixteen have both in common, and
    no colour is that of a verdict."""
    colours = tuple(look.bases.values())
    turn, colour = divmod(number, len(colours))
    return colours[colour], _FAMILY_MARKERS[turn % len(_FAMILY_MARKERS)]


def theme(name: str) -> Theme:
    """The theme with that name. Raises WrongValue, which lists the names, if there is none."""
    found = THEMES.get(name.lower())
    if found is None:
        raise WrongValue(f'There is no theme "{name}". Choose {ratios.alternatives(THEMES)}.')
    return found


def on(background: str, text: str) -> Theme:
    """The theme that suits a user's own background and colour of text."""
    base = DARK if _luminance(background) < 0.4 else LIGHT
    if (base is LIGHT and _luminance(text) > 0.6) or (base is DARK and _luminance(text) < 0.4):
        text = base.text  # a template whose text is meant for a picture behind it
    return base._replace(background=background, text=text)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue
