"""Draws docs/repetition.png: what each pass over the repeated data was worth, in fresh tokens."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes

from plm_ratios.slides import picture_page
from plm_ratios.slides.picture_page import TEXT, Texts
from plm_ratios.slides.themes import LIGHT
from released_runs import UNIQUE, Curve
from worth import smooth, tokens_to

_BODY = 3.6  # inches
_BESIDE, _BETWEEN = 0.55, 0.5  # inches left of a plot, and between the plots
_PASSES, _MOST = 13, 205.0  # the ends of the axes; billions of tokens
_COLOURS = {
    "150M": LIGHT.verdicts["too few tokens"],
    "1.2B": LIGHT.verdicts["near optimal"],
    "3B": LIGHT.laws[1],
}
_SMOOTHED = 41  # points; a line that shows every jitter hides what it does
_DASHES, _DOTS = (0, (4, 3)), (0, (1, 2))
# Where the name of a line stands: passes, billions, and what it says.
_NAMES = {
    "CLM": [("150M", 8.6, 74, "150M"), ("1.2B", 11.3, 92, "1.2B"), ("3B", 11.3, 56, "3B")],
    "MLM": [("150M", 8.3, 143, "150M, two runs"), ("3B", 8.2, 25, "3B, three runs")],
}


def write(results: dict, curves: dict, path: Path, text_r_star: float) -> None:
    """Draw the picture and write it as PNG."""
    settings = picture_page.settings()
    with matplotlib.rc_context(settings), picture_page.silent():
        page = picture_page.page(_texts(results), _BODY, LIGHT)
        width = (page.room.width - _BETWEEN) / 2
        for number, objective in enumerate(("CLM", "MLM")):
            before = _BESIDE + number * (width + _BETWEEN)
            axes = page.axes(before, page.room.width - width * (number + 1) - _BETWEEN * number, 0.3, 0.5)
            _panel(axes, objective, results, curves, text_r_star)
        page.figure.savefig(
            path,
            format="png",
            dpi=picture_page.DOTS,
            facecolor=f"#{LIGHT.background}",
            metadata={"Software": None},
        )


def _texts(results: dict) -> Texts:
    causal, masked = (_from_to(results, *which) for which in (("CLM", ("1.2B", "3B")), ("MLM", ("3B",))))
    return Texts(
        f"Thirteen passes over UniRef50 were worth {causal} billion fresh tokens to causal models, "
        f"and {masked} to the large masked one",
        "Fresh tokens that gave the same validation loss, by passes over about 15.4 billion tokens. Lines: "
        "on the same schedule. Points at the end: by fresh runs that ended; bars: 95 %, as reruns differ.",
        (
            "Lines overstate the end: where a fresh run passed that loss, its learning rate had not fallen. "
            "One corpus, one to three runs a size; reruns differ by 0.010 to 0.016 in loss.",
            f"Derived from the released curves of Cheng et al. 2024 ({results['repository']}, "
            f"{results['commit'][:8]}) by research/repetition/rerun.py.",
        ),
    )


def _from_to(results: dict, objective: str, sizes: tuple[str, ...]) -> str:
    found = [
        run["worth_in_billions_of_fresh_tokens"]["end_by_runs_that_ended"]["value"]
        for run in results["runs"]
        if run["objective"] == objective and run["size"] in sizes
    ]
    return f"{min(found):.0f} to {max(found):.0f}"


def _panel(axes: Axes, objective: str, results: dict, curves: dict, text_r_star: float) -> None:
    axes.set_xlim(0, _PASSES + 0.6)
    axes.set_ylim(0, _MOST)
    axes.grid(axis="y", color=f"#{LIGHT.grid}", linewidth=0.7, zorder=0)
    axes.set_xticks(range(1, _PASSES + 1, 2))
    axes.set_yticks(range(0, 201, 50))
    axes.set_xlabel("passes", fontsize=TEXT, color=f"#{LIGHT.text}")
    title = {"CLM": "Causal models (CLM)", "MLM": "Masked models (MLM)"}[objective]
    axes.set_title(
        f"{title}: billions of fresh tokens", fontsize=TEXT, color=f"#{LIGHT.muted}", loc="left", pad=6
    )
    passes = np.linspace(0, _PASSES, 200)
    fresh = passes * UNIQUE / 1e9
    axes.plot(passes, fresh, color=f"#{LIGHT.muted}", linewidth=1, linestyle=_DOTS, zorder=1)
    beyond = np.maximum(passes - 1, 0)
    law = np.minimum(fresh, UNIQUE / 1e9 * (1 - text_r_star * np.expm1(-beyond / text_r_star)))
    axes.plot(passes, law, color=f"#{LIGHT.muted}", linewidth=1.2, linestyle=_DASHES, zorder=1)
    if objective == "CLM":  # both lines are the same in the other plot
        picture_page.label(axes, "as good as fresh", (9, 9 * UNIQUE / 1e9), "left", LIGHT.muted)
        picture_page.label(axes, "law of text", (_PASSES, float(law[-1])), "above", LIGHT.muted)
    for (of, size, _), (repeated, fresh_run) in curves.items():
        if of == objective:
            _line(axes, repeated, fresh_run, _COLOURS[size])
    for number, run in enumerate(run for run in results["runs"] if run["objective"] == objective):
        ended = run["worth_in_billions_of_fresh_tokens"]["end_by_runs_that_ended"]
        if ended:
            _point(axes, _PASSES + (number % 3 - 1) * 0.18, ended, _COLOURS[run["size"]])
    for size, across, up, text in _NAMES[objective]:
        picture_page.label(axes, text, (across, up), "above", _COLOURS[size], weight="bold", points=TEXT)


def _line(axes: Axes, repeated: Curve, fresh: Curve, colour: str) -> None:
    smoothed = smooth(repeated, _SMOOTHED)
    worth = tokens_to(fresh, smoothed.loss, _SMOOTHED) / 1e9
    axes.plot(smoothed.tokens / UNIQUE, worth, color=f"#{colour}", linewidth=1.6, zorder=2)


def _point(axes: Axes, across: float, ended: dict, colour: str) -> None:
    axes.plot([across, across], ended["interval"], color=f"#{colour}", linewidth=1.2, zorder=3)
    edge = f"#{LIGHT.background}"
    axes.plot(
        [across],
        [ended["value"]],
        marker="o",
        markersize=5.5,
        color=f"#{colour}",
        markeredgecolor=edge,
        zorder=4,
    )
