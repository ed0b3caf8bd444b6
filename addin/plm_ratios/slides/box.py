"""A rectangle on a slide or in a picture."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """Left and upper edge, width and height, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width
