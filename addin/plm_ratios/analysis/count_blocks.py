"""Parts that closed formulas of parameters share: layers of which many architectures are built."""

from __future__ import annotations

from typing import Mapping

Facts = Mapping[str, int]


def linear(inputs: int, outputs: int) -> int:
    """A linear layer with bias."""
    return inputs * outputs + outputs


def transformer_layer(facts: Facts) -> int:
    """4(d^2 + d) + (df + f) + (fd + d) + 4d: attention, feed-forward and two norms, all with biases."""
    d, f = facts["width"], facts["feed_forward"]
    return 4 * linear(d, d) + linear(d, f) + linear(f, d) + 4 * d


def masked_head(facts: Facts) -> int:
    """d^2 + d + 2d + V: the transform, norm and bias of an output tied to the embedding."""
    d = facts["width"]
    return linear(d, d) + 2 * d + facts["vocabulary"]
