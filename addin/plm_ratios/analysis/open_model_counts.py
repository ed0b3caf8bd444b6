"""Closed formulas of architectures that people train anew, as huggingface/transformers builds them.

The symbols are those of parameter_counts.py, where the families are listed.
"""

from __future__ import annotations

from .count_blocks import Facts, masked_head, transformer_layer


def roberta(facts: Facts) -> int:
    """(V + P + 1)d + 2d + L x layer + masked head.

    RoBERTa with its masked head (huggingface/transformers, RobertaForMaskedLM): as BERT, with one segment.
    Two of the P positions belong to the padding index.
    """
    d = facts["width"]
    embeddings = (facts["vocabulary"] + facts["positions"] + 1) * d + 2 * d
    return embeddings + facts["layers"] * transformer_layer(facts) + masked_head(facts)


def t5_encoder(facts: Facts) -> int:
    """Vd + L(4dhk + 2df + 2d) + d + Ph.

    The encoder of T5 of 2019 alone (huggingface/transformers, T5EncoderModel), as ProtT5 is mostly used.
    """
    d, inner = facts["width"], facts["heads"] * facts["head_size"]
    layer = 4 * d * inner + 2 * d * facts["feed_forward"] + 2 * d
    return facts["vocabulary"] * d + facts["layers"] * layer + d + facts["positions"] * facts["heads"]


def _grouped_attention(facts: Facts) -> int:
    """2dhk + 2dgk: queries and output for every head, keys and values for each group of them."""
    return 2 * facts["width"] * facts["head_size"] * (facts["heads"] + facts["key_value_heads"])


def llama_tied(facts: Facts) -> int:
    """Vd + L(2dhk + 2dgk + 3df + 2d) + d.

    As llama, with an output tied to the embedding (huggingface/transformers, tie_word_embeddings).
    """
    d = facts["width"]
    layer = _grouped_attention(facts) + 3 * d * facts["feed_forward"] + 2 * d
    return facts["vocabulary"] * d + facts["layers"] * layer + d


def llama(facts: Facts) -> int:
    """2Vd + L(2dhk + 2dgk + 3df + 2d) + d.

    Llama and Mistral (huggingface/transformers): no biases, gated feed-forward layers, rotary positions,
    norms without offset, an output of its own.
    """
    return llama_tied(facts) + facts["vocabulary"] * facts["width"]


def mixtral(facts: Facts, experts: str = "experts") -> int:
    """2Vd + L(2dhk + 2dgk + Ed + 3edf + 2d) + d, with e = E experts, or those active.

    Mixtral (huggingface/transformers): Llama with a router and gated experts in each layer.
    """
    d = facts["width"]
    feed_forward = facts["experts"] * d + 3 * facts[experts] * d * facts["feed_forward"]
    layer = _grouped_attention(facts) + feed_forward + 2 * d
    return 2 * facts["vocabulary"] * d + facts["layers"] * layer + d


def mixtral_active(facts: Facts) -> int:
    """As mixtral, with the active experts only."""
    return mixtral(facts, "experts_active")


def mamba(facts: Facts) -> int:
    """Vd + L(3df + f(c + 2r + 3n + 3) + d) + d.

    Mamba (huggingface/transformers, MambaForCausalLM, after state-spaces/mamba): f is the inner width; a
    convolution and the time step have biases, norms no offset, and the output is tied to the embedding.
    """
    d, f, n = facts["width"], facts["feed_forward"], facts["state_size"]
    layer = 3 * d * f + f * (facts["kernel_size"] + 2 * facts["step_rank"] + 3 * n + 3) + d
    return facts["vocabulary"] * d + facts["layers"] * layer + d


def mamba_untied(facts: Facts) -> int:
    """2Vd + L(3df + f(c + 2r + 3n + 3) + d) + d.

    As mamba, with an output of its own (ygzdvr/nanoprot).
    """
    return mamba(facts) + facts["vocabulary"] * facts["width"]


def encoder_rotary_without_biases(facts: Facts) -> int:
    """2Vd + L(4d^2 + 2df + 4d) + 2d.

    nanoprot's ESM-2 (ygzdvr/nanoprot): no biases but those of the norms, and an output of its own without a
    hidden layer.
    """
    d = facts["width"]
    layer = 4 * d * d + 2 * d * facts["feed_forward"] + 4 * d
    return 2 * facts["vocabulary"] * d + facts["layers"] * layer + 2 * d
