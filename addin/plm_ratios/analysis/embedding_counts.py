"""How many of the counted parameters are embeddings: one closed formula a family, as in parameter_counts.py.

Embeddings are those of tokens, positions and segments, and the output projection with its bias where it is
not tied to the embedding of tokens. Kaplan et al. (2020) count without these.
"""

from __future__ import annotations

from typing import Callable

from .count_blocks import Facts
from .parameter_counts import missing_refused


def count(family: str, facts: Facts) -> int:
    """Those of the parameters of parameter_counts.count() that are embeddings.

    >>> protgpt2 = {"layers": 36, "width": 1280, "feed_forward": 5120, "vocabulary": 50257, "positions": 1024}
    >>> count("gpt2", protgpt2)
    65639680
    """
    missing_refused(family, facts)
    return EMBEDDINGS[family](facts)


def _tied(facts: Facts) -> int:
    """Vd: one embedding of tokens, also the output."""
    return facts["vocabulary"] * facts["width"]


def _tied_with_positions(facts: Facts) -> int:
    """(V + P)d."""
    return (facts["vocabulary"] + facts["positions"]) * facts["width"]


def _tied_with_segments(facts: Facts) -> int:
    """(V + P + 2)d: BERT has an embedding of two segments."""
    return _tied_with_positions(facts) + 2 * facts["width"]


def _tied_with_one_segment(facts: Facts) -> int:
    """(V + P + 1)d: RoBERTa has one."""
    return _tied_with_positions(facts) + facts["width"]


def _untied(facts: Facts) -> int:
    """2Vd: an embedding, and an output without bias."""
    return 2 * _tied(facts)


def _untied_with_bias(facts: Facts) -> int:
    """2Vd + V."""
    return _untied(facts) + facts["vocabulary"]


def _untied_with_positions(facts: Facts) -> int:
    """(2V + P)d."""
    return _untied(facts) + facts["positions"] * facts["width"]


def _relative_positions(facts: Facts) -> int:
    """2Ph: T5 looks up a bias for each head, in the encoder and in the decoder."""
    return 2 * facts["positions"] * facts["heads"]


def _tied_t5(facts: Facts) -> int:
    """Vd + 2Ph."""
    return _tied(facts) + _relative_positions(facts)


def _untied_t5(facts: Facts) -> int:
    """2Vd + 2Ph."""
    return _untied(facts) + _relative_positions(facts)


def _t5_encoder(facts: Facts) -> int:
    """Vd + Ph."""
    return _tied(facts) + facts["positions"] * facts["heads"]


def _none(facts: Facts) -> int:
    """0: the formula of all parameters leaves them out."""
    return 0


EMBEDDINGS: dict[str, Callable[[Facts], int]] = {
    "encoder-rotary": _tied,
    "encoder-rotary-without-biases": _untied,
    "encoder-learned": _tied_with_positions,
    "encoder-sinusoidal": _untied_with_bias,
    "bert": _tied_with_segments,
    "roberta": _tied_with_one_segment,
    "decoder-parallel": _untied_with_bias,
    "decoder-rotary": _untied,
    "gpt2": _tied_with_positions,
    "t5": _tied_t5,
    "t5-gated": _untied_t5,
    "t5-encoder": _t5_encoder,
    "gated-encoder": _untied_with_bias,
    "gated-encoder-two-thirds": _untied_with_bias,
    "decoder-geglu": _none,
    "llama": _untied,
    "llama-tied": _tied,
    "mamba": _tied,
    "mamba-untied": _untied,
    "mixtral": _untied,
    "decoder-moe": _untied_with_positions,
    "encoder-moe": _untied,
}
