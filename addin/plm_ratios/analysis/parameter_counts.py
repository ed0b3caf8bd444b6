"""Parameters counted from a published architecture: one closed formula a family.

The symbols are L layers, d width, f feed-forward width, h heads, k size of a head, V vocabulary,
P positions (rows of a position embedding, or buckets of relative position), E experts, g heads of keys
and values, n size of a state, c width of a convolution, r rank of the time step. Every
formula holds embeddings, biases, norms and the output layer; its docstring says which are there
and whose code it was derived from.
"""

from __future__ import annotations

from typing import Callable, Iterable, NamedTuple

from . import open_model_counts
from .count_blocks import Facts, linear, masked_head, transformer_layer


class Family(NamedTuple):
    """A closed formula, the quantities that it needs, and those that it uses where they are known."""

    count: Callable[[Facts], int]
    needs: tuple[str, ...]
    count_active: Callable[[Facts], int] | None = None
    uses: tuple[str, ...] = ()


class UnknownFamily(ValueError):
    """No formula has that name."""


class MissingFacts(ValueError):
    """The formula needs quantities that are not known."""


def count(family: str, facts: Facts) -> int:
    """All parameters of a model of that family.

    >>> esm2_650m = {"layers": 33, "width": 1280, "heads": 20, "feed_forward": 5120, "vocabulary": 33}
    >>> count("encoder-rotary", esm2_650m)
    651043254
    """
    missing_refused(family, facts)
    return FAMILIES[family].count(facts)


def count_active(family: str, facts: Facts) -> int:
    """The parameters that work on one token: all of them, unless only some experts do."""
    missing_refused(family, facts)
    found = FAMILIES[family]
    return (found.count_active or found.count)(facts)


def missing(family: str, facts: Iterable[str]) -> list[str]:
    """The quantities that the formula needs and `facts` lacks."""
    if family not in FAMILIES:
        raise UnknownFamily(f'no closed formula is called "{family}"; there are {", ".join(FAMILIES)}')
    known = set(facts)
    return [quantity for quantity in FAMILIES[family].needs if quantity not in known]


def missing_refused(family: str, facts: Facts) -> None:
    """MissingFacts, or UnknownFamily, where the parameters cannot be counted."""
    lacking = missing(family, facts)
    if lacking:
        raise MissingFacts(f"to count the parameters of {family} we also need {', '.join(lacking)}")


def _encoder_rotary(facts: Facts) -> int:
    """Vd + L x layer + 2d + masked head + (Lh + 1).

    ESM-2 (facebookresearch/esm): pre-norm layers, rotary positions without parameters, a final norm,
    an output tied to the embedding, and the regression that predicts contacts from all heads.
    """
    d, layers = facts["width"], facts["layers"]
    contacts = layers * facts["heads"] + 1
    return facts["vocabulary"] * d + layers * transformer_layer(facts) + 2 * d + masked_head(facts) + contacts


def _encoder_learned(facts: Facts) -> int:
    """As encoder-rotary, plus Pd + 2d.

    ESM-1b (facebookresearch/esm): learned positions, of which two rows belong to the padding index,
    and a norm before the first layer.
    """
    return _encoder_rotary(facts) + facts["positions"] * facts["width"] + 2 * facts["width"]


def _encoder_sinusoidal(facts: Facts) -> int:
    """2Vd + V + L x (layer + 2d) + (Lh + 1), the last where h is known.

    ESM-1 (facebookresearch/esm, ProteinBertModel): input and output embeddings of their own, an output
    bias, one learned key and value beside each sequence, no final norm, and the regression that predicts
    contacts from all heads, as in ESM-2.
    """
    d, v, layers = facts["width"], facts["vocabulary"], facts["layers"]
    contacts = layers * facts["heads"] + 1 if "heads" in facts else 0
    return 2 * v * d + v + layers * (transformer_layer(facts) + 2 * d) + contacts


def _bert(facts: Facts) -> int:
    """(V + P + 2)d + 2d + L x layer + masked head.

    BERT with its masked head and without pooler (huggingface/transformers, BertForMaskedLM): learned
    positions and two segments, post-norm layers, an output tied to the embedding.
    """
    d = facts["width"]
    embeddings = (facts["vocabulary"] + facts["positions"] + 2) * d + 2 * d
    return embeddings + facts["layers"] * transformer_layer(facts) + masked_head(facts)


def _decoder_parallel(facts: Facts) -> int:
    """Vd + L x (4d^2 + 2df + f + d + 2d) + 2d + (Vd + V).

    ProGen2 (salesforce/progen), after GPT-J: attention and feed-forward side by side behind one norm,
    attention without biases, rotary positions, an output of its own with a bias.
    """
    d, f, v = facts["width"], facts["feed_forward"], facts["vocabulary"]
    layer = 4 * d * d + linear(d, f) + linear(f, d) + 2 * d
    return v * d + facts["layers"] * layer + 2 * d + linear(d, v)


def _decoder_rotary(facts: Facts) -> int:
    """Vd + L x layer + 2d + Vd.

    RITA (lightonai/RITA on Hugging Face): pre-norm layers with biases, rotary positions, a final norm,
    an output of its own without bias.
    """
    d = facts["width"]
    return 2 * facts["vocabulary"] * d + facts["layers"] * transformer_layer(facts) + 2 * d


def _gpt2(facts: Facts) -> int:
    """(V + P)d + L x layer + 2d.

    GPT-2 (huggingface/transformers): learned positions, a final norm, an output tied to the embedding.
    """
    d = facts["width"]
    return (facts["vocabulary"] + facts["positions"]) * d + facts["layers"] * transformer_layer(facts) + 2 * d


def _t5_stacks(facts: Facts, matrices: int) -> int:
    """L(4dhk + ndf + 2d) + d + Ph for the encoder, L'(8dhk + ndf + 3d) + d + Ph for the decoder.

    A feed-forward layer has n matrices; a decoder layer attends to itself and to the encoder.
    """
    d, inner = facts["width"], facts["heads"] * facts["head_size"]
    feed_forward = matrices * d * facts["feed_forward"]
    encoder = facts["layers"] * (4 * d * inner + feed_forward + 2 * d)
    decoder = facts["decoder_layers"] * (8 * d * inner + feed_forward + 3 * d)
    return encoder + decoder + 2 * (d + facts["positions"] * facts["heads"])


def _t5(facts: Facts) -> int:
    """Vd + both stacks with n = 2.

    T5 of 2019 (huggingface/transformers): no biases, norms without offset, relative position biases
    in the first layer of each stack, one embedding for encoder, decoder and output.
    """
    return facts["vocabulary"] * facts["width"] + _t5_stacks(facts, 2)


def _t5_gated(facts: Facts) -> int:
    """2Vd + both stacks with n = 3.

    T5 1.1, as Ankh has it (agemagician/Ankh): gated feed-forward layers and an output of its own.
    Without decoder layers this is the encoder and the two embeddings.
    """
    return 2 * facts["vocabulary"] * facts["width"] + _t5_stacks(facts, 3)


def _gated_encoder(facts: Facts) -> int:
    """Vd + L(4d^2 + 3df + 6d) + d + (d^2 + d + 2d + Vd + V).

    ESM C (evolutionaryscale/esm): no biases inside; two norms with offset and two without, on queries
    and keys, in each layer; a final norm without offset; a head with a hidden layer. V is the 64 rows
    of embedding and output, of which the tokenizer uses fewer.
    """
    d, v = facts["width"], facts["vocabulary"]
    layer = 4 * d * d + 3 * d * facts["feed_forward"] + 6 * d
    return v * d + facts["layers"] * layer + d + linear(d, d) + 2 * d + linear(d, v)


def _gated_encoder_two_thirds(facts: Facts) -> int:
    """Vd + L(4d^2 + 3dg + 2d) + d + (Vd + V), with g = 2f/3 rounded up to a multiple of 8.

    AMPLIFY (chandar-lab/AMPLIFY): gated feed-forward layers, narrowed so that they cost as much as plain
    ones of width f; no biases inside, norms without offset, an output of its own with a bias.
    """
    d, v = facts["width"], facts["vocabulary"]
    gated = -(-(2 * facts["feed_forward"] // 3) // 8) * 8
    return v * d + facts["layers"] * (4 * d * d + 3 * d * gated + 2 * d) + d + linear(d, v)


def _decoder_geglu(facts: Facts) -> int:
    """L(4(d^2 + d) + (2df + 2f) + (fd + d) + 4d) + 2d, embedding and output left out.

    ProteinGLM (configurations of biomap-research on Hugging Face), after GLM: biases everywhere, gated
    feed-forward layers, two norms a layer and a final one. Its authors count without embedding.
    """
    d, f = facts["width"], facts["feed_forward"]
    layer = 4 * linear(d, d) + linear(d, 2 * f) + linear(f, d) + 4 * d
    return facts["layers"] * layer + 2 * d


def _decoder_moe(facts: Facts, experts: str = "experts") -> int:
    """2Vd + Pd + L(4d^2 + Ed + 3edf + 2d) + d, with e = E experts, or those active.

    ProGen3 (Profluent-AI/progen3): a router and gated experts in each layer, no biases, norms without
    offset, an output of its own; P rows tell apart the sequences of one context.
    """
    d = facts["width"]
    layer = 4 * d * d + facts["experts"] * d + 3 * facts[experts] * d * facts["feed_forward"] + 2 * d
    return (2 * facts["vocabulary"] + facts["positions"]) * d + facts["layers"] * layer + d


def _encoder_moe(facts: Facts, experts: str = "experts") -> int:
    """2Vd + L(4d^2 + Ed + 3edf + 2d) + d, with e = E experts, or those active.

    AIDO.Protein (genbio-ai/ModelGenerator, FM4Bio): a router and experts with gated feed-forward layers,
    rotary positions, norms without offset, an output of its own. Biases, which its configuration may
    switch on, are left out; they would add less than 0.1 %.
    """
    return _decoder_moe({**facts, "positions": 0}, experts)


def _decoder_moe_active(facts: Facts) -> int:
    """As decoder-moe, with the active experts only."""
    return _decoder_moe(facts, "experts_active")


def _encoder_moe_active(facts: Facts) -> int:
    """As encoder-moe, with the active experts only."""
    return _encoder_moe(facts, "experts_active")


_PLAIN = ("layers", "width", "feed_forward", "vocabulary")
_T5 = ("layers", "decoder_layers", "width", "heads", "head_size", "feed_forward", "vocabulary", "positions")
_GROUPED = (*_PLAIN, "heads", "head_size", "key_value_heads")
_EXPERTS = (*_PLAIN, "experts", "experts_active")
_MAMBA = (*_PLAIN, "state_size", "kernel_size", "step_rank")

FAMILIES: dict[str, Family] = {
    "encoder-rotary": Family(_encoder_rotary, (*_PLAIN, "heads")),
    "encoder-rotary-without-biases": Family(open_model_counts.encoder_rotary_without_biases, _PLAIN),
    "encoder-learned": Family(_encoder_learned, (*_PLAIN, "heads", "positions")),
    "encoder-sinusoidal": Family(_encoder_sinusoidal, _PLAIN, uses=("heads",)),
    "bert": Family(_bert, (*_PLAIN, "positions")),
    "roberta": Family(open_model_counts.roberta, (*_PLAIN, "positions")),
    "decoder-parallel": Family(_decoder_parallel, _PLAIN),
    "decoder-rotary": Family(_decoder_rotary, _PLAIN),
    "gpt2": Family(_gpt2, (*_PLAIN, "positions")),
    "t5": Family(_t5, _T5),
    "t5-gated": Family(_t5_gated, _T5),
    "t5-encoder": Family(open_model_counts.t5_encoder, (*_PLAIN, "heads", "head_size", "positions")),
    "gated-encoder": Family(_gated_encoder, _PLAIN),
    "gated-encoder-two-thirds": Family(_gated_encoder_two_thirds, _PLAIN),
    "decoder-geglu": Family(_decoder_geglu, ("layers", "width", "feed_forward")),
    "llama": Family(open_model_counts.llama, _GROUPED),
    "llama-tied": Family(open_model_counts.llama_tied, _GROUPED),
    "mamba": Family(open_model_counts.mamba, _MAMBA),
    "mamba-untied": Family(open_model_counts.mamba_untied, _MAMBA),
    "mixtral": Family(
        open_model_counts.mixtral,
        (*_GROUPED, "experts", "experts_active"),
        open_model_counts.mixtral_active,
    ),
    "decoder-moe": Family(_decoder_moe, (*_EXPERTS, "positions"), _decoder_moe_active),
    "encoder-moe": Family(_encoder_moe, _EXPERTS, _encoder_moe_active),
}
