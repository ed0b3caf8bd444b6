"""Epoch AI's compute held against the hardware of the same row: chips x hours x peak.

A row whose hardware cannot have done its compute is wrong, or counts more than its hours: where a base
model is named, compute may include that model's training, and the hours are those of what came after.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...analysis import accelerators, hardware
from ..plausibility import ASSUMED, CIRCULAR, DOUBTFUL, IMPOSSIBLE, Share, short
from .csv_export import EpochRow, Export
from .row import clean, name_of

WITH_BASE = "counts a base model"
SPARSE = "counts with sparsity"
PLAUSIBLE = "plausible"
FAULTS = (IMPOSSIBLE, WITH_BASE, DOUBTFUL, SPARSE)
VERDICTS = (*FAULTS, CIRCULAR, PLAUSIBLE)

# "480 GPUs", "8x NVIDIA A100 GPUs", "128 TPU v4 chips"
_CHIPS = re.compile(r"(\d[\d,]*)\s*[x×]?\s*(?:[\w-]+\s){0,3}?(?:GPUs?|[ATVH]\d+s?|TPUs?|chips)\b")
# What the data sheet of the H100 prints, and utilizations are taken of by mistake.
_WITH_SPARSITY = re.compile(r"\b1[,.]?979")
_UTILIZATION = re.compile(r"utili[sz]ation|\b0\.[34]\b|\b[34]0 ?%", re.I)
_NEAR = 0.05


class Finding(NamedTuple):
    """A row that states compute, chips and hours.

    verdict   one of VERDICTS
    why       a sentence; "" where it is plausible
    """

    row: str
    chip: str
    share: Share
    verdict: str
    why: str


def findings(export: Export) -> list[Finding]:
    """Every row of an export that states compute, one kind of chip that is on record, and hours."""
    return [found for row in export.rows if (found := _read(row))]


def _read(row: EpochRow) -> Finding | None:
    compute, chip = row.value("compute"), accelerators.find(row.text("hardware"))
    count, hours = row.value("chips"), row.value("hours")
    chip_hours = row.value("chip_hours") or (count * hours if count and hours else None)
    if not (compute and chip and chip_hours):
        return None
    share = Share(clean(compute), chip_hours, chip.peak)
    verdict, why = _judged(row, share)
    return Finding(name_of(row), chip.name, share, verdict, why)


def _judged(row: EpochRow, share: Share) -> tuple[str, str]:
    stated = f"{short(share.flops)} FLOPs in {share.chip_hours:,.0f} chip-hours are {share.in_words}"
    if share.value > hardware.DOUBTFUL and row.text("base"):
        own = row.value("finetune")
        after = share._replace(flops=own) if own else None
        if after is None or after.value <= hardware.IMPOSSIBLE:
            said = f"{stated}: the compute includes the training of {row.text('base')}, the hours do not."
            if after:
                doubt = f", which is {DOUBTFUL}" if after.verdict == DOUBTFUL else ""
                said += f" Its own {short(after.flops)} FLOPs are {after.in_words}{doubt}."
            return WITH_BASE, said
    if share.verdict in (IMPOSSIBLE, DOUBTFUL):
        return share.verdict, f"{stated}.{_by_the_notes(row, share)}"
    if _against_sparsity(row, share):
        return SPARSE, (
            f"{stated} of dense products. The utilization in the row is taken of the peak with sparsity, "
            "twice as high (of an H100, 1,979 instead of 989 TFLOP/s)."
        )
    if share.verdict == CIRCULAR or _is_assumed(row, share):
        return CIRCULAR, f"{stated}: an assumed utilization, so the compute confirms nothing."
    return PLAUSIBLE, ""


def _by_the_notes(row: EpochRow, share: Share) -> str:
    """What the share would be with a number of chips that the notes name."""
    count = row.value("chips")
    for found in _CHIPS.finditer(f"{row.text('compute_notes')} {row.text('time_notes')}"):
        named = float(found[1].replace(",", ""))
        if count and named > count:
            with_them = share._replace(chip_hours=share.chip_hours * named / count)
            return (
                f" The column has {count:,.0f} chips and the notes speak of {named:,.0f}; with these it "
                f"would be {with_them.in_words}."
            )
    return ""


def _is_assumed(row: EpochRow, share: Share) -> bool:
    """Whether the share is one that estimates assume, but for rounding, and the notes speak of it."""
    near = any(abs(share.value / assumed - 1) < _NEAR for assumed in ASSUMED)
    return near and bool(_UTILIZATION.search(row.text("compute_notes")))


def _against_sparsity(row: EpochRow, share: Share) -> bool:
    """Whether a utilization is of the peak with sparsity: half of ours, or the notes name that peak."""
    stated = row.value("utilization")
    halved = stated is not None and abs(share.value / stated / 2 - 1) < _NEAR
    return halved or bool(_WITH_SPARSITY.search(row.text("compute_notes")))
