"""What a look at a machine brings up: `plm-ratios doctor` and `plm-ratios excel doctor` speak in findings."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was looked at. `remedy` is empty where nothing is wrong; otherwise it names the
    command or the clicks that put it right."""

    what: str
    found: str
    remedy: str = ""
