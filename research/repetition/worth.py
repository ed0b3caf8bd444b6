"""How many fresh tokens a run on repeated data was worth, from loss curves alone.

Three readings, none of which is the truth by itself:

- *after the first pass*: nothing is repeated yet, so a difference is one between the two corpora;
- *on the same schedule*: where the fresh run passed the loss at which the repeated run ended. Its learning
  rate had not fallen there, so a run made for that many tokens would have needed fewer: an upper bound;
- *by runs that ended*: where a curve through final losses of fresh runs of several lengths meets that loss.

Uncertainty is that of reruns: every run's curve is moved as a whole, at random, by as much as two runs of one
configuration differ, and all is read again.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Sequence

import numpy as np

from released_runs import Curve

SMOOTHED = 9  # validation points in a running mean; one point jitters by about 0.006
DRAWS = 4000
INTERVAL = (2.5, 97.5)  # percentiles


class Reading(NamedTuple):
    """A number as read, and as read again from each draw; nan where a draw has no answer."""

    value: float
    draws: np.ndarray

    @property
    def interval(self) -> tuple[float, float]:
        """Between these ends lie 95 % of the draws."""
        low, high = np.nanpercentile(self.draws, INTERVAL)
        return float(low), float(high)

    def over(self, other: Reading | float) -> Reading:
        """The quotient, draw by draw."""
        if isinstance(other, Reading):
            return Reading(self.value / other.value, self.draws / other.draws)
        return Reading(self.value / other, self.draws / other)


class Worth(NamedTuple):
    """What one repeated run was worth, in tokens of fresh data.

    lowest          where its smoothed loss was lowest after the first pass: tokens, and the loss there
    first_pass, same_schedule, ended
                    the three readings; no last one where there are no shorter runs
    """

    passes: float
    final_loss: float
    lowest: tuple[float, float]
    first_pass: Reading
    same_schedule: Reading
    ended: Reading | None


def smooth(curve: Curve, points: int = SMOOTHED) -> Curve:
    """The running mean of so many points, over fewer of them at both ends."""
    half = points // 2
    sums = np.concatenate(([0.0], np.cumsum(curve.loss)))
    at = np.arange(len(curve.loss))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(at))
    return Curve(curve.tokens, (sums[high] - sums[low]) / (high - low))


def final_loss(curve: Curve) -> float:
    """The mean of the last SMOOTHED points."""
    return float(np.mean(curve.loss[-SMOOTHED:]))


def loss_at(curve: Curve, tokens: float) -> float:
    """The smoothed loss after so many tokens."""
    smoothed = smooth(curve)
    return float(np.interp(tokens, smoothed.tokens, smoothed.loss))


def tokens_to(curve: Curve, loss: np.ndarray | float, points: int = SMOOTHED) -> np.ndarray:
    """Tokens after which the smoothed curve was at this loss for the last time; an end if it never was."""
    smoothed = smooth(curve, points)
    envelope = np.maximum.accumulate(smoothed.loss[::-1])  # rising, from the end of the run to its start
    return np.interp(loss, envelope, smoothed.tokens[::-1])


def tokens_of_ended(tokens: np.ndarray, losses: np.ndarray, loss: np.ndarray | float) -> np.ndarray:
    """At how many tokens a parabola through final losses, over the logarithm of tokens, meets a loss.

    Parameters
    ----------
    tokens : of the runs that ended, one each
    losses : their final losses, a row a draw
    loss : the loss to meet, one a draw

    Returns
    -------
    tokens, one a draw; nan where the parabola never comes down to the loss
    """
    centre = np.log(tokens).mean()
    curvature, slope, level = np.polyfit(np.log(tokens) - centre, losses.T, 2)
    with np.errstate(invalid="ignore"):
        # The root where the parabola falls, in the form that also holds for a straight line.
        falls = np.sqrt(slope**2 - 4 * curvature * (level - loss))
        return np.exp(centre + 2 * (loss - level) / (slope - falls))


def worth(
    repeated: Curve, fresh: Curve, shorter: Sequence[Curve], unique: float, rerun: float, seed: int
) -> Worth:
    """The three readings of one run.

    Parameters
    ----------
    repeated, fresh : runs of the same length and schedule
    shorter : fresh runs that ended earlier; none where there are none of the same recipe
    unique : tokens in one pass
    rerun : by how much the losses of two runs of one configuration differ (root mean square)
    seed : of the draws
    """
    moved = np.random.default_rng(seed).normal(0, rerun / math.sqrt(2), (DRAWS, 2 + len(shorter)))
    of_repeated, of_fresh, of_shorter = moved[:, 0], moved[:, 1], moved[:, 2:]
    end, first = final_loss(repeated), loss_at(repeated, unique)
    apart = of_repeated - of_fresh
    ended = None
    if shorter:
        tokens = np.array([each.tokens[-1] for each in (*shorter, fresh)])
        losses = np.array([[final_loss(each) for each in (*shorter, fresh)]])
        drawn = losses + np.column_stack((of_shorter, of_fresh))
        ended = Reading(
            float(tokens_of_ended(tokens, losses, end)[0]), tokens_of_ended(tokens, drawn, end + of_repeated)
        )
    return Worth(
        passes=float(repeated.tokens[-1] / unique),
        final_loss=end,
        lowest=_lowest(repeated, unique),
        first_pass=Reading(float(tokens_to(fresh, first)), tokens_to(fresh, first + apart)),
        same_schedule=Reading(float(tokens_to(fresh, end)), tokens_to(fresh, end + apart)),
        ended=ended,
    )


def _lowest(curve: Curve, unique: float) -> tuple[float, float]:
    smoothed = smooth(curve)
    at = int(np.argmin(np.where(smoothed.tokens >= unique, smoothed.loss, np.inf)))
    return float(smoothed.tokens[at]), float(smoothed.loss[at])


def r_star(worth_in_passes: float, passes: float) -> float:
    """The constant of D' = U + U R* (1 - exp(-(D/U - 1) / R*)) that one run asks for.

    Parameters
    ----------
    worth_in_passes : D' / U
    passes : D / U

    Returns
    -------
    R*; zero where the run was worth one pass or less, infinite where it was worth all of its passes
    """
    if math.isnan(worth_in_passes):
        return math.nan
    if worth_in_passes <= 1:
        return 0.0
    if worth_in_passes >= passes:
        return math.inf
    low, high = 1e-6, 1e9
    for _ in range(70):
        middle = math.sqrt(low * high)
        given = 1 - middle * math.expm1(-(passes - 1) / middle)
        low, high = (middle, high) if given < worth_in_passes else (low, middle)
    return low


def r_star_of(runs: Sequence[Reading], passes: float) -> Reading:
    """One constant for several runs, by the geometric mean of what they were worth in passes."""
    value = math.exp(sum(math.log(run.value) for run in runs) / len(runs))
    with np.errstate(invalid="ignore"):
        drawn = np.exp(sum(np.log(run.draws) for run in runs) / len(runs))
    return Reading(r_star(value, passes), np.array([r_star(each, passes) for each in drawn]))
